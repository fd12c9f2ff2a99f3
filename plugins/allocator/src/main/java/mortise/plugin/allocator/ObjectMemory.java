package mortise.plugin.allocator;

import mortise.plugin.ownership.api.Ownership;
import mortise.spi.runtime.Call;

/// The runtime half: the machine knows how to initialise and destroy special fields.
final class ObjectMemory {
  private ObjectMemory() {}

  static long allocate(Call call) {
    var machine = call.machine();
    return machine.allocate(machine.localType(call.argument(0)));
  }

  static long drop(Call call) {
    var machine = call.machine();
    long object = call.argument(0);
    machine.before(Ownership.RELEASING, object);
    machine.drop(object);
    machine.after(Ownership.RELEASING, object);
    return 0;
  }
}
