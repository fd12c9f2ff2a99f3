package example.table;

import mortise.plugin.ownership.proposal.Structure;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.Machine;

/// How tables link their nodes: eight buckets, each the address of a first node or 0; in a node the
/// address of the next at 0 and the key at 8.
final class Buckets implements Structure {
  static final int COUNT = 8;
  static final int WORD = 8;
  static final int SIZE = COUNT * WORD;
  static final int NODE_SIZE = 2 * WORD;
  static final int NEXT = 0;
  private static final int KEY = 8;

  @Override
  public void begin(Machine machine, long table) {
    machine.fill(table, SIZE, (byte) 0);
  }

  private static long bucket(long table, long key) {
    return table + Long.remainderUnsigned(key, COUNT) * WORD;
  }

  static void link(Machine machine, long table, long node, long key) {
    long bucket = bucket(table, key);
    machine.store(node + KEY, key);
    machine.store(node, machine.load(bucket));
    machine.store(bucket, node);
  }

  @Override
  public void unlink(Machine machine, long table, long node) {
    long at = bucket(table, machine.load(node + KEY));
    // A link is where a node's address stands: in a bucket, or at the start of another node.
    for (long next = machine.load(at); next != node; next = machine.load(at)) {
      at = next;
    }
    machine.store(at, machine.load(node));
  }

  @Override
  public long first(Machine machine, long table) {
    return firstFrom(machine, table, 0);
  }

  @Override
  public long last(Machine machine, long table) {
    long last = 0;
    for (long node = first(machine, table); node != 0; node = next(machine, table, node)) {
      last = node;
    }
    return last;
  }

  @Override
  public long next(Machine machine, long table, long node) {
    long next = machine.load(node);
    long bucket = Long.remainderUnsigned(machine.load(node + KEY), COUNT);
    return next != 0 ? next : firstFrom(machine, table, (int) bucket + 1);
  }

  private static long firstFrom(Machine machine, long table, int bucket) {
    for (int i = bucket; i < COUNT; i++) {
      long node = machine.load(table + (long) i * WORD);
      if (node != 0) {
        return node;
      }
    }
    return 0;
  }

  /// The object with the key, 0 if there is none.
  static long find(Call call) {
    var machine = call.machine();
    long key = call.argument(1);
    long node = machine.load(bucket(call.argument(0), key));
    while (node != 0 && machine.load(node + KEY) != key) {
      node = machine.load(node);
    }
    return node == 0 ? 0 : machine.place(node).start();
  }
}
