package mortise.plugin.allocator;

import mortise.plugin.ownership.api.Ownership;
import mortise.spi.runtime.Call;

/// The runtime half: the machine knows how to initialise and destroy special fields.
final class ObjectMemory {
  /// The kernel's allocator serves up to 4,096 bytes, of which it needs 8 itself.
  ///
  /// Source: linux `bpf_mem_alloc`, `LLIST_NODE_SZ` (6.18).
  private static final long MOST = 4088;

  private ObjectMemory() {}

  static long allocate(Call call) {
    var machine = call.machine();
    var type = machine.localType(call.argument(0));
    return type.size() > MOST ? 0 : machine.allocate(type);
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
