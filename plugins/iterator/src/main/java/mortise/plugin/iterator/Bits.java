package mortise.plugin.iterator;

import mortise.spi.runtime.Call;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MemoryFault;

/// The runtime halves of the iterator over bits: one word or the address of a copy of several, how
/// many bits there are, and the bit given last.
///
/// Source: linux `struct bpf_iter_bits_kern`, `bpf_iter_bits_next` (6.18).
final class Bits {
  static final int BYTES = 16;

  private static final int COUNT = 8;
  private static final int BIT = 12;
  private static final int WORD = 8;
  private static final long MOST_WORDS = 511;
  private static final long TOO_MANY = -7;
  private static final long NO_MEMORY = -12;
  private static final long FAULT = -14;
  private static final long INVALID = -22;

  private Bits() {}

  static long create(Call call) {
    var machine = call.machine();
    long iterator = call.argument(0);
    long words = call.argument(2) & 0xffff_ffffL;
    machine.fill(iterator, BYTES, (byte) 0);
    machine.store(iterator + BIT, 4, -1);
    if (call.argument(1) == 0 || words == 0) {
      return INVALID;
    }
    if (words > MOST_WORDS) {
      return TOO_MANY;
    }
    try {
      if (words == 1) {
        machine.copy(call.argument(1), iterator, WORD);
      } else {
        long copy = machine.allocate(words * WORD, "bits");
        if (copy == 0) {
          return NO_MEMORY;
        }
        machine.store(iterator, copy);
        machine.store(iterator + COUNT, 4, words * 64);
        machine.copy(call.argument(1), copy, words * WORD);
      }
    } catch (MemoryFault unreadable) {
      destroy(call);
      return FAULT;
    }
    machine.store(iterator + COUNT, 4, words * 64);
    return 0;
  }

  static long next(Call call) {
    var machine = call.machine();
    long iterator = call.argument(0);
    int count = (int) machine.load(iterator + COUNT, 4);
    for (int bit = (int) machine.load(iterator + BIT, 4) + 1; bit < count; bit++) {
      long at = words(machine, iterator) + (long) (bit / 64) * WORD;
      if ((machine.load(at) >>> bit % 64 & 1) != 0) {
        machine.store(iterator + BIT, 4, bit);
        return iterator + BIT;
      }
    }
    // What is over stays over.
    machine.store(iterator + BIT, 4, count);
    return 0;
  }

  static long destroy(Call call) {
    var machine = call.machine();
    long iterator = call.argument(0);
    if ((int) machine.load(iterator + COUNT, 4) > 64) {
      machine.free(machine.load(iterator));
    }
    machine.store(iterator + COUNT, 4, 0);
    return 0;
  }

  private static long words(Machine machine, long iterator) {
    return (int) machine.load(iterator + COUNT, 4) <= 64 ? iterator : machine.load(iterator);
  }
}
