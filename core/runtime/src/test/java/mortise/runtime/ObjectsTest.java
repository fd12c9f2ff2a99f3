package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import mortise.object.BpfMap;
import mortise.object.MapType;
import mortise.spi.FieldKind;
import mortise.spi.TypeView;
import mortise.spi.runtime.FieldLifecycle;
import mortise.spi.runtime.Machine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Objects, the special fields in them, globals and maps, with a small made-up family: `cell` holds
/// one object, and is born holding the number -1.
class ObjectsTest {
  private static final long EMPTY = -1;

  private final List<String> events = new ArrayList<>();
  private final FieldKind cell =
      FieldKind.struct("cell", 8, 8)
          .lifecycle(
              new FieldLifecycle() {
                @Override
                public void initialise(Machine machine, long address, TypeView.SpecialField field) {
                  machine.store(address, EMPTY);
                }

                @Override
                public void destroy(Machine machine, long address, TypeView.SpecialField field) {
                  long held = machine.load(address);
                  events.add(held == EMPTY ? "empty" : "holding");
                  if (held != EMPTY) {
                    machine.free(held);
                  }
                }
              })
          .build();
  private final TypeView item = new Type("item", 24, List.of(field(8)));
  private Fixture fixture = new Fixture();

  private record Type(String name, long size, List<SpecialField> fields) implements TypeView {}

  private TypeView.SpecialField field(int offset) {
    return new TypeView.SpecialField(cell, offset, Optional.empty(), 0);
  }

  @BeforeEach
  void family() {
    fixture =
        new Fixture()
            .type(42, item)
            // new(type)
            .helper(1, call -> call.machine().allocate(call.machine().localType(call.argument(0))))
            // drop(object)
            .helper(
                2,
                call -> {
                  call.machine().free(call.argument(0));
                  return 0;
                })
            // put(cell, object): the old one or null
            .helper(3, call -> call.machine().exchange(call.argument(0), 8, call.argument(1)))
            // start of the allocation, seen from the inside
            .helper(4, call -> call.machine().place(call.argument(0)).start() - call.argument(0));
  }

  private static Asm allocate() {
    return new Asm().move(1, 42).helper(1).copy(6, 0);
  }

  private RunFault fault(Asm asm) {
    try (var instance = fixture.instance(asm)) {
      return catchThrowableOfType(RunFault.class, () -> instance.run(Fixture.NOTHING));
    }
  }

  @Test
  void specialFieldsAreBornAndDestroyed() {
    var asm = allocate().load(8, 7, 0, 8).copy(1, 6).helper(2).copy(0, 7).exit();
    try (var instance = fixture.instance(asm)) {
      assertThat(instance.run(Fixture.NOTHING)).isEqualTo(EMPTY);
      assertThat(instance.closeAndReport()).isEmpty();
    }
    assertThat(events).containsExactly("empty");
  }

  @Test
  void anObjectTakesWhatItHoldsWithIt() {
    var asm = allocate().copy(7, 6);
    asm.move(1, 42).helper(1).copy(2, 0).copy(1, 7).plus(1, 8).helper(3);
    asm.copy(1, 7).helper(2).move(0, 0).exit();
    try (var instance = fixture.instance(asm)) {
      instance.run(Fixture.NOTHING);
      assertThat(instance.closeAndReport()).isEmpty();
    }
    assertThat(events).containsExactly("holding", "empty");
  }

  @Test
  void leaksAreReportedWithTheInstructionThatAllocated() {
    try (var instance = fixture.instance(allocate().move(0, 0).exit())) {
      instance.run(Fixture.NOTHING);
      instance.run(Fixture.NOTHING);

      assertThat(instance.closeAndReport())
          .hasSize(2)
          .allMatch(object -> object.type().equals("item") && object.slot() == 1)
          .allMatch(
              object ->
                  object
                      .toString()
                      .equals("'item' (24 bytes) allocated by instruction 1 of 'test'"));
    }
  }

  @Test
  void objectsHaveEnds() {
    assertThat(fault(allocate().load(8, 0, 6, 16).load(8, 0, 6, 17).exit()))
        .hasMessageContaining(
            "instruction 4: read of 8 bytes at offset 17 of 'item' (24 bytes, allocated by"
                + " instruction 1 of 'test')");
    assertThat(fault(allocate().storeImmediate(1, 6, -1, 0).exit()))
        .hasMessageContaining("write of 1 bytes 1 bytes before 'item'");
  }

  @Test
  void freedObjectsAreGone() {
    var use = allocate().copy(1, 6).helper(2).load(4, 0, 6, 0).exit();
    assertThat(fault(use))
        .hasMessageContaining("read of 4 bytes of freed memory, offset 0 of 'item' (24 bytes")
        .hasMessageContaining("freed by instruction 4 of 'test'");

    var twice = allocate().copy(1, 6).helper(2).copy(1, 6).helper(2).exit();
    var fault = fault(twice);
    assertThat(fault.kind()).isEqualTo(RunFault.Kind.MEMORY);
    assertThat(fault.slot()).isEqualTo(6);
    assertThat(fault).hasMessageContaining("of freed memory");
  }

  @Test
  void onlyStartsOfObjectsAreFreed() {
    assertThat(fault(allocate().copy(1, 6).plus(1, 8).helper(2).exit()))
        .hasMessageContaining("only the start of an allocation can be freed, not offset 8 of");
    assertThat(fault(new Asm().copy(1, 10).plus(1, -512).helper(2).exit()))
        .hasMessageContaining("free of 'stack'");
    assertThat(fault(new Asm().move(1, 0).helper(2).exit())).hasMessageContaining("null");
  }

  @Test
  void interiorPointersAreFoundAnAllocation() {
    for (int offset : new int[] {0, 1, 8, 23}) {
      var asm = allocate().copy(1, 6).plus(1, offset).helper(4).exit();
      try (var instance = fixture.instance(asm)) {
        assertThat(instance.run(Fixture.NOTHING)).isEqualTo(-offset);
      }
    }
    assertThat(fault(allocate().copy(1, 6).plus(1, 24).helper(4).exit())).isNotNull();
  }

  @Test
  void threadsAllocateAndFreeAtOnce() throws InterruptedException {
    // 5000 times: new, write, read back, drop; r0 = how often something else was read
    var asm = new Asm().move(8, 5000).move(9, 0);
    int start = asm.size();
    asm.move(1, 42).helper(1).copy(6, 0).store(8, 6, 0, 8).load(8, 1, 6, 0);
    asm.add(0x1d, 1, 8, 1, 0).plus(9, 1).copy(1, 6).helper(5).plus(8, -1);
    asm.jumpIf(Asm.JNE, 8, 0, start - asm.size() - 1);
    asm.copy(0, 9).exit();
    var plain = new Type("plain", 24, List.of());
    fixture
        .helper(1, call -> call.machine().allocate(plain))
        .helper(
            5,
            call -> {
              call.machine().free(call.argument(0));
              return 0;
            });
    var sums = new AtomicLong();
    try (var instance = fixture.instance(asm)) {
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 4; i++) {
        threads.add(
            Thread.ofPlatform().start(() -> sums.addAndGet(1 + instance.run(Fixture.NOTHING))));
      }
      for (var thread : threads) {
        thread.join();
      }
      assertThat(sums).as("four runs without a difference").hasValue(4);
      assertThat(instance.closeAndReport()).isEmpty();
    }
  }

  @Test
  void unknownTypesAreFaults() {
    assertThat(fault(new Asm().move(1, 43).helper(1).exit()))
        .hasMessageContaining("no struct with BTF id 43");
  }

  private BpfMap data(String name, byte[] contents, int size) {
    var definition =
        new BpfMap.Definition(
            name,
            "." + name,
            MapType.ARRAY,
            4,
            size,
            1,
            BpfMap.MAPPABLE,
            0,
            0,
            0,
            false,
            Optional.empty(),
            List.of());
    return new BpfMap(definition, contents);
  }

  @Test
  void globalsBeginWithTheirContentsAndStay() {
    fixture.global(data("data", new byte[] {5, 0, 0, 0}, 8));
    // return data[0]++;
    var asm =
        new Asm().mapValue(1, 0, 0).load(4, 0, 1, 0).copy(2, 0).plus(2, 1).store(4, 1, 0, 2).exit();
    try (var instance = fixture.instance(asm)) {
      assertThat(instance.run(Fixture.NOTHING)).isEqualTo(5);
      assertThat(instance.run(Fixture.NOTHING)).isEqualTo(6);
      var map = instance.map("data").orElseThrow();
      assertThat(map.lookup(new byte[4]).orElseThrow()).containsExactly(7, 0, 0, 0, 0, 0, 0, 0);
      assertThat(map.update(new byte[4], new byte[] {9, 0, 0, 0, 0, 0, 0, 0}, 0)).isZero();
      assertThat(instance.run(Fixture.NOTHING)).isEqualTo(9);
      assertThat(map.lookup(new byte[] {1, 0, 0, 0})).isEmpty();
      assertThat(map.entries()).hasSize(1);
      assertThat(map.entries().getFirst().key()).containsExactly(0, 0, 0, 0);
      assertThatThrownBy(() -> map.lookup(new byte[3]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'data' wants 4 bytes");
      assertThat(instance.map("nothing")).isEmpty();
    }
  }

  @Test
  void specialFieldsOfGlobalsAreNotForEmbedders() {
    var map = data("bss", new byte[0], 24);
    var value = new Type("bss", 24, List.of(field(8)));
    fixture.map(new BoundMap(map, value, Optional.empty(), false));
    // r0 = the cell's contents
    var asm = new Asm().mapValue(1, 0, 8).load(8, 0, 1, 0).exit();
    var bytes = new byte[24];
    java.util.Arrays.fill(bytes, (byte) 3);
    try (var instance = fixture.instance(asm)) {
      var handle = instance.map("bss").orElseThrow();
      assertThat(instance.run(Fixture.NOTHING)).isEqualTo(EMPTY);
      assertThat(handle.update(new byte[4], bytes, 0)).isZero();
      assertThat(instance.run(Fixture.NOTHING)).as("still empty").isEqualTo(EMPTY);
      var read = handle.lookup(new byte[4]).orElseThrow();
      for (int i = 0; i < 24; i++) {
        assertThat(read[i]).isEqualTo((byte) (i >= 8 && i < 16 ? 0 : 3));
      }
    }
    assertThat(events).containsExactly("empty");
  }

  @Test
  void whatGlobalsHoldGoesWithTheInstance() {
    var map = data("bss", new byte[0], 8);
    fixture.map(new BoundMap(map, new Type("bss", 8, List.of(field(0))), Optional.empty(), false));
    var asm = allocate().copy(2, 0).mapValue(1, 0, 0).helper(3).move(0, 0).exit();
    try (var instance = fixture.instance(asm)) {
      instance.run(Fixture.NOTHING);
      assertThat(instance.objects()).hasSize(1);
      assertThat(instance.closeAndReport()).isEmpty();
    }
    assertThat(events).containsExactly("holding", "empty");
  }

  @Test
  void mapsOfMapsAreFilled() {
    var first = new BpfMap(BpfMap.Definition.of("first", MapType.ARRAY, 4, 8, 1));
    var second = new BpfMap(BpfMap.Definition.of("second", MapType.ARRAY, 4, 8, 1));
    var outer =
        new BpfMap(
            new BpfMap.Definition(
                "outer",
                ".maps",
                new MapType(12),
                4,
                4,
                3,
                0,
                0,
                0,
                0,
                false,
                Optional.of(first),
                List.of(new BpfMap.Slot(0, "second", false), new BpfMap.Slot(2, "first", false))));
    // r0 = lookup(lookup(outer, r0), 0)[0], or -1
    fixture
        .map(first, ArrayMap::new)
        .map(second, ArrayMap::new)
        .map(new BoundMap(outer, new Type("outer", 8, List.of()), Optional.of(MapArray::new), true))
        .helper(
            9,
            call -> {
              var machine = call.machine();
              long inner = machine.map(call.argument(0)).lookup(call.argument(1));
              return inner == 0 ? 0 : machine.addressOf(machine.map(inner)) == inner ? inner : -5;
            });
    var asm =
        new Asm().storeImmediate(8, 10, -8, 2).map(1, 2).copy(2, 10).plus(2, -8).helper(9).exit();
    try (var instance = fixture.instance(asm)) {
      var bytes = new byte[] {1, 2, 3, 4, 5, 6, 7, 8};
      assertThat(instance.map("first").orElseThrow().update(new byte[4], bytes, 0)).isZero();
      assertThat(instance.run(Fixture.NOTHING)).isGreaterThan(0);
      assertThat(instance.map("outer").orElseThrow().entries()).isNotNull();
    }
  }

  /// An array of maps: lookups give the address of the map itself.
  private static final class MapArray implements mortise.spi.runtime.MapInstance {
    private final Machine machine;
    private final mortise.spi.runtime.MapFactory.Spec spec;
    private final long[] inner;

    MapArray(Machine machine, mortise.spi.runtime.MapFactory.Spec spec) {
      this.machine = machine;
      this.spec = spec;
      inner = new long[(int) spec.maxEntries()];
    }

    @Override
    public mortise.spi.runtime.MapFactory.Spec spec() {
      return spec;
    }

    @Override
    public long lookup(long key) {
      return inner[(int) machine.load(key, 4)];
    }

    @Override
    public int update(long key, long value, long flags) {
      inner[(int) machine.load(key, 4)] = machine.load(value);
      return 0;
    }

    @Override
    public int delete(long key) {
      return -22;
    }

    @Override
    public List<Entry> entries() {
      return List.of();
    }

    @Override
    public void close() {
      // Owns nothing.
    }
  }

  @Test
  void mapsWithoutRuntimeHalfCannotBeRun() {
    var map = new BpfMap(BpfMap.Definition.of("ring", new MapType(27), 0, 0, 4096));
    fixture.map(new BoundMap(map, item, Optional.empty(), false));

    assertThatThrownBy(() -> fixture.instance(new Asm().move(0, 0).exit()))
        .isInstanceOf(NotRunnableException.class)
        .hasMessage("map 'ring': maps of type ringbuf have no runtime half");
  }

  @Test
  void whatIsNoMapIsAFault() {
    fixture.helper(9, call -> call.machine().map(call.argument(0)).lookup(0));
    assertThat(fault(new Asm().copy(1, 10).helper(9).exit()))
        .hasMessageContaining("there is no map at address");
    assertThat(fault(new Asm().move(1, 0).helper(9).exit())).hasMessageContaining("no map");
  }
}
