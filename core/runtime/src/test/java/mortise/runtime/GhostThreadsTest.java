package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import mortise.runtime.ghost.Deed;
import mortise.runtime.ghost.GhostHeap;
import mortise.runtime.ghost.GhostRun;
import mortise.runtime.ghost.Meaning;
import mortise.runtime.ghost.Sight;
import mortise.runtime.memory.PlainType;
import mortise.spi.Access;
import mortise.spi.Category;
import mortise.spi.FieldKind;
import mortise.spi.Rule;
import mortise.spi.Shape;
import mortise.spi.TypeView;
import mortise.spi.TypeView.SpecialField;
import mortise.spi.runtime.FieldLifecycle;
import mortise.spi.runtime.Implementation;
import mortise.spi.runtime.Machine;
import org.junit.jupiter.api.Test;

/// Between a change of memory and the end of the call that makes it, others run: the account must
/// not take what is under way for wrong. Here the program `other` runs on another CPU, until it is
/// over, in the middle of a runtime half of the program `first`.
class GhostThreadsTest {
  private static final int HOOKED = 20;
  private static final int LATER = 21;
  private static final int HOLDER = 45;
  private static final int GROUP = 46;
  private static final int COUNT_AT = 32;

  private static final Deed OWES_RESULT = new Deed.Owes(Deed.RESULT, 1, Deed.NONE);

  private final AtomicReference<Instance> instance = new AtomicReference<>();
  private final List<RuntimeException> wrong = Collections.synchronizedList(new ArrayList<>());

  private Thread start(int program) {
    var running = instance.get();
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                running.run(Execution.of(running.programs().get(program), Fixture.NOTHING));
              } catch (Violation | RunFault e) {
                wrong.add(e);
              }
            });
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Not after something went wrong: who did that may have left locks locked.
  private void other() {
    if (wrong.isEmpty()) {
      join(start(1));
    }
  }

  /// Runs `first`, gives everything back, and gives what was found.
  private List<RuntimeException> first(Fixture fixture) {
    try (var running = fixture.instance()) {
      instance.set(running);
      join(start(0));
      wrong.addAll(running.finish());
    }
    return wrong;
  }

  /// An object with two owners: the ring, and the register.
  private static Scene shared() {
    var scene = new Scene().create(6, Toys.COUNTED, 1).with(6, Toys.ACQUIRE);
    return scene.lock().push(6).unlock();
  }

  /// Takes one more reference to what is in the ring, and gives it back.
  private static Asm count() {
    var scene = new Scene().lock().peek(7).copy(1, 7).plus(1, -Toys.NODE_AT).helper(Toys.ACQUIRE);
    return scene.copy(6, 0).unlock().with(6, Toys.PUT).end();
  }

  private static BoundCall call(String name, Implementation implementation, Deed... deeds) {
    return BoundCall.of(name, implementation).meaning(Meaning.of(deeds));
  }

  @Test
  void whatAnExchangeTookOutCountsBeforeTheRunOwesForIt() {
    var take =
        call(
            "take",
            call -> {
              long held = call.machine().exchange(call.argument(0), 8, 0);
              other();
              return held;
            },
            new Deed.Exchanges(0, 1),
            OWES_RESULT);
    var first = shared().exchange(8, 6).mapValue(1, 0, Toys.SLOT_AT).move(2, 0).helper(HOOKED);
    first.copy(6, 0).with(6, Toys.PUT);
    var fixture = new Toys().fixture().helper(HOOKED, take);

    assertThat(first(fixture.program("first", first.end()).program("other", count()))).isEmpty();
  }

  @Test
  void whatTheMachineTakesOutCountsUntilItIsGivenBack() {
    var slot =
        FieldKind.struct("hooked_slot", 8, 8)
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
                    other();
                    machine.getAndAdd(held + COUNT_AT, 8, -1);
                    other();
                  }
                })
            .build();
    var first = shared();
    first.move(1, HOLDER).helper(Toys.NEW).copy(7, 0);
    first.copy(1, 7).copy(2, 6).helper(Toys.EXCHANGE).with(7, LATER);
    var fixture =
        new Toys()
            .fixture()
            .type(HOLDER, type("holder", 8, new SpecialField(slot, 0, Optional.empty(), 0)))
            .helper(LATER, later())
            .program("first", first.end())
            .program("other", count());

    assertThat(first(fixture)).isEmpty();
  }

  /// Frees an object once nobody reads.
  private static BoundCall later() {
    return call(
        "later",
        call -> {
          long object = call.argument(0);
          call.machine().afterGracePeriod(() -> call.machine().free(object), "end");
          return 0;
        },
        new Deed.Gives(0));
  }

  private static TypeView type(String name, long size, SpecialField... fields) {
    return new Toys.Type(name, size, List.of(fields));
  }

  /// Gives one reference back; then `other` runs.
  private BoundCall hookedPut() {
    return call(
        "put",
        call -> {
          call.machine().getAndAdd(call.argument(0) + COUNT_AT, 8, -1);
          other();
          return 0;
        },
        new Deed.Settles(0));
  }

  @Test
  void whoIsLeftAloneNeedsNoLockAlthoughTheOtherIsStillGivingUp() {
    // Groups have a count, a lock and a ring; the first puts one into the slot and gives up its own
    // reference; the other takes it out and is alone with it.
    var first = new Scene().move(1, GROUP).helper(Toys.NEW).copy(6, 0).with(6, Toys.ACQUIRE);
    first.exchange(8, 6).with(6, HOOKED);
    var other = new Scene().exchange(6, -1).copy(1, 6).plus(1, Toys.RING_AT).helper(Toys.PEEK);
    other.copy(1, 6).helper(Toys.DROP);
    var toys = new Toys();
    var shared = toys.shared.fields();
    var group = type("counted", 40, shared.get(0), shared.get(1), toys.counted.fields().get(1));
    var fixture =
        toys.fixture()
            .type(GROUP, group)
            .helper(HOOKED, hookedPut())
            .program("first", first.end())
            .program("other", other.end());

    assertThat(first(fixture)).isEmpty();
  }

  @Test
  void whatWasGivenUpMayBeGoneAndItsMemoryUsedAgainBeforeTheCallIsOver() {
    var first = new Scene().create(6, Toys.COUNTED, 1).with(6, Toys.ACQUIRE);
    first.exchange(8, 6).with(6, HOOKED);
    var other = new Scene().exchange(6, -1).with(6, Toys.PUT);
    // Regions rest for a while before they are used again.
    other.move(9, 5000);
    int start = other.size();
    other.create(7, Toys.ITEM, 2).with(7, Toys.DROP).plus(9, -1);
    other.jumpIf(Asm.JNE, 9, 0, start - other.size() - 1);
    var fixture =
        new Toys()
            .fixture()
            .helper(HOOKED, hookedPut())
            .program("first", first.end())
            .program("other", other.end());

    assertThat(first(fixture)).isEmpty();
  }

  @Test
  void whatALoadGaveMayHaveComeSinceTheLoadWasTold() {
    var refused = Rule.id("toy.store").category(Category.POLICY).message("no");
    var pointer =
        FieldKind.struct("toy_slot", 8, 8)
            .shaped(new Shape.Pointer(0))
            .access(new Access(List.of(), refused, List.of()))
            .build();
    var sights = Map.of(pointer, new Sight(List.of(), List.of()));
    var heap = new GhostHeap((address, size) -> 0, Watching.DEFAULT, sights, Optional::empty);
    long field = 1L << 32;
    long object = 2L << 32;
    var holder = type("holder", 8, new SpecialField(pointer, 0, Optional.empty(), 0));
    heap.allocated(field, 8, holder, false, true, Optional.empty());
    var writer = heap.begin(0, "writer", slot -> "");
    var reader = heap.begin(1, "reader", slot -> "");
    heap.called(writer, "new", Meaning.of(OWES_RESULT), new long[11]);
    heap.allocated(object, 8, new PlainType("item", 8), true, true, Optional.of(writer));
    heap.returned(writer, object);

    heap.accessing(reader, field, 8, false);
    reader.loading(3);
    exchange(heap, writer, field, 0, object);
    assertThat(reader.register()).isEqualTo(3);
    heap.loaded(reader, object);
    assertThat(reader.register()).isNegative();
    exchange(heap, writer, field, object, 0);

    var registers = new long[11];
    registers[1] = object;
    heap.called(writer, "drop", Meaning.of(new Deed.Settles(0)), registers);
    assertThatCode(() -> heap.accessing(reader, object, 8, false)).doesNotThrowAnyException();
    assertThatThrownBy(() -> heap.freeing(object, Optional.of(writer)))
        .hasMessageContaining("although the run of 'reader' on CPU 1 may still look at it");
  }

  private static void exchange(GhostHeap heap, GhostRun run, long field, long was, long value) {
    var meaning = Meaning.of(new Deed.Settles(1), new Deed.Exchanges(0, 1), OWES_RESULT);
    var registers = new long[11];
    registers[1] = field;
    registers[2] = value;
    heap.called(run, "exchange", meaning, registers);
    heap.exchange(Optional.of(run), field, value, before -> true, () -> was);
    heap.returned(run, was);
  }
}
