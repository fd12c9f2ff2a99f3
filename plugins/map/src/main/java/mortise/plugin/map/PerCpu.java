package mortise.plugin.map;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MapFactory;
import mortise.spi.runtime.MapInstance;

/// An array with values of its own for every CPU; a program sees those of the CPU that it runs on.
///
/// Source: linux `percpu_array_map_lookup_elem` (6.18).
final class PerCpu implements MapInstance {
  private final MapFactory.Spec spec;
  private final Machine machine;
  private final Map<Integer, MapInstance> parts = new ConcurrentHashMap<>();

  PerCpu(Machine machine, MapFactory.Spec spec) {
    this.machine = machine;
    this.spec = spec;
  }

  private MapInstance here() {
    return parts.computeIfAbsent(machine.cpu(), cpu -> new ArrayMap(machine, spec));
  }

  @Override
  public MapFactory.Spec spec() {
    return spec;
  }

  @Override
  public long lookup(long key) {
    return here().lookup(key);
  }

  @Override
  public int update(long key, long value, long flags) {
    return here().update(key, value, flags);
  }

  @Override
  public int delete(long key) {
    return here().delete(key);
  }

  @Override
  public List<Entry> entries() {
    return here().entries();
  }

  @Override
  public void close() {
    parts.values().forEach(MapInstance::close);
    parts.clear();
  }
}
