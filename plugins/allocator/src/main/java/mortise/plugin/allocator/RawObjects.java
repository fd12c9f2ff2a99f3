package mortise.plugin.allocator;

import mortise.plugin.ownership.proposal.Events;
import mortise.plugin.ownership.proposal.Memory;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.MemoryFault;

/// The runtime halves: memory as it comes, whose fields programs construct and destruct.
final class RawObjects {
  private RawObjects() {}

  static long allocate(Call call) {
    var machine = call.machine();
    return allocated(call, machine.allocateRaw(machine.localType(call.argument(0))));
  }

  static long allocateFrom(Call call) {
    var machine = call.machine();
    if (!(machine.map(call.argument(0)) instanceof Pool pool)) {
      throw new MemoryFault(call.argument(0), "the map is no allocator");
    }
    return allocated(call, pool.draw());
  }

  private static long allocated(Call call, long object) {
    if (object != 0) {
      call.machine().after(Events.ALLOCATED, object);
    }
    return object;
  }

  static long free(Call call) {
    Memory.release(call.machine(), call.argument(0));
    return 0;
  }
}
