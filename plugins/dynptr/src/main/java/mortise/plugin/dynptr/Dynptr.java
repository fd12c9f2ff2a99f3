package mortise.plugin.dynptr;

import mortise.plugin.net.api.Packet;
import mortise.spi.runtime.Machine;

/// A dynptr in the machine's memory, 16 bytes: where its memory is (for packets: the context), its
/// size with its sort and whether it may be written in the upper four bits, and the offset of its
/// start.
///
/// Source: linux `struct bpf_dynptr_kern`, `__bpf_dynptr_read`, `__bpf_dynptr_write` (6.18).
record Dynptr(Machine machine, long address) {
  /// What its memory is.
  enum Sort {
    NONE(0),
    LOCAL(1),
    RECORD(2),
    BUFFER(3),
    XDP(4),
    BUFFER_META(5);

    private final int number;

    Sort(int number) {
      this.number = number;
    }
  }

  static final long INVALID = -22;
  static final long TOO_BIG = -7;
  static final long RANGE = -34;

  /// The most bytes of one.
  static final long MOST = (1 << 24) - 1;

  private static final int SIZE = 8;
  private static final int OFFSET = 12;
  private static final int SORT_SHIFT = 28;
  private static final int READ_ONLY_SHIFT = 31;

  static Dynptr at(Machine machine, long address) {
    return new Dynptr(machine, address);
  }

  void set(Sort sort, long memory, long size, boolean readOnly) {
    machine.store(address, memory);
    long bits = (long) sort.number << SORT_SHIFT | (readOnly ? 1L << READ_ONLY_SHIFT : 0);
    machine.store(address + SIZE, 4, size | bits);
    machine.store(address + OFFSET, 4, 0);
  }

  /// Makes it one without memory; gives `answer`.
  long clear(long answer) {
    machine.fill(address, 16, (byte) 0);
    return answer;
  }

  long memory() {
    return machine.load(address);
  }

  boolean isNull() {
    return memory() == 0;
  }

  long size() {
    return machine.load(address + SIZE, 4) & MOST;
  }

  private long offset() {
    return machine.load(address + OFFSET, 4);
  }

  boolean isReadOnly() {
    return machine.load(address + SIZE, 4) >>> READ_ONLY_SHIFT != 0;
  }

  Sort sort() {
    long number = machine.load(address + SIZE, 4) >>> SORT_SHIFT & 7;
    for (var sort : Sort.values()) {
      if (sort.number == number) {
        return sort;
      }
    }
    return Sort.NONE;
  }

  /// Moves start and end, as distances from the start.
  long adjust(long start, long end) {
    if (isNull() || start > end) {
      return INVALID;
    }
    if (end > size()) {
      return RANGE;
    }
    long bits = machine.load(address + SIZE, 4) & ~MOST;
    machine.store(address + OFFSET, 4, offset() + start);
    machine.store(address + SIZE, 4, end - start | bits);
    return 0;
  }

  boolean contains(long from, long count) {
    return count <= size() && from <= size() - count;
  }

  /// The address of so many bytes of it; 0 where they are not there, or no more.
  long place(long from, long count) {
    if (isNull() || !contains(from, count)) {
      return 0;
    }
    long at = offset() + from;
    return switch (sort()) {
      case NONE -> 0;
      case LOCAL, RECORD -> memory() + at;
      case BUFFER -> inside(Packet.ofBuffer(machine, memory()).start(), end(true), at, count);
      case XDP -> inside(Packet.ofXdp(machine, memory()).start(), end(false), at, count);
      case BUFFER_META -> {
        var packet = Packet.ofBuffer(machine, memory());
        yield inside(packet.meta(), packet.start(), at, count);
      }
    };
  }

  private long end(boolean buffer) {
    return buffer
        ? Packet.ofBuffer(machine, memory()).end()
        : Packet.ofXdp(machine, memory()).end();
  }

  private static long inside(long start, long end, long at, long count) {
    return at + count <= end - start ? start + at : 0;
  }
}
