package mortise.plugin.map;

import static mortise.plugin.map.Errors.EXISTS;
import static mortise.plugin.map.Errors.INVALID;
import static mortise.plugin.map.Errors.NO_MEMORY;
import static mortise.plugin.map.Errors.ONLY_NEW;
import static mortise.plugin.map.Errors.ONLY_OLD;
import static mortise.plugin.map.Errors.TOO_BIG;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MapFactory;
import mortise.spi.runtime.MapInstance;

/// An array: the keys are the indices below the number of entries, and every value is there from
/// the start. Memory is taken when an index is first used, so that a large array costs nothing.
///
/// Source: linux `array_map_lookup_elem`, `array_map_update_elem` (6.18).
final class ArrayMap implements MapInstance {
  private final MapFactory.Spec spec;
  private final Machine machine;
  private final Values values;
  private final ConcurrentHashMap<Long, Long> addresses = new ConcurrentHashMap<>();

  ArrayMap(Machine machine, MapFactory.Spec spec) {
    this.machine = machine;
    this.spec = spec;
    values = new Values(machine, spec);
  }

  @Override
  public MapFactory.Spec spec() {
    return spec;
  }

  @Override
  public long lookup(long key) {
    long index = machine.load(key, 4);
    return index < spec.maxEntries() ? at(index) : 0;
  }

  private long at(long index) {
    Long address =
        addresses.computeIfAbsent(
            index,
            absent -> {
              long created = values.create();
              return created == 0 ? null : created;
            });
    return address == null ? 0 : address;
  }

  @Override
  public int update(long key, long value, long flags) {
    if (flags < 0 || flags > ONLY_OLD) {
      return INVALID;
    }
    long index = machine.load(key, 4);
    if (index >= spec.maxEntries()) {
      return TOO_BIG;
    }
    if (flags == ONLY_NEW) {
      return EXISTS;
    }
    long to = at(index);
    if (to == 0) {
      return NO_MEMORY;
    }
    values.copy(value, to);
    return 0;
  }

  @Override
  public int delete(long key) {
    return INVALID;
  }

  @Override
  public List<Entry> entries() {
    var entries = new ArrayList<Entry>();
    for (long index = 0; index < spec.maxEntries(); index++) {
      long value = at(index);
      if (value == 0) {
        break;
      }
      entries.add(new Entry(0, value));
    }
    return List.copyOf(entries);
  }

  @Override
  public void close() {
    addresses.values().removeIf(this::free);
  }

  private boolean free(long value) {
    machine.free(value);
    return true;
  }
}
