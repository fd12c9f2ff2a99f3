package mortise.plugin.rbtree;

import mortise.plugin.ownership.api.Ownership;
import mortise.plugin.ownership.linux.NodeOwner;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.Machine;

/// The runtime half of mainline's trees: nodes know the root that they are linked into. Functions
/// take and give addresses of nodes.
///
/// Source: linux `__bpf_rbtree_add`, `bpf_rbtree_remove` (6.18).
final class OwnedTree {
  static final int OWNER = 24;
  private static final IntrusiveTree STRUCTURE = new IntrusiveTree();

  private OwnedTree() {}

  static long add(Call call) {
    var machine = call.machine();
    long root = call.argument(0);
    long node = call.argument(1);
    long less = call.argument(2);
    machine.before(Ownership.LINKING, node, root);
    if (!NodeOwner.claim(machine, node + OWNER)) {
      return -NodeOwner.EINVAL;
    }
    var spot =
        STRUCTURE.find(machine, root, node, (fresh, other) -> call.invoke(less, fresh, other) != 0);
    STRUCTURE.link(machine, root, node, spot);
    NodeOwner.set(machine, node + OWNER, root);
    machine.after(Ownership.LINKING, node, root);
    return 0;
  }

  static long remove(Call call) {
    var machine = call.machine();
    long root = call.argument(0);
    long node = call.argument(1);
    machine.before(Ownership.TAKING, root);
    boolean there = NodeOwner.is(machine, node + OWNER, root);
    if (there) {
      unlink(machine, root, node);
    }
    machine.after(Ownership.TAKING, root);
    return there ? node : 0;
  }

  static long first(Call call) {
    return STRUCTURE.first(call.machine(), call.argument(0));
  }

  static long root(Call call) {
    return STRUCTURE.root(call.machine(), call.argument(0));
  }

  static long left(Call call) {
    return child(call, IntrusiveTree.LEFT);
  }

  static long right(Call call) {
    return child(call, IntrusiveTree.RIGHT);
  }

  private static long child(Call call, int side) {
    var machine = call.machine();
    long node = call.argument(1);
    return NodeOwner.is(machine, node + OWNER, call.argument(0)) ? machine.load(node + side) : 0;
  }

  private static void unlink(Machine machine, long root, long node) {
    STRUCTURE.unlink(machine, root, node);
    NodeOwner.free(machine, node + OWNER);
  }

  /// Takes everything out of the tree and gives it back.
  static void drain(Machine machine, long root) {
    for (long node = STRUCTURE.first(machine, root);
        node != 0;
        node = STRUCTURE.first(machine, root)) {
      unlink(machine, root, node);
      machine.drop(machine.place(node).start());
    }
  }
}
