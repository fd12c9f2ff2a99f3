package mortise.plugin.list;

import mortise.plugin.ownership.proposal.Structure;
import mortise.spi.runtime.Machine;

/// A ring through the head and the nodes: `next` at 0 and `previous` at 8 of both. An empty head
/// leads to itself.
final class Ring implements Structure {
  static final int NEXT = 0;
  static final int PREVIOUS = 8;

  @Override
  public void begin(Machine machine, long head) {
    machine.store(head + NEXT, head);
    machine.store(head + PREVIOUS, head);
  }

  /// Puts a node in at one end.
  static void link(Machine machine, long head, long node, boolean front) {
    long before = front ? head : machine.load(head + PREVIOUS);
    long after = front ? machine.load(head + NEXT) : head;
    machine.store(node + NEXT, after);
    machine.store(node + PREVIOUS, before);
    machine.store(before + NEXT, node);
    machine.store(after + PREVIOUS, node);
  }

  static void unlink(Machine machine, long node) {
    long after = machine.load(node + NEXT);
    long before = machine.load(node + PREVIOUS);
    machine.store(before + NEXT, after);
    machine.store(after + PREVIOUS, before);
    machine.store(node + NEXT, 0);
    machine.store(node + PREVIOUS, 0);
  }

  /// What is next to a node or head in a direction; 0 if that is the head.
  static long neighbour(Machine machine, long head, long from, int direction) {
    long node = machine.load(from + direction);
    return node == head ? 0 : node;
  }

  @Override
  public void unlink(Machine machine, long head, long node) {
    unlink(machine, node);
  }

  @Override
  public long first(Machine machine, long head) {
    return neighbour(machine, head, head, NEXT);
  }

  @Override
  public long last(Machine machine, long head) {
    return neighbour(machine, head, head, PREVIOUS);
  }

  @Override
  public long next(Machine machine, long head, long node) {
    return neighbour(machine, head, node, NEXT);
  }
}
