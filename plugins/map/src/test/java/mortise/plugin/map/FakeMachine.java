package mortise.plugin.map;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import mortise.spi.TypeView;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MapInstance;
import mortise.spi.runtime.MemoryFault;

/// Memory by address, for one test.
final class FakeMachine implements Machine {
  private final List<MapInstance> maps = new ArrayList<>();

  private record Block(ByteBuffer bytes, TypeView type) {}

  record Plain(String name, long size) implements TypeView {
    @Override
    public List<SpecialField> fields() {
      return List.of();
    }
  }

  private final NavigableMap<Long, Block> blocks = new ConcurrentSkipListMap<>();
  private final AtomicLong next = new AtomicLong(0x1000);
  private final long limit;
  int cpu;

  /// Whether somebody reads, and what waits until nobody does.
  boolean readers;

  final List<Runnable> waiting = new ArrayList<>();

  FakeMachine(long limit) {
    this.limit = limit;
  }

  FakeMachine() {
    this(Long.MAX_VALUE);
  }

  /// How many allocations there are.
  int allocations() {
    return blocks.size();
  }

  /// Memory that holds these bytes.
  long bytes(int... values) {
    long address = allocate(values.length, "bytes");
    for (int i = 0; i < values.length; i++) {
      store(address + i, 1, values[i]);
    }
    return address;
  }

  /// Memory that holds the number, in 4 bytes.
  long number(long value) {
    long address = allocate(4, "number");
    store(address, 4, value);
    return address;
  }

  private Block block(long address, long size) {
    var entry = blocks.floorEntry(address);
    if (entry == null || address + size > entry.getKey() + entry.getValue().bytes().capacity()) {
      throw new MemoryFault(address, "no memory");
    }
    return entry.getValue();
  }

  private int offset(long address) {
    return (int) (address - blocks.floorKey(address));
  }

  @Override
  public long load(long address, int size) {
    var bytes = block(address, size).bytes();
    int at = offset(address);
    return switch (size) {
      case 1 -> bytes.get(at) & 0xff;
      case 2 -> bytes.getShort(at) & 0xffff;
      case 4 -> bytes.getInt(at) & 0xffff_ffffL;
      default -> bytes.getLong(at);
    };
  }

  @Override
  public void store(long address, int size, long value) {
    var bytes = block(address, size).bytes();
    int at = offset(address);
    switch (size) {
      case 1 -> bytes.put(at, (byte) value);
      case 2 -> bytes.putShort(at, (short) value);
      case 4 -> bytes.putInt(at, (int) value);
      default -> bytes.putLong(at, value);
    }
  }

  @Override
  public void copy(long from, long to, long size) {
    var bytes = new byte[(int) size];
    block(from, size).bytes().get(offset(from), bytes);
    block(to, size).bytes().put(offset(to), bytes);
  }

  @Override
  public void fill(long address, long size, byte value) {
    for (long i = 0; i < size; i++) {
      store(address + i, 1, value);
    }
  }

  @Override
  public long compareAndExchange(long address, int size, long expected, long value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long getAndAdd(long address, int size, long delta) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long exchange(long address, int size, long value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long allocate(TypeView type) {
    if (blocks.size() >= limit) {
      return 0;
    }
    int size = (int) type.size();
    long address = next.getAndAdd(size + 64L);
    var bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    blocks.put(address, new Block(bytes, type));
    for (var field : type.fields()) {
      field.kind().lifecycle().initialise(this, address + field.offset(), field);
    }
    return address;
  }

  @Override
  public long allocate(long size, String what) {
    return allocate(new Plain(what, size));
  }

  @Override
  public long allocateRaw(TypeView type, Runnable back) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void release(long object) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void free(long object) {
    var block = blocks.get(object);
    if (block == null) {
      throw new MemoryFault(object, "no object");
    }
    for (var field : block.type().fields()) {
      field.kind().lifecycle().destroy(this, object + field.offset(), field);
    }
    blocks.remove(object);
  }

  @Override
  public void afterGracePeriod(Runnable action, String what) {
    if (readers) {
      waiting.add(action);
    } else {
      action.run();
    }
  }

  @Override
  public Place place(long address) {
    return new Place(blocks.floorKey(address), block(address, 0).type());
  }

  @Override
  public void await(BooleanSupplier condition, String what) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TypeView localType(long id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MapInstance map(long address) {
    return maps.get((int) address - 1);
  }

  @Override
  public long addressOf(MapInstance map) {
    maps.add(map);
    return maps.size();
  }

  @Override
  public int cpu() {
    return cpu;
  }
}
