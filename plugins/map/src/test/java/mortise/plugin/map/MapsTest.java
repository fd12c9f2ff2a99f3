package mortise.plugin.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import mortise.spi.FieldKind;
import mortise.spi.MapKind;
import mortise.spi.TypeView;
import mortise.spi.runtime.FieldLifecycle;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MapFactory;
import mortise.spi.runtime.MapInstance;
import org.junit.jupiter.api.Test;

/// Error numbers and flags are those of `linux/bpf.h` and `errno.h`.
class MapsTest {
  private static final int ANY = 0;
  private static final int NOEXIST = 1;
  private static final int EXIST = 2;

  private final FakeMachine machine = new FakeMachine();

  private static MapInstance make(
      Machine machine, MapKind kind, int keySize, TypeView value, int entries) {
    return kind.factory()
        .orElseThrow()
        .create(machine, new MapFactory.Spec("m", keySize, (int) value.size(), entries, 0, value));
  }

  private MapInstance hash(int entries) {
    return make(machine, MapKinds.HASH, 4, new FakeMachine.Plain("long", 8), entries);
  }

  private MapInstance array(int entries) {
    return make(machine, MapKinds.ARRAY, 4, new FakeMachine.Plain("long", 8), entries);
  }

  private long value(long number) {
    long address = machine.allocate(8, "value");
    machine.store(address, number);
    return address;
  }

  @Test
  void anArrayHasAllItsValuesFromTheStart() {
    var array = array(2);

    long first = array.lookup(machine.number(0));

    assertThat(machine.load(first)).isZero();
    assertThat(array.lookup(machine.number(1))).isNotZero().isNotEqualTo(first);
    assertThat(array.lookup(machine.number(0))).isEqualTo(first);
    assertThat(array.lookup(machine.number(2))).isZero();
    assertThat(array.lookup(machine.number(-1))).isZero();
    assertThat(array.entries()).hasSize(2).allMatch(entry -> entry.key() == 0);
  }

  @Test
  void anArrayIsUpdatedInPlaceAndRefusesWhatTheKernelRefuses() {
    var array = array(2);
    long key = machine.number(1);
    long place = array.lookup(key);

    assertThat(array.update(key, value(7), ANY)).isZero();
    assertThat(array.update(key, value(8), EXIST)).isZero();

    assertThat(machine.load(place)).isEqualTo(8);
    assertThat(array.update(machine.number(2), value(1), ANY)).isEqualTo(-7);
    assertThat(array.update(key, value(1), NOEXIST)).isEqualTo(-17);
    assertThat(array.update(key, value(1), 8)).isEqualTo(-22);
    assertThat(array.delete(key)).isEqualTo(-22);
  }

  @Test
  void aHashFindsByTheBytesOfTheKey() {
    var hash = make(machine, MapKinds.HASH, 3, new FakeMachine.Plain("long", 8), 4);

    assertThat(hash.update(machine.bytes(1, 2, 3), value(5), ANY)).isZero();

    assertThat(machine.load(hash.lookup(machine.bytes(1, 2, 3)))).isEqualTo(5);
    assertThat(hash.lookup(machine.bytes(1, 2, 4))).isZero();
    var entry = hash.entries().getFirst();
    assertThat(machine.load(entry.key(), 2)).isEqualTo(0x0201);
    assertThat(machine.load(entry.value())).isEqualTo(5);
  }

  @Test
  void aHashKnowsNewFromOldAndFull() {
    var hash = hash(2);
    long one = machine.number(1);

    assertThat(hash.update(one, value(1), EXIST)).isEqualTo(-2);
    assertThat(hash.update(one, value(1), NOEXIST)).isZero();
    assertThat(hash.update(one, value(2), NOEXIST)).isEqualTo(-17);
    assertThat(hash.update(one, value(3), EXIST)).isZero();
    assertThat(hash.update(one, value(1), 3)).isEqualTo(-22);
    assertThat(hash.update(one, value(1), -1)).isEqualTo(-22);
    assertThat(hash.update(machine.number(2), value(1), ANY)).isZero();
    assertThat(hash.update(machine.number(3), value(1), ANY)).isEqualTo(-7);
    assertThat(machine.load(hash.lookup(one))).isEqualTo(3);
  }

  @Test
  void whatIsDeletedIsNotFoundButMayStillBeRead() {
    var hash = hash(1);
    long key = machine.number(1);
    hash.update(key, value(9), ANY);
    long found = hash.lookup(key);

    assertThat(hash.delete(key)).isZero();

    assertThat(hash.lookup(key)).isZero();
    assertThat(hash.delete(key)).isEqualTo(-2);
    assertThat(machine.load(found)).isEqualTo(9);
    assertThat(hash.update(machine.number(2), value(1), ANY)).isZero();
  }

  @Test
  void aHashWithoutMemorySaysSo() {
    var small = new FakeMachine(3);
    var hash = make(small, MapKinds.HASH, 4, new FakeMachine.Plain("int", 4), 8);
    long key = small.number(1);
    long value = small.number(2);

    assertThat(hash.update(key, value, ANY)).isEqualTo(-12);
    assertThat(small.allocations()).isEqualTo(2);
  }

  private MapInstance of(MapKind kind, int entries) {
    return make(machine, kind, 4, new FakeMachine.Plain("long", 8), entries);
  }

  private List<Integer> keys(MapInstance map) {
    return map.entries().stream().map(e -> (int) machine.load(e.key(), 4)).sorted().toList();
  }

  @Test
  void aHashThatEvictsIsNeverFullAndTheOldestKeyGoes() {
    var hash = of(MapKinds.LRU_HASH, 2);
    for (int key = 1; key <= 4; key++) {
      assertThat(hash.update(machine.number(key), value(key), NOEXIST)).isZero();
    }

    assertThat(keys(hash)).containsExactly(3, 4);
    assertThat(hash.delete(machine.number(1))).isEqualTo(-2);
    assertThat(machine.load(hash.lookup(machine.number(3)))).isEqualTo(3);
  }

  @Test
  void whatWasLookedUpOrStoredAgainIsPassedOverOnce() {
    var hash = of(MapKinds.LRU_HASH, 3);
    for (int key = 1; key <= 3; key++) {
      hash.update(machine.number(key), value(key), ANY);
    }
    hash.lookup(machine.number(1));
    hash.update(machine.number(2), value(20), EXIST);

    hash.update(machine.number(4), value(4), ANY);
    assertThat(keys(hash)).containsExactly(1, 2, 4);

    hash.update(machine.number(5), value(5), ANY);
    assertThat(keys(hash)).as("1 is passed over once only").containsExactly(2, 4, 5);
  }

  @Test
  void whereAllWereUsedTheOldestGoes() {
    var hash = of(MapKinds.LRU_HASH, 2);
    hash.update(machine.number(1), value(1), ANY);
    hash.update(machine.number(2), value(2), ANY);
    hash.lookup(machine.number(2));
    hash.lookup(machine.number(1));

    hash.update(machine.number(3), value(3), ANY);

    assertThat(keys(hash)).containsExactly(2, 3);
  }

  @Test
  void whatWasDeletedMakesRoom() {
    var hash = of(MapKinds.LRU_HASH, 2);
    hash.update(machine.number(1), value(1), ANY);
    hash.update(machine.number(2), value(2), ANY);
    hash.delete(machine.number(2));

    hash.update(machine.number(3), value(3), ANY);

    assertThat(keys(hash)).containsExactly(1, 3);
  }

  @Test
  void everyCpuHasItsOwnValueUnderOneKey() {
    for (var kind : List.of(MapKinds.PERCPU_HASH, MapKinds.LRU_PERCPU_HASH)) {
      var hash = of(kind, 1);
      long key = machine.number(1);
      machine.cpu = 0;
      hash.update(key, value(7), ANY);
      machine.cpu = 1;

      assertThat(machine.load(hash.lookup(key))).as("new keys are zero elsewhere").isZero();
      assertThat(hash.update(key, value(8), NOEXIST)).isEqualTo(-17);
      assertThat(hash.update(key, value(8), EXIST)).isZero();

      machine.cpu = 0;
      assertThat(machine.load(hash.lookup(key))).isEqualTo(7);
      assertThat(machine.load(hash.entries().getFirst().value())).isEqualTo(7);
      hash.delete(key);
      hash.update(machine.number(2), value(9), ANY);
      machine.cpu = 1;
      assertThat(hash.lookup(key)).isZero();
      assertThat(machine.load(hash.lookup(machine.number(2)))).as("8 was the last key's").isZero();
      machine.cpu = 0;
    }
  }

  @Test
  void aHashForEveryCpuIsFullAtItsKeysNotItsValues() {
    var hash = of(MapKinds.PERCPU_HASH, 1);
    hash.update(machine.number(1), value(1), ANY);
    machine.cpu = 1;

    assertThat(hash.update(machine.number(1), value(1), ANY)).isZero();
    assertThat(hash.update(machine.number(2), value(1), ANY)).isEqualTo(-7);
  }

  @Test
  void closingGivesEverythingOfEveryHashBack() {
    for (var kind : List.of(MapKinds.PERCPU_HASH, MapKinds.LRU_HASH, MapKinds.LRU_PERCPU_HASH)) {
      var hash = of(kind, 2);
      long one = machine.number(1);
      long two = machine.number(2);
      long value = value(1);
      int before = machine.allocations();
      hash.update(one, value, ANY);
      hash.update(two, value, ANY);
      machine.cpu = 1;
      hash.lookup(one);
      hash.delete(two);
      machine.cpu = 0;

      hash.close();

      assertThat(machine.allocations()).as(kind.name()).isEqualTo(before);
    }
  }

  @Test
  void closingGivesEverythingBack() {
    var hash = hash(4);
    var array = array(3);
    long one = machine.number(1);
    long two = machine.number(2);
    long value = value(1);
    int before = machine.allocations();
    hash.update(one, value, ANY);
    hash.update(two, value, ANY);
    hash.delete(two);
    array.lookup(one);

    hash.close();
    array.close();

    assertThat(machine.allocations()).isEqualTo(before);
    assertThat(hash.lookup(one)).isZero();
  }

  /// A value of 16 bytes with a field of 4 bytes at 4; tells of what happens to the field.
  private record Holder(List<String> events) implements TypeView {
    @Override
    public String name() {
      return "holder";
    }

    @Override
    public long size() {
      return 16;
    }

    @Override
    public List<SpecialField> fields() {
      var kind =
          FieldKind.struct("special", 4, 4)
              .lifecycle(
                  new FieldLifecycle() {
                    @Override
                    public void initialise(Machine machine, long address, SpecialField field) {
                      machine.store(address, 4, 0x55);
                      events.add("initialise");
                    }

                    @Override
                    public void destroy(Machine machine, long address, SpecialField field) {
                      events.add("destroy");
                    }
                  })
              .build();
      return List.of(new SpecialField(kind, 4, Optional.empty(), 0));
    }
  }

  private long sixteenOnes() {
    return machine.bytes(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
  }

  @Test
  void specialFieldsAreBornLeftAloneAndDestroyed() {
    var events = new ArrayList<String>();
    var hash = make(machine, MapKinds.HASH, 4, new Holder(events), 2);
    long key = machine.number(1);

    hash.update(key, sixteenOnes(), ANY);
    long value = hash.lookup(key);
    assertThat(events).containsExactly("initialise");
    assertThat(machine.load(value)).isEqualTo(0x0000_0055_0101_0101L);
    assertThat(machine.load(value + 8)).isEqualTo(0x0101_0101_0101_0101L);

    machine.store(value + 4, 4, 0x77);
    hash.update(key, sixteenOnes(), EXIST);
    assertThat(machine.load(value + 4, 4)).isEqualTo(0x77);
    assertThat(events).containsExactly("initialise");

    hash.delete(key);
    assertThat(events).containsExactly("initialise", "destroy", "initialise");
    assertThat(machine.load(value + 4, 4)).isEqualTo(0x55);

    hash.close();
    assertThat(events).endsWith("destroy").hasSize(4);
  }

  /// Somebody may hold a lock in what is deleted, so it is neither emptied nor used again before
  /// all who may have found it are gone.
  @Test
  void fieldsOfWhatIsDeletedLastAsLongAsItsReaders() {
    var events = new ArrayList<String>();
    var hash = make(machine, MapKinds.HASH, 4, new Holder(events), 1);
    hash.update(machine.number(1), sixteenOnes(), ANY);
    long value = hash.lookup(machine.number(1));
    machine.readers = true;

    assertThat(hash.delete(machine.number(1))).isZero();

    assertThat(hash.lookup(machine.number(1))).isZero();
    assertThat(events).containsExactly("initialise");
    assertThat(hash.update(machine.number(2), sixteenOnes(), ANY)).as("there is room").isZero();
    long second = hash.lookup(machine.number(2));
    assertThat(second).isNotEqualTo(value);

    hash.delete(machine.number(2));
    machine.waiting.getFirst().run();
    assertThat(events).containsExactly("initialise", "initialise", "destroy", "initialise");
    assertThat(hash.update(machine.number(3), sixteenOnes(), ANY)).isZero();
    assertThat(hash.lookup(machine.number(3))).as("used again").isEqualTo(value);

    int before = machine.allocations();
    hash.close();
    machine.waiting.getLast().run();
    assertThat(machine.allocations()).as("two values, two keys").isEqualTo(before - 4);
  }

  @Test
  void aMapOfMapsGivesTheMapUnderTheKey() {
    for (var kind : List.of(MapKinds.ARRAY_OF_MAPS, MapKinds.HASH_OF_MAPS)) {
      var outer = make(machine, kind, 4, new FakeMachine.Plain("id", 4), 3);

      assertThat(outer.update(machine.number(1), value(0xabcd), ANY)).isZero();

      assertThat(outer.lookup(machine.number(1))).isEqualTo(0xabcd);
      assertThat(outer.lookup(machine.number(0))).isZero();
      assertThat(outer.lookup(machine.number(3))).isZero();
      assertThat(outer.entries()).hasSize(1).allMatch(entry -> entry.value() == 0xabcd);
      assertThat(outer.spec().valueSize()).isEqualTo(4);
    }
  }

  /// Programs were judged by what was declared.
  ///
  /// Source: linux `bpf_map_meta_equal`, `array_map_meta_equal` (6.18).
  @Test
  void aMapOfMapsTakesMapsAsDeclaredOnly() {
    var outer = holding(declared(2, 8, 4, 0));

    assertThat(put(outer, declared(2, 8, 4, 0))).isZero();
    assertThat(put(outer, declared(2, 8, 3, 0))).as("shorter").isEqualTo(-22);
    assertThat(put(outer, declared(2, 4, 4, 0))).as("smaller values").isEqualTo(-22);
    assertThat(put(outer, declared(1, 8, 4, 0))).as("a hash").isEqualTo(-22);
    assertThat(put(outer, declared(2, 8, 4, 1 << 7))).as("read only").isEqualTo(-22);
    assertThat(put(holding(declared(2, 8, 4, 1 << 12)), declared(2, 8, 3, 1 << 12))).isZero();
    assertThat(put(holding(declared(1, 8, 4, 0)), declared(1, 8, 3, 0))).as("hashes").isZero();
  }

  private static MapFactory.Spec declared(int type, int valueSize, int entries, long flags) {
    return new MapFactory.Spec(
        "inner",
        type,
        4,
        valueSize,
        entries,
        flags,
        new FakeMachine.Plain("value", valueSize),
        Optional.empty(),
        Optional.empty());
  }

  private MapInstance holding(MapFactory.Spec inner) {
    var spec =
        new MapFactory.Spec(
            "outer",
            12,
            4,
            4,
            3,
            0,
            new FakeMachine.Plain("id", 4),
            Optional.empty(),
            Optional.of(inner));
    return MapKinds.ARRAY_OF_MAPS.factory().orElseThrow().create(machine, spec);
  }

  private int put(MapInstance outer, MapFactory.Spec inner) {
    var kind = inner.type() == 1 ? MapKinds.HASH : MapKinds.ARRAY;
    var map = kind.factory().orElseThrow().create(machine, inner);
    return outer.update(machine.number(0), value(machine.addressOf(map)), ANY);
  }

  @Test
  void everyCpuHasItsOwnValues() {
    var array = make(machine, MapKinds.PERCPU_ARRAY, 4, new FakeMachine.Plain("long", 8), 1);
    long key = machine.number(0);
    array.update(key, value(3), ANY);

    machine.cpu = 1;

    assertThat(machine.load(array.lookup(key))).isZero();
    machine.cpu = 0;
    assertThat(machine.load(array.lookup(key))).isEqualTo(3);
  }

  @Test
  void manyThreadsFillOneHash() throws Exception {
    var hash = hash(400);
    var keys = new ArrayList<Long>();
    for (int i = 0; i < 400; i++) {
      keys.add(machine.number(i));
    }
    long value = value(1);
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int t = 0; t < 4; t++) {
        threads.execute(() -> keys.forEach(key -> hash.update(key, value, ANY)));
      }
    }

    assertThat(hash.entries()).hasSize(400);
    assertThat(keys).allMatch(key -> hash.lookup(key) != 0);
  }
}
