package mortise.runtime.memory;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Native memory in size classes. What is given back is kept for the next who needs that size; all
/// of it goes when the heap is closed, and not before, so that even a racing access to freed memory
/// touches memory that is there.
final class NativeHeap implements AutoCloseable {
  private static final int FIRST_CHUNK = 32 << 10;
  private static final int CHUNK = 512 << 10;
  private static final int LARGEST_IN_CHUNK = 16 << 10;

  private final Arena arena = Arena.ofShared();
  private final Map<Long, FreeList> free = new HashMap<>();
  private long next;
  private long end;
  private int chunk = FIRST_CHUNK;
  private long committed;
  private final long most;

  /// A heap that takes at most `most` bytes from the system.
  NativeHeap(long most) {
    this.most = most;
  }

  /// The bytes that an allocation of `size` really takes.
  static long rounded(long size) {
    if (size <= 512) {
      return Math.max(16, (size + 15) & -16);
    }
    long step = Math.max(16, Long.highestOneBit(size - 1) >>> 2);
    return (size + step - 1) & -step;
  }

  /// Memory of a rounded size, 16-aligned, its contents unspecified; 0 if there is none.
  long take(long rounded) {
    var list = free.get(rounded);
    if (list != null && list.count > 0) {
      return list.addresses[--list.count];
    }
    if (rounded > LARGEST_IN_CHUNK) {
      return fromSystem(rounded);
    }
    if (end - next < rounded) {
      int size = chunk;
      long fresh = fromSystem(size);
      if (fresh == 0) {
        size = FIRST_CHUNK;
        fresh = fromSystem(size);
      }
      if (fresh == 0) {
        return 0;
      }
      next = fresh;
      end = next + size;
      chunk = CHUNK;
    }
    long address = next;
    next += rounded;
    return address;
  }

  private long fromSystem(long size) {
    if (committed + size > most) {
      return 0;
    }
    try {
      long address = arena.allocate(size, 16).address();
      committed += size;
      return address;
    } catch (OutOfMemoryError e) {
      // The JVM's own limit on native memory; ours to report as any other shortage.
      return 0;
    }
  }

  void give(long address, long rounded) {
    var list = free.computeIfAbsent(rounded, size -> new FreeList());
    if (list.count == list.addresses.length) {
      list.addresses = Arrays.copyOf(list.addresses, list.count * 2);
    }
    list.addresses[list.count++] = address;
  }

  @Override
  public void close() {
    arena.close();
  }

  private static final class FreeList {
    private long[] addresses = new long[16];
    private int count;
  }
}
