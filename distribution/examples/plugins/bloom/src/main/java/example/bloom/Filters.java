package example.bloom;

import mortise.spi.TypeView.SpecialField;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.FieldLifecycle;
import mortise.spi.runtime.Machine;

/// The runtime half: the address of the bits at 0, how many there are at 8, the seed at 16. Before
/// the first step the field's bytes may be anything.
final class Filters implements FieldLifecycle {
  static final int SIZE = 24;
  static final int WORD_BITS = 64;
  static final int MOST_BITS = 1 << 16;
  static final long ENOMEM = 12;
  private static final int WORD = 8;
  private static final int BITS = 8;
  private static final int SEED = 16;
  private static final int HASHES = 3;
  private static final long ODD = 0x9e37_79b9_7f4a_7c15L;

  static long init(Call call) {
    var machine = call.machine();
    long filter = call.argument(0);
    long words = (call.argument(1) + WORD_BITS - 1) / WORD_BITS;
    long memory = machine.allocate(words * WORD, "bits of a filter");
    if (memory == 0) {
      return -ENOMEM;
    }
    machine.store(filter, memory);
    machine.store(filter + BITS, words * WORD_BITS);
    return 0;
  }

  static long arm(Call call) {
    call.machine().store(call.argument(0) + SEED, call.argument(1));
    return 0;
  }

  static long fini(Call call) {
    end(call.machine(), call.argument(0));
    return 0;
  }

  private static void end(Machine machine, long filter) {
    machine.free(machine.load(filter));
  }

  static long add(Call call) {
    var machine = call.machine();
    for (int i = 0; i < HASHES; i++) {
      long bit = bit(machine, call.argument(0), call.argument(1), i);
      long word = machine.load(call.argument(0)) + bit / WORD_BITS * WORD;
      long was = machine.load(word);
      long seen;
      while ((seen = machine.compareAndExchange(word, WORD, was, was | 1L << bit)) != was) {
        was = seen;
      }
    }
    return 0;
  }

  static long mayHave(Call call) {
    var machine = call.machine();
    for (int i = 0; i < HASHES; i++) {
      long bit = bit(machine, call.argument(0), call.argument(1), i);
      long word = machine.load(machine.load(call.argument(0)) + bit / WORD_BITS * WORD);
      if ((word & 1L << bit) == 0) {
        return 0;
      }
    }
    return 1;
  }

  private static long bit(Machine machine, long filter, long value, int which) {
    long mixed = (value + machine.load(filter + SEED) + which) * ODD;
    return Long.remainderUnsigned(mixed ^ mixed >>> 29, machine.load(filter + BITS));
  }

  @Override
  public void initialise(Machine machine, long address, SpecialField field) {
    machine.fill(address, SIZE, (byte) 0);
  }

  /// The object went with its filter in it: from a map, say.
  @Override
  public void destroy(Machine machine, long address, SpecialField field) {
    end(machine, address);
  }
}
