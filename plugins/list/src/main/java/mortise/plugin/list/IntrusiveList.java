package mortise.plugin.list;

import mortise.plugin.ownership.api.Ownership;
import mortise.plugin.ownership.linux.NodeOwner;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.Machine;

/// The runtime half: a ring through the head, `next` at 0 and `prev` at 8, in nodes the head's
/// address at 16 while they are linked. A head of zeros (fresh memory) is an empty list.
///
/// Source: linux `__bpf_list_add`, `__bpf_list_del` (6.18); `bpf_list_add`, `bpf_list_del` (7.2).
final class IntrusiveList {
  static final int NEXT = Ring.NEXT;
  static final int PREVIOUS = Ring.PREVIOUS;
  static final int OWNER = 16;

  private IntrusiveList() {}

  static long pushFront(Call call) {
    long head = call.argument(0);
    return add(call.machine(), head, call.argument(1), head, NEXT);
  }

  static long pushBack(Call call) {
    long head = call.argument(0);
    return add(call.machine(), head, call.argument(1), head, PREVIOUS);
  }

  /// A node behind which nothing can be put, as it is not on this list, is as good as one that is
  /// taken: what was given is dropped.
  static long addBehind(Call call) {
    var machine = call.machine();
    long node = call.argument(1);
    long previous = call.argument(2);
    if (!isOn(machine, call.argument(0), previous)) {
      NodeOwner.refuse(machine, node);
      return -NodeOwner.EINVAL;
    }
    return add(machine, call.argument(0), node, previous, NEXT);
  }

  static long popFront(Call call) {
    return pop(call.machine(), call.argument(0), NEXT);
  }

  static long popBack(Call call) {
    return pop(call.machine(), call.argument(0), PREVIOUS);
  }

  static long delete(Call call) {
    var machine = call.machine();
    long head = call.argument(0);
    long node = call.argument(1);
    machine.before(Ownership.TAKING, head);
    boolean there = isOn(machine, head, node);
    if (there) {
      unlink(machine, node);
    }
    machine.after(Ownership.TAKING, head);
    return there ? node : 0;
  }

  static long front(Call call) {
    return neighbour(call.machine(), call.argument(0), NEXT);
  }

  static long back(Call call) {
    return neighbour(call.machine(), call.argument(0), PREVIOUS);
  }

  static long isFirst(Call call) {
    return isAtEnd(call, NEXT);
  }

  static long isLast(Call call) {
    return isAtEnd(call, PREVIOUS);
  }

  static long isEmpty(Call call) {
    return front(call) == 0 ? 1 : 0;
  }

  private static long isAtEnd(Call call, int end) {
    return neighbour(call.machine(), call.argument(0), end) == call.argument(1) ? 1 : 0;
  }

  private static boolean isOn(Machine machine, long head, long node) {
    return NodeOwner.is(machine, node + OWNER, head);
  }

  private static long add(Machine machine, long head, long node, long beside, int direction) {
    machine.before(Ownership.LINKING, node, head);
    if (!NodeOwner.claim(machine, node + OWNER)) {
      return -NodeOwner.EINVAL;
    }
    initialise(machine, head);
    Ring.link(machine, beside, node, direction == NEXT);
    NodeOwner.set(machine, node + OWNER, head);
    machine.after(Ownership.LINKING, node, head);
    return 0;
  }

  private static long pop(Machine machine, long head, int end) {
    machine.before(Ownership.TAKING, head);
    long node = neighbour(machine, head, end);
    if (node != 0) {
      unlink(machine, node);
    }
    machine.after(Ownership.TAKING, head);
    return node;
  }

  private static void unlink(Machine machine, long node) {
    Ring.unlink(machine, node);
    NodeOwner.free(machine, node + OWNER);
  }

  private static long neighbour(Machine machine, long head, int end) {
    initialise(machine, head);
    return Ring.neighbour(machine, head, head, end);
  }

  private static void initialise(Machine machine, long head) {
    if (machine.load(head + NEXT) == 0) {
      machine.store(head + NEXT, head);
      machine.store(head + PREVIOUS, head);
    }
  }

  /// Takes everything off the list and gives it back.
  static void drain(Machine machine, long head) {
    for (long node = neighbour(machine, head, NEXT);
        node != 0;
        node = neighbour(machine, head, NEXT)) {
      unlink(machine, node);
      machine.drop(machine.place(node).start());
    }
  }
}
