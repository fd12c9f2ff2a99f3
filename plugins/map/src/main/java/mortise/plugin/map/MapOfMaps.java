package mortise.plugin.map;

import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import mortise.spi.TypeView;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MapFactory;
import mortise.spi.runtime.MapInstance;

/// A map whose values are maps: under each key the address by which programs name the inner map, 8
/// bytes, 0 for none. Programs only look up; whoever owns the machine puts maps in, by [#update]
/// with the address of such 8 bytes, if they are as was declared (`-EINVAL`).
///
/// Source: linux `array_of_map_lookup_elem`, `htab_of_map_lookup_elem` (6.18).
final class MapOfMaps implements MapInstance {
  private static final int ADDRESS = 8;
  private static final Set<Integer> ARRAYS =
      Set.of(MapKinds.ARRAY.number(), MapKinds.PERCPU_ARRAY.number());

  /// The flag of arrays that may have another length than was declared (`BPF_F_INNER_MAP`).
  private static final long ANY_LENGTH = 1 << 12;

  private final MapFactory.Spec spec;
  private final Machine machine;
  private final MapInstance slots;

  private MapOfMaps(
      Machine machine,
      MapFactory.Spec spec,
      BiFunction<Machine, MapFactory.Spec, MapInstance> kind) {
    this.machine = machine;
    this.spec = spec;
    slots =
        kind.apply(
            machine,
            new MapFactory.Spec(
                spec.name(),
                spec.keySize(),
                ADDRESS,
                spec.maxEntries(),
                spec.flags(),
                new Addresses(spec.name())));
  }

  static MapInstance array(Machine machine, MapFactory.Spec spec) {
    return new MapOfMaps(machine, spec, ArrayMap::new);
  }

  static MapInstance hash(Machine machine, MapFactory.Spec spec) {
    return new MapOfMaps(machine, spec, HashTable::hash);
  }

  private record Addresses(String name) implements TypeView {
    @Override
    public long size() {
      return ADDRESS;
    }

    @Override
    public List<SpecialField> fields() {
      return List.of();
    }
  }

  @Override
  public MapFactory.Spec spec() {
    return spec;
  }

  @Override
  public long lookup(long key) {
    long slot = slots.lookup(key);
    return slot == 0 ? 0 : machine.load(slot);
  }

  @Override
  public int update(long key, long value, long flags) {
    long address = machine.load(value);
    boolean fits =
        address == 0
            || spec.inner().isEmpty()
            || isLike(spec.inner().get(), machine.map(address).spec());
    return fits ? slots.update(key, value, flags) : Errors.INVALID;
  }

  /// Whether what holds of the maps that were declared holds of that map: programs were judged by
  /// the declaration.
  ///
  /// Source: linux `bpf_map_meta_equal`, `array_map_meta_equal`, `btf_record_equal` (6.18).
  private static boolean isLike(MapFactory.Spec declared, MapFactory.Spec map) {
    boolean asLong =
        (declared.flags() & ANY_LENGTH) != 0
            || !ARRAYS.contains(declared.type())
            || declared.maxEntries() == map.maxEntries();
    return asLong
        && declared.type() == map.type()
        && declared.keySize() == map.keySize()
        && declared.valueSize() == map.valueSize()
        && declared.flags() == map.flags()
        && places(declared.value()).equals(places(map.value()));
  }

  private static List<String> places(TypeView value) {
    return value.fields().stream()
        .map(field -> field.offset() + " " + field.kind().label())
        .toList();
  }

  @Override
  public int delete(long key) {
    return slots.delete(key);
  }

  @Override
  public List<Entry> entries() {
    return slots.entries().stream()
        .map(entry -> new Entry(entry.key(), machine.load(entry.value())))
        .filter(entry -> entry.value() != 0)
        .toList();
  }

  @Override
  public void close() {
    slots.close();
  }
}
