package mortise.runtime.memory;

import java.lang.invoke.VarHandle;
import java.util.function.LongBinaryOperator;

/// Atomic accesses to an address space, sequentially consistent; sizes are 4 and 8, fetched words
/// are zero-extended.
public final class Atomics {
  private final AddressSpace space;

  public Atomics(AddressSpace space) {
    this.space = space;
  }

  public long compareAndExchange(long address, int size, long expected, long value) {
    long at = space.atomic(address, size);
    if (size == 8) {
      return (long) Native.ATOMIC_LONG.compareAndExchange(Native.MEMORY, at, expected, value);
    }
    int was =
        (int) Native.ATOMIC_INT.compareAndExchange(Native.MEMORY, at, (int) expected, (int) value);
    return was & 0xffff_ffffL;
  }

  public long getAndAdd(long address, int size, long delta) {
    long at = space.atomic(address, size);
    if (size == 8) {
      return (long) Native.ATOMIC_LONG.getAndAdd(Native.MEMORY, at, delta);
    }
    return (int) Native.ATOMIC_INT.getAndAdd(Native.MEMORY, at, (int) delta) & 0xffff_ffffL;
  }

  public long exchange(long address, int size, long value) {
    long at = space.atomic(address, size);
    if (size == 8) {
      return (long) Native.ATOMIC_LONG.getAndSet(Native.MEMORY, at, value);
    }
    return (int) Native.ATOMIC_INT.getAndSet(Native.MEMORY, at, (int) value) & 0xffff_ffffL;
  }

  /// Replaces what is there by `operation` of it and `operand`; gives what was there.
  public long update(long address, int size, LongBinaryOperator operation, long operand) {
    long was = loadAcquire(address, size);
    while (true) {
      long found = compareAndExchange(address, size, was, operation.applyAsLong(was, operand));
      if (found == was) {
        return was;
      }
      was = found;
    }
  }

  /// A load that later accesses do not overtake; `size` is 1, 2, 4 or 8.
  public long loadAcquire(long address, int size) {
    long value = load(address, size);
    VarHandle.acquireFence();
    return value;
  }

  /// A store that earlier accesses are not delayed past; `size` is 1, 2, 4 or 8.
  public void storeRelease(long address, int size, long value) {
    VarHandle.releaseFence();
    store(address, size, value);
  }

  private long load(long address, int size) {
    return switch (size) {
      case 8 -> space.load8(address);
      case 4 -> space.load4(address);
      case 2 -> space.load2(address);
      case 1 -> space.load1(address);
      default -> throw new IllegalArgumentException("an access of " + size + " bytes");
    };
  }

  private void store(long address, int size, long value) {
    switch (size) {
      case 8 -> space.store8(address, value);
      case 4 -> space.store4(address, value);
      case 2 -> space.store2(address, value);
      case 1 -> space.store1(address, value);
      default -> throw new IllegalArgumentException("an access of " + size + " bytes");
    }
  }
}
