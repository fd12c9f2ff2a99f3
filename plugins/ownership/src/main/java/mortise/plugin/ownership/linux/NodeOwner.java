package mortise.plugin.ownership.linux;

import mortise.spi.runtime.Machine;

/// The word in a node that says where the object is linked: the container's address, 0 while it is
/// nowhere, and something else while it is on its way. A node that is given away twice (of an
/// object with several owners) is found out by it.
///
/// Source: linux `struct bpf_list_node_kern`, `struct bpf_rb_node_kern`, member `owner` (6.18).
public final class NodeOwner {
  /// What a refused call answers, negated.
  public static final long EINVAL = 22;

  private static final long FREE = 0;
  private static final long BUSY = 1;

  private NodeOwner() {}

  /// Claims a free node. If it is not free, drops the reference that was given for it.
  ///
  /// @param word the address of the node's owner word
  public static boolean claim(Machine machine, long word) {
    if (machine.compareAndExchange(word, 8, FREE, BUSY) == FREE) {
      return true;
    }
    refuse(machine, word);
    return false;
  }

  /// Drops the reference that was given for a node which is not added after all. The program's
  /// pointers borrow it now whatever the answer is, so it stays as long as readers may look at it.
  ///
  /// Source: linux `__bpf_obj_drop_impl`, `bpf_mem_free_rcu` (6.18).
  public static void refuse(Machine machine, long node) {
    var place = machine.place(node);
    for (var field : place.type().fields()) {
      if (!field.kind().lifecycle().isLast(machine, place.start() + field.offset(), field)) {
        return;
      }
    }
    machine.afterGracePeriod(() -> machine.end(place.start()), "end of what was refused");
  }

  public static void set(Machine machine, long word, long container) {
    machine.store(word, container);
  }

  public static boolean is(Machine machine, long word, long container) {
    return machine.load(word) == container;
  }

  public static void free(Machine machine, long word) {
    machine.store(word, FREE);
  }
}
