package mortise.runtime;

import java.util.ArrayList;
import java.util.List;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MapFactory.Spec;
import mortise.spi.runtime.MapInstance;

/// A minimal array map, one allocation a value.
final class ArrayMap implements MapInstance {
  private final Machine machine;
  private final Spec spec;
  private final List<Long> values = new ArrayList<>();

  ArrayMap(Machine machine, Spec spec) {
    this.machine = machine;
    this.spec = spec;
    for (int i = 0; i < spec.maxEntries(); i++) {
      values.add(machine.allocate(spec.value()));
    }
  }

  @Override
  public Spec spec() {
    return spec;
  }

  @Override
  public long lookup(long key) {
    long index = machine.load(key, 4);
    return index < values.size() ? values.get((int) index) : 0;
  }

  @Override
  public int update(long key, long value, long flags) {
    long target = lookup(key);
    if (target == 0) {
      return -7;
    }
    machine.copy(value, target, spec.valueSize());
    return 0;
  }

  @Override
  public int delete(long key) {
    return -22;
  }

  @Override
  public List<Entry> entries() {
    return values.stream().map(value -> new Entry(0, value)).toList();
  }

  @Override
  public void close() {
    values.forEach(machine::free);
    values.clear();
  }
}
