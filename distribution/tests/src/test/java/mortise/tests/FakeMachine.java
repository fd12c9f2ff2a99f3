package mortise.tests;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import mortise.spi.EventKind;
import mortise.spi.TypeView;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.EventListener;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MapInstance;
import mortise.spi.runtime.MemoryFault;

/// Memory by address, for tests of runtime halves alone. One thread at a time.
public final class FakeMachine implements Machine {
  private static final int RED_ZONE = 64;

  /// A type with special fields.
  public record Type(String name, long size, List<SpecialField> fields) implements TypeView {}

  private record Block(TypeView type, byte[] bytes, Runnable back) {}

  private final NavigableMap<Long, Block> blocks = new TreeMap<>();
  private final Map<EventKind, List<EventListener>> before = new HashMap<>();
  private final Map<EventKind, List<EventListener>> after = new HashMap<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private long next = 1L << 32;
  private int left = Integer.MAX_VALUE;

  /// What was told, `before name` or `after name`.
  public final List<String> told = new ArrayList<>();

  /// Which run it is that goes on.
  public long run = 1;

  /// Whether somebody reads.
  public boolean readers;

  /// Only so many more allocations succeed.
  public void limit(int allocations) {
    left = allocations;
  }

  public void onBefore(EventKind event, EventListener listener) {
    before.computeIfAbsent(event, fresh -> new ArrayList<>()).add(listener);
  }

  public void onAfter(EventKind event, EventListener listener) {
    after.computeIfAbsent(event, fresh -> new ArrayList<>()).add(listener);
  }

  /// How many allocations there are.
  public int allocations() {
    return blocks.size();
  }

  /// Nobody reads any more.
  public void readersGone() {
    readers = false;
    var all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(Runnable::run);
  }

  /// A call with arguments; callbacks go to `callback`.
  public Call call(Callback callback, long... arguments) {
    return new Call() {
      @Override
      public Machine machine() {
        return FakeMachine.this;
      }

      @Override
      public long argument(int index) {
        return index < arguments.length ? arguments[index] : 0;
      }

      @Override
      public long invoke(long function, long... given) {
        return callback.run(given);
      }
    };
  }

  /// A call of something that does not call back.
  public Call call(long... arguments) {
    return call(
        given -> {
          throw new IllegalStateException("no callback");
        },
        arguments);
  }

  /// What a program's callback does.
  @FunctionalInterface
  public interface Callback {
    long run(long... arguments);
  }

  private Map.Entry<Long, Block> block(long address, long size) {
    var entry = blocks.floorEntry(address);
    if (entry == null || address - entry.getKey() + size > entry.getValue().bytes().length) {
      throw new MemoryFault(address, "no memory");
    }
    return entry;
  }

  @Override
  public long load(long address, int size) {
    var entry = block(address, size);
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value =
          (value << 8) | (entry.getValue().bytes()[(int) (address - entry.getKey()) + i] & 0xff);
    }
    return value;
  }

  @Override
  public void store(long address, int size, long value) {
    var entry = block(address, size);
    for (int i = 0; i < size; i++) {
      entry.getValue().bytes()[(int) (address - entry.getKey()) + i] = (byte) (value >>> (8 * i));
    }
  }

  @Override
  public void copy(long from, long to, long size) {
    for (long i = 0; i < size; i++) {
      store(to + i, 1, load(from + i, 1));
    }
  }

  @Override
  public void fill(long address, long size, byte value) {
    for (long i = 0; i < size; i++) {
      store(address + i, 1, value);
    }
  }

  private static long narrow(long value, int size) {
    return size == 4 ? value & 0xffff_ffffL : value;
  }

  @Override
  public long compareAndExchange(long address, int size, long expected, long value) {
    long was = load(address, size);
    if (was == narrow(expected, size)) {
      store(address, size, value);
    }
    return was;
  }

  @Override
  public long getAndAdd(long address, int size, long delta) {
    long was = load(address, size);
    store(address, size, was + delta);
    return was;
  }

  @Override
  public long exchange(long address, int size, long value) {
    long was = load(address, size);
    store(address, size, value);
    return was;
  }

  private long add(TypeView type, byte filling, Runnable back) {
    if (left-- <= 0) {
      return 0;
    }
    var bytes = new byte[(int) type.size()];
    java.util.Arrays.fill(bytes, filling);
    long start = next;
    next += type.size() + RED_ZONE;
    blocks.put(start, new Block(type, bytes, back));
    return start;
  }

  @Override
  public long allocate(TypeView type) {
    long start = add(type, (byte) 0, () -> {});
    for (var field : type.fields()) {
      field.kind().lifecycle().initialise(this, start + field.offset(), field);
    }
    return start;
  }

  @Override
  public long allocateRaw(TypeView type, Runnable back) {
    return add(type, (byte) 0xa5, back);
  }

  @Override
  public long allocate(long size, String what) {
    return allocate(new Type(what, size, List.of()));
  }

  @Override
  public void free(long object) {
    for (var field : place(object).type().fields()) {
      field.kind().lifecycle().destroy(this, object + field.offset(), field);
    }
    release(object);
  }

  @Override
  public void release(long object) {
    var block = blocks.remove(object);
    if (block == null) {
      throw new MemoryFault(object, "no object");
    }
    block.back().run();
  }

  @Override
  public void before(EventKind event, long... subjects) {
    told.add("before " + event);
    before.getOrDefault(event, List.of()).forEach(listener -> listener.on(this, subjects));
  }

  @Override
  public void after(EventKind event, long... subjects) {
    told.add("after " + event);
    after.getOrDefault(event, List.of()).forEach(listener -> listener.on(this, subjects));
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
  public long run() {
    return run;
  }

  @Override
  public Place place(long address) {
    var entry = block(address, 0);
    return new Place(entry.getKey(), entry.getValue().type());
  }

  @Override
  public void await(BooleanSupplier condition, String what) {
    throw new UnsupportedOperationException(what);
  }

  @Override
  public TypeView localType(long id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MapInstance map(long address) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long addressOf(MapInstance map) {
    throw new UnsupportedOperationException();
  }
}
