package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.object.BpfMap;
import mortise.object.MapType;
import mortise.runtime.ghost.Deed;
import mortise.runtime.ghost.Meaning;
import mortise.spi.FieldKind;
import mortise.spi.Shape;
import mortise.spi.TypeView;
import mortise.spi.TypeView.SpecialField;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.FieldLifecycle;
import mortise.spi.runtime.Machine;
import org.junit.jupiter.api.Test;

/// Memory that comes as it is, objects that many hold, and maps whose users are gone. The family: a
/// slot that holds an object, a count of holders, a mark that has readers wait.
class RawMemoryTest {
  private static final int RAW = 1;
  private static final int RELEASE = 2;
  private static final int SET = 3;
  private static final int PUT_IN = 4;
  private static final int END = 5;
  private static final int BUSY = 6;
  private static final int TYPE = 42;
  private static final int COUNT_AT = 8;

  private final List<String> events = new ArrayList<>();

  private final FieldKind count =
      FieldKind.struct("count", 4, 4)
          .shaped(new Shape.Count(0, 4))
          .lifecycle(
              new FieldLifecycle() {
                @Override
                public void initialise(Machine machine, long address, SpecialField field) {
                  machine.store(address, 4, 1);
                }

                @Override
                public void destroy(Machine machine, long address, SpecialField field) {
                  events.add("count destroyed");
                }

                @Override
                public boolean isLast(Machine machine, long address, SpecialField field) {
                  return machine.getAndAdd(address, 4, -1) == 1;
                }
              })
          .build();

  private final FieldKind mark =
      FieldKind.struct("mark", 4, 4)
          .lifecycle(
              new FieldLifecycle() {
                @Override
                public void initialise(Machine machine, long address, SpecialField field) {
                  events.add("mark initialised");
                }

                @Override
                public void destroy(Machine machine, long address, SpecialField field) {
                  events.add("mark destroyed");
                }

                @Override
                public boolean hasReaders() {
                  return true;
                }
              })
          .build();

  private final FieldKind slot =
      FieldKind.struct("slot", 8, 8)
          .shaped(new Shape.Pointer(0))
          .lifecycle(
              new FieldLifecycle() {
                @Override
                public void initialise(Machine machine, long address, SpecialField field) {
                  machine.store(address, 0);
                }

                @Override
                public void destroy(Machine machine, long address, SpecialField field) {
                  long held = machine.exchange(address, 8, 0);
                  if (held != 0) {
                    machine.drop(held);
                  }
                }
              })
          .build();

  private TypeView shared(Optional<String> end) {
    var marked = new SpecialField(mark, COUNT_AT + 4, Optional.empty(), 0, end);
    return new Toys.Type(
        "shared", 16, List.of(new SpecialField(count, COUNT_AT, Optional.empty(), 0), marked));
  }

  private Fixture fixture() {
    return fixture(shared(Optional.empty()));
  }

  private Fixture fixture(TypeView type) {
    var cell = new BpfMap(BpfMap.Definition.of("cell", MapType.ARRAY, 4, 8, 1));
    var value = new Toys.Type("cell", 8, List.of(new SpecialField(slot, 0, Optional.of(type), 0)));
    return new Fixture()
        .type(TYPE, type)
        .map(new BoundMap(cell, value, Optional.of(ArrayMap::new), false))
        .helper(
            RAW,
            BoundCall.of(
                    "raw",
                    call ->
                        call.machine()
                            .allocateRaw(call.machine().localType(TYPE), () -> events.add("back")))
                .meaning(Meaning.of(new Deed.Owes(Deed.RESULT, 1, Deed.NONE))))
        .helper(
            RELEASE,
            BoundCall.of(
                    "release",
                    call -> {
                      call.machine().release(call.argument(0));
                      return 0;
                    })
                .meaning(Meaning.of(new Deed.Settles(0))))
        .helper(
            SET,
            BoundCall.of(
                    "set",
                    call -> {
                      call.machine().store(call.argument(0), 4, call.argument(1));
                      return 0;
                    })
                .meaning(Meaning.of(new Deed.Begins(0), new Deed.OwesExactly(0, 1))))
        .helper(
            PUT_IN,
            BoundCall.of(
                    "put_in",
                    call -> {
                      var machine = call.machine();
                      return machine.isReleased(call.argument(0))
                          ? call.argument(1)
                          : machine.exchange(call.argument(0), 8, call.argument(1));
                    })
                .meaning(
                    Meaning.of(
                        new Deed.Owes(1, -1, Deed.NONE),
                        new Deed.Exchanges(0, 1),
                        new Deed.Owes(Deed.RESULT, 1, Deed.NONE))))
        .helper(
            END,
            BoundCall.of(
                "end",
                call -> {
                  call.machine().drop(call.argument(0));
                  return 0;
                }))
        .helper(
            BUSY,
            call -> {
              events.add("busy");
              return 0;
            });
  }

  /// An object in R6, its count constructed as `references`.
  private static Asm create(int references) {
    var asm = new Asm().helper(RAW).copy(6, 0).copy(1, 0).plus(1, COUNT_AT);
    return asm.move(2, references).helper(SET);
  }

  private static Asm putIn(Asm asm) {
    return asm.mapValue(1, 0, 0).copy(2, 6).helper(PUT_IN);
  }

  private static Asm release(Asm asm) {
    return asm.copy(1, 6).helper(RELEASE);
  }

  @Test
  void rawMemoryIsNeitherZeroedNorInitialised() {
    var asm = release(new Asm().helper(RAW).copy(6, 0).load(8, 7, 0, 0)).copy(0, 7).exit();
    try (var instance = fixture().watched().instance(asm)) {
      assertThat(instance.run(Fixture.NOTHING)).isEqualTo(0xa5a5_a5a5_a5a5_a5a5L);
      assertThat(events).as("no field was initialised or destroyed").containsExactly("back");
      assertThat(instance.finish()).isEmpty();
    }
  }

  @Test
  void releasedMemoryIsGone() {
    var asm = release(new Asm().helper(RAW).copy(6, 0)).load(8, 0, 6, 0).exit();
    try (var instance = fixture().instance(asm)) {
      assertThatThrownBy(() -> instance.run(Fixture.NOTHING)).isInstanceOf(RunFault.class);
    }
    var twice = release(release(new Asm().helper(RAW).copy(6, 0))).exit();
    try (var instance = fixture().watched().instance(twice)) {
      assertThatThrownBy(() -> instance.run(Fixture.NOTHING))
          .isInstanceOf(Violation.class)
          .hasMessageEndingWith("[double-free]");
    }
  }

  @Test
  void aCountIsHeldAgainstTheAccountOnceItIsConstructed() {
    var good = release(create(1)).move(0, 0).exit();
    try (var instance = fixture().watched().instance(good)) {
      assertThat(instance.run(Fixture.NOTHING)).isZero();
    }
    var wrong =
        fixture()
            .helper(
                SET,
                BoundCall.of("set", RawMemoryTest::setWrongly)
                    .meaning(Meaning.of(new Deed.Begins(0), new Deed.OwesExactly(0, 1))));
    try (var instance = wrong.watched().instance(release(create(2)).exit())) {
      assertThatThrownBy(() -> instance.run(Fixture.NOTHING))
          .isInstanceOf(Violation.class)
          .hasMessageContaining("counts 7 references, and there are 1");
    }
  }

  private static long setWrongly(Call call) {
    call.machine().store(call.argument(0), 4, 7);
    return 0;
  }

  @Test
  void whatMapsHoldIsDroppedAndEndsAfterAGracePeriod() {
    var asm = putIn(create(1)).helper(BUSY).move(0, 0).exit();
    try (var instance = fixture().watched().instance(asm)) {
      instance.run(Fixture.NOTHING);
      assertThat(instance.objects()).hasSize(1);
      assertThat(instance.finish()).isEmpty();
      assertThat(events).containsExactly("busy", "count destroyed", "mark destroyed", "back");
    }
  }

  @Test
  void whoIsNotTheLastEndsNothing() {
    // one reference each for the slot and the program, which drops its own, then the slot's
    var asm = create(2);
    asm.mapValue(1, 0, 0).copy(2, 6).helper(PUT_IN).copy(1, 6).helper(END).move(0, 0).exit();
    try (var instance = fixture().instance(asm)) {
      instance.run(Fixture.NOTHING);
      assertThat(events).isEmpty();
      assertThat(instance.objects()).hasSize(1);
      assertThat(instance.closeAndReport()).isEmpty();
      assertThat(events).containsExactly("count destroyed", "mark destroyed", "back");
    }
  }

  private Fixture endedByProgram() {
    var asm = putIn(create(1)).copy(6, 0).jumpIf(Asm.JEQ, 6, 0, 2);
    asm.copy(1, 6).helper(RELEASE);
    return fixture(shared(Optional.of("test"))).watched().program("test", asm.copy(0, 6).exit());
  }

  @Test
  void exchangesIntoReleasedMapsAreRefused() {
    try (var instance = endedByProgram().instance()) {
      instance.releaseMaps();
      assertThat(instance.run(Fixture.NOTHING)).as("its own pointer").isNotZero();
      assertThat(instance.objects()).isEmpty();
      assertThat(instance.finish()).isEmpty();
    }
  }

  @Test
  void onlyMapsWhoseUsersLetThemGoAreReleased() {
    try (var instance = endedByProgram().instance()) {
      assertThat(instance.run(Fixture.NOTHING)).isZero();
      assertThat(instance.objects()).hasSize(1);
    }
  }
}
