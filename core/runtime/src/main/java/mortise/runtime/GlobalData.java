package mortise.runtime;

import java.util.List;
import mortise.object.BpfMap;
import mortise.runtime.memory.Allocation;
import mortise.runtime.memory.Site;
import mortise.spi.TypeView;
import mortise.spi.runtime.MapFactory.Spec;
import mortise.spi.runtime.MapInstance;

/// A section of global data: an array with one value, which is there as long as the machine.
final class GlobalData implements MapInstance {
  private static final int NOT_FOUND = -2;
  private static final int TOO_BIG = -7;
  private static final int EXISTS = -17;
  private static final int INVALID = -22;

  private final RuntimeMachine machine;
  private final Spec spec;
  private final long start;

  GlobalData(RuntimeMachine machine, BpfMap map, Spec spec) {
    this.machine = machine;
    this.spec = spec;
    var memory =
        machine.reserve(new Section(map, spec.value()), Allocation.Kind.MACHINE, Site.MACHINE);
    start = memory.start();
    var contents = new byte[Math.min(map.contents().remaining(), map.valueSize())];
    map.contents().get(contents);
    machine.space.putBytes(start, contents);
    machine.initialise(start, spec.value());
    if (map.isReadOnly()) {
      machine.space.protect(start);
    }
  }

  private record Section(BpfMap map, TypeView value) implements TypeView {
    @Override
    public String name() {
      return map.name();
    }

    @Override
    public long size() {
      return map.valueSize();
    }

    @Override
    public List<SpecialField> fields() {
      return value.fields();
    }
  }

  @Override
  public Spec spec() {
    return spec;
  }

  @Override
  public long lookup(long key) {
    return machine.load(key, 4) == 0 ? start : 0;
  }

  @Override
  public int update(long key, long value, long flags) {
    if (flags < 0 || flags > 2) {
      return INVALID;
    }
    if (machine.load(key, 4) != 0) {
      return TOO_BIG;
    }
    if (flags == 1) {
      return EXISTS;
    }
    for (var range : Ranges.plain(spec.value(), spec.valueSize())) {
      machine.copy(value + range.from(), start + range.from(), range.to() - range.from());
    }
    return 0;
  }

  @Override
  public int delete(long key) {
    return machine.load(key, 4) == 0 ? INVALID : NOT_FOUND;
  }

  @Override
  public List<Entry> entries() {
    return List.of(new Entry(0, start));
  }

  @Override
  public void close() {
    machine.destroy(start, spec.value());
    machine.unreserve(start);
  }
}
