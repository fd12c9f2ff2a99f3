package mortise.plugin.list;

import mortise.plugin.ownership.api.Ownership;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.Machine;

/// The runtime half: a ring through the head, `next` at 0 and `prev` at 8, in nodes the head's
/// address at 16 while they are linked. A head of zeros (fresh memory) is an empty list.
final class IntrusiveList {
  static final int NEXT = Ring.NEXT;
  static final int PREVIOUS = Ring.PREVIOUS;
  static final int OWNER = 16;
  private static final long FREE = 0;
  private static final long BUSY = 1;
  static final long EINVAL = 22;

  private IntrusiveList() {}

  static long pushFront(Call call) {
    return push(call.machine(), call.argument(0), call.argument(1), true);
  }

  static long pushBack(Call call) {
    return push(call.machine(), call.argument(0), call.argument(1), false);
  }

  static long popFront(Call call) {
    return pop(call.machine(), call.argument(0), NEXT);
  }

  static long popBack(Call call) {
    return pop(call.machine(), call.argument(0), PREVIOUS);
  }

  static long front(Call call) {
    return neighbour(call.machine(), call.argument(0), NEXT);
  }

  static long back(Call call) {
    return neighbour(call.machine(), call.argument(0), PREVIOUS);
  }

  /// A node that is on a list already is refused, and the reference given for it dropped.
  private static long push(Machine machine, long head, long node, boolean front) {
    machine.before(Ownership.LINKING, node, head);
    if (machine.compareAndExchange(node + OWNER, 8, FREE, BUSY) != FREE) {
      machine.free(machine.place(node).start());
      return -EINVAL;
    }
    initialise(machine, head);
    Ring.link(machine, head, node, front);
    machine.store(node + OWNER, head);
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
    machine.store(node + OWNER, FREE);
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
