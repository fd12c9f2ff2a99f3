package mortise.plugin.ringbuf.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongUnaryOperator;
import mortise.spi.TypeView;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MapFactory;
import mortise.spi.runtime.MapInstance;
import mortise.spi.runtime.MemoryFault;

/// A ring buffer in the machine's memory: where its reader and its writer stand, 8 bytes each, then
/// `max_entries` bytes of records. A record is a header of 8 bytes, of which the lower four are its
/// length and two bits, and its bytes, to a multiple of 8. Positions only grow.
///
/// While a record is reserved its bytes are memory of their own, so that whoever writes past its
/// end, or after it was submitted, is found out; they are in the ring once it is submitted.
///
/// Source: linux `__bpf_ringbuf_reserve`, `bpf_ringbuf_commit`, `__bpf_user_ringbuf_peek` (6.18).
public final class Ring implements MapInstance {
  /// Not submitted yet.
  private static final long BUSY = 1L << 31;

  /// To be passed over.
  private static final long DISCARDED = 1L << 30;

  private static final int HEADER = 8;
  private static final int WRITER = 8;
  private static final int START = 16;
  private static final long LONGEST = 0xffff_ffffL / 4;
  private static final int NO_SPACE = -28;
  private static final int TOO_BIG = -7;

  private record Bytes(String name, long size) implements TypeView {
    @Override
    public List<SpecialField> fields() {
      return List.of();
    }
  }

  /// Where a reserved record will be.
  private record Place(Ring ring, long position) {}

  /// The reserved records of a machine.
  private record Reserved(Map<Long, Place> places) {
    static Reserved of(Machine machine) {
      return machine.kept(Reserved.class, () -> new Reserved(new ConcurrentHashMap<>()));
    }
  }

  private final MapFactory.Spec spec;
  private final Machine machine;
  private final boolean ofUser;
  private final Map<Long, Long> samples = new HashMap<>();
  private long memory;

  private Ring(Machine machine, MapFactory.Spec spec, boolean ofUser) {
    this.machine = machine;
    this.spec = spec;
    this.ofUser = ofUser;
  }

  Ring(Machine machine, MapFactory.Spec spec) {
    this(machine, spec, false);
  }

  static Ring ofUser(Machine machine, MapFactory.Spec spec) {
    return new Ring(machine, spec, true);
  }

  /// The ring buffer whose address a program passed.
  ///
  /// @throws MemoryFault if it is none
  public static Ring at(Machine machine, long map) {
    if (machine.map(map) instanceof Ring ring) {
      return ring;
    }
    throw new MemoryFault(map, "the map is no ring buffer");
  }

  @Override
  public MapFactory.Spec spec() {
    return spec;
  }

  /// In bytes.
  public long capacity() {
    return spec.maxEntries();
  }

  /// How many bytes were ever read.
  public synchronized long consumed() {
    return machine.load(memory());
  }

  /// How many bytes were ever written or reserved.
  public synchronized long produced() {
    return machine.load(memory() + WRITER);
  }

  private long memory() {
    if (memory == 0) {
      memory = machine.allocate(START + capacity(), "ring of " + spec.name());
    }
    if (memory == 0) {
      throw new MemoryFault(
          0, "there is no memory for the ring buffer '%s'".formatted(spec.name()));
    }
    return memory;
  }

  /// Room for a record of so many bytes: the address of the record; 0 where there is no room.
  public long reserve(long size) {
    return reserve(size, bytes -> machine.allocate(new Bytes("record of " + spec.name(), bytes)));
  }

  /// As [#reserve], of a record that nobody keeps account of but who reserved it.
  public long reserveUntracked(long size) {
    return reserve(size, bytes -> machine.allocate(bytes, "record of " + spec.name()));
  }

  private synchronized long reserve(long size, LongUnaryOperator allocate) {
    if (!hasRoom(size)) {
      return 0;
    }
    long record = allocate.applyAsLong(Math.max(rounded(size), HEADER));
    if (record != 0) {
      machine.fill(record, rounded(size), (byte) 0);
      Reserved.of(machine).places().put(record, new Place(this, begin(size, BUSY)));
    }
    return record;
  }

  private boolean hasRoom(long size) {
    return size >= 0
        && size <= LONGEST
        && HEADER + rounded(size) <= capacity()
        && produced() + HEADER + rounded(size) - consumed() < capacity();
  }

  private static long rounded(long size) {
    return (size + HEADER - 1) & -HEADER;
  }

  /// Writes a header; gives its position.
  private long begin(long size, long bits) {
    long position = produced();
    machine.store(at(position), 4, size | bits);
    machine.store(at(position) + 4, 4, 0);
    machine.store(memory() + WRITER, position + HEADER + rounded(size));
    return position;
  }

  private long at(long position) {
    return memory() + START + Math.floorMod(position, capacity());
  }

  /// Submits a reserved record, or gives it up; its memory is gone.
  ///
  /// @throws MemoryFault if no record is reserved there
  public static void commit(Machine machine, long record, boolean discarded) {
    var place = Reserved.of(machine).places().remove(record);
    if (place == null) {
      throw new MemoryFault(record, "no record is reserved here");
    }
    place.ring().commit(place.position(), record, discarded);
    machine.free(record);
  }

  private synchronized void commit(long position, long record, boolean discarded) {
    long size = machine.load(at(position), 4) & ~BUSY;
    for (long i = 0; i < rounded(size); i += HEADER) {
      machine.store(at(position + HEADER + i), machine.load(record + i));
    }
    machine.store(at(position), 4, discarded ? size | DISCARDED : size);
  }

  /// The oldest record, if there is one and it is submitted; those given up are passed over.
  @Override
  public Optional<byte[]> take() {
    return ofUser ? Optional.empty() : next();
  }

  private synchronized Optional<byte[]> next() {
    while (consumed() < produced()) {
      long position = consumed();
      long header = machine.load(at(position), 4);
      if ((header & BUSY) != 0) {
        return Optional.empty();
      }
      var bytes = new byte[(int) (header & ~DISCARDED)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) machine.load(at(position + HEADER + i), 1);
      }
      machine.store(memory(), position + HEADER + rounded(bytes.length));
      if ((header & DISCARDED) == 0) {
        return Optional.of(bytes);
      }
    }
    return Optional.empty();
  }

  /// Writes a sample for programs to read.
  @Override
  public synchronized int put(byte[] bytes) {
    if (!ofUser) {
      return NOT_SUPPORTED;
    }
    if (!hasRoom(bytes.length)) {
      return HEADER + rounded(bytes.length) > capacity() ? TOO_BIG : NO_SPACE;
    }
    long position = begin(bytes.length, 0);
    for (int i = 0; i < bytes.length; i++) {
      machine.store(at(position + HEADER + i), 1, bytes[i]);
    }
    return 0;
  }

  /// The oldest sample of user space, as memory of its own until it is [given back][#giveBack]; 0
  /// where there is none.
  public synchronized long sample() {
    var bytes = ofUser ? next() : Optional.<byte[]>empty();
    if (bytes.isEmpty()) {
      return 0;
    }
    long size = bytes.get().length;
    long sample = machine.allocate(Math.max(rounded(size), HEADER), "sample of " + spec.name());
    for (int i = 0; sample != 0 && i < size; i++) {
      machine.store(sample + i, 1, bytes.get()[i]);
    }
    if (sample != 0) {
      samples.put(sample, size);
    }
    return sample;
  }

  /// How many bytes the sample has.
  public synchronized long sizeOf(long sample) {
    return samples.getOrDefault(sample, 0L);
  }

  public synchronized void giveBack(long sample) {
    if (samples.remove(sample) != null) {
      machine.free(sample);
    }
  }

  @Override
  public long lookup(long key) {
    return 0;
  }

  @Override
  public int update(long key, long value, long flags) {
    return NOT_SUPPORTED;
  }

  @Override
  public int delete(long key) {
    return NOT_SUPPORTED;
  }

  @Override
  public List<Entry> entries() {
    return List.of();
  }

  @Override
  public synchronized void close() {
    var reserved = Reserved.of(machine).places();
    reserved
        .entrySet()
        .removeIf(
            entry -> {
              boolean mine = entry.getValue().ring() == this;
              if (mine) {
                machine.free(entry.getKey());
              }
              return mine;
            });
    samples.keySet().forEach(machine::free);
    samples.clear();
    if (memory != 0) {
      machine.free(memory);
      memory = 0;
    }
  }
}
