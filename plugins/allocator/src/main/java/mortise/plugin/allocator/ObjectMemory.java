package mortise.plugin.allocator;

import mortise.spi.runtime.Call;

/// The runtime half: the machine knows how to initialise and destroy special fields.
final class ObjectMemory {
  private ObjectMemory() {}

  static long allocate(Call call) {
    var machine = call.machine();
    return machine.allocate(machine.localType(call.argument(0)));
  }

  static long drop(Call call) {
    call.machine().free(call.argument(0));
    return 0;
  }
}
