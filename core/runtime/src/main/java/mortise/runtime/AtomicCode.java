package mortise.runtime;

import mortise.object.AtomicOperation;
import mortise.runtime.memory.Atomics;

/// The immediate of [Op#ATOMIC]: what is done (one of the constants here), to how many bytes, and
/// whether the old value is fetched.
final class AtomicCode {
  static final int ADD = 0;
  static final int OR = 1;
  static final int AND = 2;
  static final int XOR = 3;
  static final int EXCHANGE = 4;
  static final int COMPARE_EXCHANGE = 5;
  static final int LOAD_ACQUIRE = 6;
  static final int STORE_RELEASE = 7;

  private AtomicCode() {}

  static int of(AtomicOperation operation) {
    return switch (operation) {
      case ADD -> ADD;
      case OR -> OR;
      case AND -> AND;
      case XOR -> XOR;
      case EXCHANGE -> EXCHANGE;
      case COMPARE_EXCHANGE -> COMPARE_EXCHANGE;
    };
  }

  static long of(int operation, int size, boolean fetch) {
    return operation | size << 8 | (fetch ? 1 << 16 : 0);
  }

  static int operation(long code) {
    return (int) code & 0xff;
  }

  static int size(long code) {
    return (int) code >> 8 & 0xff;
  }

  /// Executes the operation of `word`.
  static void execute(Atomics atomics, long[] registers, int word, long code) {
    int destination = word >>> 8 & 15;
    int source = word >>> 12 & 15;
    int offset = word >> 16;
    int size = size(code);
    if (operation(code) == LOAD_ACQUIRE) {
      registers[destination] = atomics.loadAcquire(registers[source] + offset, size);
      return;
    }
    long address = registers[destination] + offset;
    long operand = registers[source];
    long was;
    switch (operation(code)) {
      case ADD -> was = atomics.getAndAdd(address, size, operand);
      case OR -> was = atomics.update(address, size, (a, b) -> a | b, operand);
      case AND -> was = atomics.update(address, size, (a, b) -> a & b, operand);
      case XOR -> was = atomics.update(address, size, (a, b) -> a ^ b, operand);
      case EXCHANGE -> was = atomics.exchange(address, size, operand);
      case COMPARE_EXCHANGE -> {
        registers[0] = atomics.compareAndExchange(address, size, registers[0], operand);
        return;
      }
      case STORE_RELEASE -> {
        atomics.storeRelease(address, size, operand);
        return;
      }
      default -> throw new IllegalStateException("no atomic operation " + code);
    }
    if ((code & 1 << 16) != 0) {
      registers[source] = was;
    }
  }
}
