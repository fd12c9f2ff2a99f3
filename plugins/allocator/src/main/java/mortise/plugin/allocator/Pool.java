package mortise.plugin.allocator;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import mortise.spi.MapKind;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MapFactory;
import mortise.spi.runtime.MapInstance;

/// A map that programs allocate objects of its value type from, `max_entries` at a time. It owns
/// memory and no objects: nobody finds one in it, and the memory of each is there until it has come
/// back, also when the map has gone.
final class Pool implements MapInstance {
  /// Far from the kernel's numbers.
  static final MapKind KIND =
      new MapKind("allocator", 1000, false, false, false, true, Optional.of(Pool::new));

  private static final int NOT_SUPPORTED = -95;

  private final Machine machine;
  private final MapFactory.Spec spec;
  private final AtomicLong left;

  private Pool(Machine machine, MapFactory.Spec spec) {
    this.machine = machine;
    this.spec = spec;
    left = new AtomicLong(spec.maxEntries());
  }

  /// Memory for one object; 0 when all are in use.
  long draw() {
    if (left.getAndUpdate(n -> Math.max(0, n - 1)) == 0) {
      return 0;
    }
    long object = machine.allocateRaw(spec.struct().orElse(spec.value()), left::incrementAndGet);
    if (object == 0) {
      left.incrementAndGet();
    }
    return object;
  }

  @Override
  public MapFactory.Spec spec() {
    return spec;
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
  public void close() {
    // What is in use comes back by itself.
  }
}
