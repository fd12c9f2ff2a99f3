package mortise.runtime.memory;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mortise.spi.TypeView;
import mortise.spi.runtime.MemoryFault;
import org.jspecify.annotations.Nullable;

/// The memory of one machine.
///
/// The upper half of an address is a generation (7 bits) and a region's number (24 bits), the lower
/// half an offset into the region. Numbers of freed regions are used again as late as possible, and
/// under another generation, so that a stale address stays a fault.
///
/// Every access goes through one table: per region the distance from addresses to native memory,
/// and the address of its end for readers and for writers. What needs more than that (contexts,
/// read-only memory, whatever is not there) has an end of 0 there and takes the slow path.
public final class AddressSpace implements AutoCloseable {
  /// What each allocation costs beside its own bytes, when the limit is reckoned.
  public static final int BOOKKEEPING = 64;

  private static final long LARGEST = Integer.MAX_VALUE;
  private static final int LAST_ID = 0xff_fff0;
  private static final int ID_MASK = 0xff_ffff;
  private static final int GENERATIONS = 0x7f;
  private static final long SPARE = 1 << 20;
  private static final int QUARANTINE = 4096;
  private static final int ENTRY = 4;

  private final long limit;
  private final NativeHeap heap;
  // Per region: native minus address, end for readers, end for writers, unused. Written under the
  // lock; readers may see an old table, in which case they come to the slow path and look again.
  private long[] table = new long[64 * ENTRY];
  private volatile @Nullable Allocation[] records = new @Nullable Allocation[64];
  private int ids = 1;
  private final ArrayDeque<Integer> retired = new ArrayDeque<>();
  private long used;
  private boolean closed;

  /// An address space of at most `limit` bytes, bookkeeping included.
  public AddressSpace(long limit) {
    this.limit = limit;
    // Twice as much, since what was freed in one size is kept for that size, and some for the
    // machine.
    heap = new NativeHeap(limit + Math.min(limit, 1L << 30) + SPARE);
  }

  /// In bytes.
  public long limit() {
    return limit;
  }

  /// The bytes taken now, bookkeeping included.
  public synchronized long used() {
    return used;
  }

  /// Allocates zeroed memory; null if the limit forbids it.
  ///
  /// @throws MemoryFault if the size is negative or beyond 2 GiB
  public @Nullable Allocation allocate(
      long size, TypeView type, Allocation.Kind kind, Site site, @Nullable Object payload) {
    if (size < 0 || size > LARGEST) {
      throw new MemoryFault(0, "an allocation of %d bytes for '%s'".formatted(size, type.name()));
    }
    Allocation allocation = register(size, type, kind, site, payload);
    if (allocation != null && size > 0) {
      Native.fill(allocation.nativeAddress, size, (byte) 0);
      publish(allocation);
    }
    return allocation;
  }

  private synchronized @Nullable Allocation register(
      long size, TypeView type, Allocation.Kind kind, Site site, @Nullable Object payload) {
    if (closed) {
      throw new IllegalStateException("the machine is closed");
    }
    long rounded = size == 0 ? 0 : NativeHeap.rounded(size);
    if (kind != Allocation.Kind.SCRATCH && rounded + BOOKKEEPING > limit - used) {
      return null;
    }
    boolean reuse = retired.size() > QUARANTINE || (ids > LAST_ID && !retired.isEmpty());
    if (!reuse && ids > LAST_ID) {
      return null;
    }
    long memory = size == 0 ? 0 : heap.take(rounded);
    if (size > 0 && memory == 0) {
      return null;
    }
    int id = reuse ? retired.remove() : ids++;
    if (id >= records.length) {
      int length = Math.min(records.length * 2, LAST_ID + 1);
      records = Arrays.copyOf(records, length);
      var larger = Arrays.copyOf(table, length * ENTRY);
      VarHandle.releaseFence();
      table = larger;
    }
    var previous = records[id];
    long generation = previous == null ? 0 : ((previous.start >>> 56) + 1) & GENERATIONS;
    long start = generation << 56 | (long) id << 32;
    var allocation = new Allocation(start, size, memory, kind, type, site, payload);
    records[id] = allocation;
    used += kind == Allocation.Kind.SCRATCH ? 0 : rounded + BOOKKEEPING;
    return allocation;
  }

  private synchronized void publish(Allocation allocation) {
    int entry = id(allocation.start) * ENTRY;
    boolean direct = allocation.state != Allocation.State.FREED && allocation.shadow == null;
    long end = direct ? allocation.start + allocation.size : 0;
    table[entry] = allocation.nativeAddress - allocation.start;
    VarHandle.releaseFence();
    table[entry + 1] = end;
    table[entry + 2] = allocation.writable ? end : 0;
  }

  /// From now on only readers may come.
  public void protect(long start) {
    var allocation = startingAt(start, "protected");
    allocation.writable = false;
    publish(allocation);
  }

  /// Makes the allocation a context whose packet fields are shadowed.
  public void shadow(long start, ContextShadow shadow) {
    var allocation = at(start);
    allocation.shadow = shadow;
    publish(allocation);
  }

  /// The first half of freeing: nobody else may free it any more, but it can still be accessed.
  ///
  /// @throws MemoryFault if no allocation of `kind` starts there, or it is being freed already
  public Allocation condemn(long start, Allocation.Kind kind) {
    var allocation = startingAt(start, "freed");
    synchronized (this) {
      if (allocation.kind != kind) {
        throw new MemoryFault(
            start, "free of %s, which is the machine's own".formatted(allocation));
      }
      if (allocation.state != Allocation.State.LIVE) {
        throw new MemoryFault(start, Faults.at(start, "%s is freed twice".formatted(allocation)));
      }
      allocation.state = Allocation.State.DYING;
    }
    return allocation;
  }

  /// The second half of freeing.
  public synchronized void release(Allocation allocation, Site site) {
    allocation.freed = site;
    allocation.state = Allocation.State.FREED;
    publish(allocation);
    long rounded = allocation.size == 0 ? 0 : NativeHeap.rounded(allocation.size);
    if (rounded > 0) {
      heap.give(allocation.nativeAddress, rounded);
    }
    used -= allocation.kind == Allocation.Kind.SCRATCH ? 0 : rounded + BOOKKEEPING;
    retired.add(id(allocation.start));
  }

  private Allocation startingAt(long address, String verb) {
    var allocation = find(address);
    if (allocation == null || allocation.state == Allocation.State.FREED) {
      throw Faults.describe(this, address, 0, false);
    }
    if (allocation.start != address) {
      throw new MemoryFault(
          address,
          Faults.at(
              address,
              "only the start of an allocation can be %s, not offset %d of %s"
                  .formatted(verb, address - allocation.start, allocation)));
    }
    return allocation;
  }

  /// The live allocation that the address lies in.
  ///
  /// @throws MemoryFault if there is none
  public Allocation at(long address) {
    var allocation = find(address);
    if (allocation == null
        || allocation.state == Allocation.State.FREED
        || (address != allocation.start && address - allocation.start >= allocation.size)) {
      throw Faults.describe(this, address, 1, false);
    }
    return allocation;
  }

  /// The live allocation under the address's number, however far into it the address is.
  public @Nullable Allocation atOrNull(long address) {
    var allocation = find(address);
    return allocation == null || allocation.state == Allocation.State.FREED ? null : allocation;
  }

  /// The latest allocation under the address's number and generation, live or not.
  @Nullable Allocation find(long address) {
    var all = records;
    int id = id(address);
    var allocation = id < all.length ? all[id] : null;
    return allocation != null && (allocation.start ^ address) >>> 32 == 0 ? allocation : null;
  }

  /// The allocation under the address's number, whatever the generation.
  @Nullable Allocation occupant(long address) {
    var all = records;
    int id = id(address);
    return id < all.length ? all[id] : null;
  }

  private static int id(long address) {
    return (int) (address >>> 32) & ID_MASK;
  }

  /// All live allocations that programs made, in order of address.
  public synchronized List<Allocation> objects() {
    var result = new ArrayList<Allocation>();
    for (var allocation : records) {
      if (allocation != null
          && allocation.kind == Allocation.Kind.OBJECT
          && allocation.state == Allocation.State.LIVE) {
        result.add(allocation);
      }
    }
    return result;
  }

  /// The native address of `size` bytes to be read.
  long readable(long address, long size) {
    int entry = id(address) * ENTRY;
    long[] t = table;
    if (entry < t.length && (t[entry + 1] - size - address) >>> 32 == 0) {
      return t[entry] + address;
    }
    return slow(address, size, false);
  }

  /// The native address of `size` bytes to be written.
  long writable(long address, long size) {
    int entry = id(address) * ENTRY;
    long[] t = table;
    if (entry < t.length && (t[entry + 2] - size - address) >>> 32 == 0) {
      return t[entry] + address;
    }
    return slow(address, size, true);
  }

  private long slow(long address, long size, boolean write) {
    var allocation = find(address);
    if (allocation == null
        || allocation.state == Allocation.State.FREED
        || size < 0
        || size > allocation.size
        || address - allocation.start > allocation.size - size
        || (write && !allocation.writable)) {
      throw Faults.describe(this, address, size, write);
    }
    return allocation.nativeAddress + (address - allocation.start);
  }

  private @Nullable ContextShadow shadowAt(long address) {
    var allocation = find(address);
    return allocation == null || allocation.state == Allocation.State.FREED
        ? null
        : allocation.shadow;
  }

  public long load8(long address) {
    return Native.get8(readable(address, 8));
  }

  /// Zero-extended, as all narrow loads.
  public long load4(long address) {
    int entry = id(address) * ENTRY;
    long[] t = table;
    if (entry < t.length && (t[entry + 1] - 4 - address) >>> 32 == 0) {
      return Native.get4(t[entry] + address) & 0xffff_ffffL;
    }
    return slowLoad4(address);
  }

  private long slowLoad4(long address) {
    var shadow = shadowAt(address);
    Long value = shadow == null ? null : shadow.load(address & 0xffff_ffffL, 4);
    return value != null ? value : Native.get4(slow(address, 4, false)) & 0xffff_ffffL;
  }

  public long load2(long address) {
    return Native.get2(readable(address, 2)) & 0xffff;
  }

  public long load1(long address) {
    return Native.get1(readable(address, 1)) & 0xff;
  }

  public void store8(long address, long value) {
    Native.put8(writable(address, 8), value);
  }

  public void store4(long address, long value) {
    int entry = id(address) * ENTRY;
    long[] t = table;
    if (entry < t.length && (t[entry + 2] - 4 - address) >>> 32 == 0) {
      Native.put4(t[entry] + address, (int) value);
    } else {
      slowStore4(address, value);
    }
  }

  private void slowStore4(long address, long value) {
    var shadow = shadowAt(address);
    if (shadow == null || !shadow.store(address & 0xffff_ffffL, 4, value)) {
      Native.put4(slow(address, 4, true), (int) value);
    }
  }

  public void store2(long address, long value) {
    Native.put2(writable(address, 2), (short) value);
  }

  public void store1(long address, long value) {
    Native.put1(writable(address, 1), (byte) value);
  }

  /// Copies within the space; ranges may overlap.
  public void copy(long from, long to, long size) {
    if (size == 0) {
      return;
    }
    checkSize(from, size);
    long source = readable(from, size);
    long target = writable(to, size);
    MemorySegment.copy(Native.MEMORY, source, Native.MEMORY, target, size);
  }

  public void fill(long address, long size, byte value) {
    if (size == 0) {
      return;
    }
    checkSize(address, size);
    Native.fill(writable(address, size), size, value);
  }

  // The table's check holds for sizes below 4 GiB only.
  private static void checkSize(long address, long size) {
    if (size < 0 || size > LARGEST) {
      throw new MemoryFault(address, Faults.at(address, "an access of %d bytes".formatted(size)));
    }
  }

  /// Copies out of the space.
  public byte[] bytes(long address, int size) {
    var result = new byte[size];
    long source = readable(address, size);
    MemorySegment.copy(Native.MEMORY, Native.BYTE, source, result, 0, size);
    return result;
  }

  /// Copies into the space.
  public void putBytes(long address, byte[] bytes) {
    long target = writable(address, bytes.length);
    MemorySegment.copy(bytes, 0, Native.MEMORY, Native.BYTE, target, bytes.length);
  }

  /// The native address of an aligned word that is read and written atomically.
  ///
  /// @throws MemoryFault if it is not there, or not aligned to `size` (4 or 8)
  long atomic(long address, int size) {
    if ((address & (size - 1)) != 0) {
      throw new MemoryFault(
          address, Faults.at(address, "misaligned atomic access of %d bytes".formatted(size)));
    }
    return writable(address, size);
  }

  /// Gives all memory back. Nobody may access it any more: callers see to that.
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Arrays.fill(table, 0);
      heap.close();
    }
  }
}
