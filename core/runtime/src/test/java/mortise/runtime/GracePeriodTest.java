package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import mortise.object.BpfMap;
import mortise.object.MapType;
import mortise.runtime.ghost.Deed;
import mortise.runtime.ghost.Meaning;
import mortise.spi.runtime.Implementation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Readers, and who waits for them. The family: `cell` 0 of global memory holds an object's
/// address; a look gives the address, a replacement puts another object there and gives the old one
/// back, at once or after a grace period.
class GracePeriodTest {
  private static final int LOOK = 1;
  private static final int REPLACE = 2;
  private static final int ENTER = 3;
  private static final int LEAVE = 4;
  private static final int WAIT = 5;
  private static final int DEFER = 6;
  private static final int MEANWHILE = 20;

  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<Instance> instance = new AtomicReference<>();

  private Fixture fixture(boolean patient) {
    var cell = new BpfMap(BpfMap.Definition.of("cell", MapType.ARRAY, 4, 8, 1));
    return new Fixture()
        .watched()
        .map(cell, ArrayMap::new)
        .helper(
            LOOK,
            BoundCall.of("look", call -> call.machine().load(call.argument(0)))
                .meaning(Meaning.of(new Deed.Sees(Deed.RESULT, List.of()))))
        .helper(
            REPLACE,
            call -> {
              var machine = call.machine();
              long fresh = machine.allocate(8, "cell");
              machine.store(fresh, call.argument(1));
              long old = machine.exchange(call.argument(0), 8, fresh);
              if (old != 0 && patient) {
                machine.afterGracePeriod(() -> machine.free(old), "old cell");
              } else if (old != 0) {
                machine.free(old);
              }
              return 0;
            })
        .helper(
            ENTER,
            BoundCall.of("enter", reader(call -> call.machine().enterReader()))
                .meaning(Meaning.of(new Deed.Enters("reader", Deed.NONE))))
        .helper(
            LEAVE,
            BoundCall.of("leave", reader(call -> call.machine().leaveReader()))
                .meaning(Meaning.of(new Deed.Leaves("reader", Deed.NONE))))
        .helper(
            WAIT,
            call -> {
              call.machine().awaitGracePeriod("wait");
              events.add("waited");
              return 0;
            })
        .helper(
            DEFER,
            call -> {
              long number = call.argument(0);
              call.machine().afterGracePeriod(() -> events.add("late " + number), "late");
              events.add("put off " + number);
              return 0;
            })
        .helper(MEANWHILE, call -> onOtherThread(1));
  }

  private interface Body {
    void run(mortise.spi.runtime.Call call);
  }

  private static Implementation reader(Body body) {
    return call -> {
      body.run(call);
      return 0;
    };
  }

  /// Runs a program on a CPU of its own, until it is over.
  private long onOtherThread(int program) {
    var result = new AtomicLong(-1);
    var thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  var running = instance.get();
                  try {
                    result.set(
                        running.run(
                            Execution.of(running.programs().get(program), Fixture.NOTHING)));
                  } catch (Violation e) {
                    events.add(e.check() + ": " + e.problem());
                  }
                });
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return result.get();
  }

  private Instance start(Fixture fixture) {
    var created = fixture.instance();
    instance.set(created);
    return created;
  }

  private static Asm replace() {
    return new Asm().mapValue(1, 0, 0).move(2, 7).helper(REPLACE).exit();
  }

  /// Looks, lets the other replace what was found, reads it all the same.
  private static Asm lookAndRead() {
    return new Asm()
        .mapValue(1, 0, 0)
        .helper(LOOK)
        .copy(6, 0)
        .helper(MEANWHILE)
        .load(8, 0, 6, 0)
        .exit();
  }

  private static Asm putOff(int number) {
    return new Asm().move(1, number).helper(DEFER).exit();
  }

  @Test
  void whatReadersSeeStaysUntilTheyAreGone() {
    try (var running =
        start(fixture(true).program("reader", lookAndRead()).program("writer", replace()))) {
      onOtherThread(1);
      assertThat(running.run(Fixture.NOTHING)).isEqualTo(7);
      assertThat(running.objects()).as("the new one; the old one is gone").hasSize(1);
      assertThat(events).isEmpty();
    }
  }

  @Test
  void aFreeBeforeTheGracePeriodIsFound() {
    try (var running =
        start(fixture(false).program("reader", lookAndRead()).program("writer", replace()))) {
      onOtherThread(1);
      assertThat(running.run(Fixture.NOTHING))
          .as("the violation kept it from being freed")
          .isEqualTo(7);
      assertThat(events)
          .singleElement()
          .asString()
          .startsWith("grace-period: 'cell' (8 bytes, allocated by instruction 3 of 'writer')")
          .endsWith("is freed although the run of 'reader' on CPU 0 may still look at it");
    }
  }

  @Test
  void whatIsPutOffHappensOnceTheRunIsOver() {
    try (var running = start(fixture(true).program("p", putOff(1)))) {
      running.run(Fixture.NOTHING);
      running.run(Fixture.NOTHING);
      assertThat(events).containsExactly("put off 1", "late 1", "put off 1", "late 1");
    }
  }

  @Test
  void theLastReaderThatWasThereDecides() {
    // the first is there while the second puts off
    var first = new Asm().helper(MEANWHILE).move(1, 2).helper(DEFER).exit();
    try (var running = start(fixture(true).program("first", first).program("second", putOff(1)))) {
      running.run(Fixture.NOTHING);
      assertThat(events).containsExactly("put off 1", "put off 2", "late 1", "late 2");
    }
  }

  @Test
  void thoseWhoComeLaterAreNotWaitedFor() throws InterruptedException {
    var inside = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var reader = new Asm().helper(21).exit();
    var fixture =
        fixture(true)
            .program("p", putOff(1))
            .program("late", reader)
            .helper(
                21,
                call -> {
                  inside.countDown();
                  try {
                    go.await();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                  return 0;
                })
            .helper(
                22,
                call -> {
                  Thread.ofPlatform()
                      .start(
                          () ->
                              instance
                                  .get()
                                  .run(
                                      Execution.of(
                                          instance.get().programs().get(1), Fixture.NOTHING)));
                  try {
                    inside.await();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                  return 0;
                })
            .program("both", new Asm().move(1, 5).helper(DEFER).helper(22).exit());
    try (var running = start(fixture)) {
      running.run(Execution.of(running.programs().get(2), Fixture.NOTHING));
      assertThat(events).containsExactly("put off 5", "late 5");
      go.countDown();
    }
  }

  @Test
  void sleepersAreReadersWhereTheySaySo() {
    var asm = new Asm().helper(ENTER).helper(ENTER).move(1, 1).helper(DEFER).helper(LEAVE);
    asm.move(1, 2).helper(DEFER).helper(LEAVE).move(1, 3).helper(DEFER).exit();
    try (var running = start(fixture(true).sleepable().program("p", asm))) {
      running.run(Fixture.NOTHING);
      assertThat(events)
          .containsExactly("put off 1", "put off 2", "late 1", "late 2", "late 3", "put off 3");
    }
  }

  @Test
  void sleepersMayWaitAndReadersMayNot() {
    var waiting = new Asm().helper(WAIT).exit();
    try (var running = start(fixture(true).sleepable().program("p", waiting))) {
      running.run(Fixture.NOTHING);
      assertThat(events).containsExactly("waited");
    }
    var inside = new Asm().helper(ENTER).helper(WAIT).helper(LEAVE).exit();
    try (var running = start(fixture(true).sleepable().program("p", inside))) {
      assertThatThrownBy(() -> running.run(Fixture.NOTHING))
          .isInstanceOf(RunFault.class)
          .hasMessage(
              "program 'p', instruction 1: wait: a run that is a reader itself would wait for"
                  + " ever");
    }
    try (var running = start(fixture(true).program("p", waiting))) {
      assertThatThrownBy(() -> running.run(Fixture.NOTHING))
          .isInstanceOf(RunFault.class)
          .hasMessageContaining("would wait for ever");
    }
  }

  @Test
  void aWaitIsForTheReadersThatAreThere() throws InterruptedException {
    var inside = new CountDownLatch(1);
    // Not watched: that a reader waits for this thread would look like a deadlock.
    var fixture =
        fixture(true)
            .unwatched()
            .sleepable()
            .helper(
                21,
                call -> {
                  inside.countDown();
                  call.machine().await(() -> !events.isEmpty(), "somebody");
                  events.add("reader goes on");
                  return 0;
                })
            .program("reader", new Asm().helper(ENTER).helper(21).helper(LEAVE).exit())
            .program("waiter", new Asm().helper(WAIT).exit());
    try (var running = start(fixture)) {
      var reader = Thread.ofPlatform().start(() -> running.run(Fixture.NOTHING));
      inside.await();
      var waiter = Thread.ofPlatform().start(() -> onOtherThread(1));
      events.add("go");
      waiter.join();
      reader.join();
      assertThat(events).containsExactly("go", "reader goes on", "waited");
    }
  }

  @Test
  void nobodyCeasesToReadWhoDoesNot() {
    try (var running =
        start(fixture(true).sleepable().program("p", new Asm().helper(LEAVE).exit()))) {
      assertThatThrownBy(() -> running.run(Fixture.NOTHING))
          .isInstanceOf(Violation.class)
          .hasMessageEndingWith("[section-not-entered]");
    }
  }

  @Test
  void aRunThatFaultsIsNoReaderAnyMore() {
    var asm = new Asm().move(1, 1).helper(DEFER).load(8, 0, 1, 0).exit();
    try (var running = start(fixture(true).program("p", asm))) {
      assertThatThrownBy(() -> running.run(Fixture.NOTHING)).isInstanceOf(Violation.class);
      assertThat(events).containsExactly("put off 1", "late 1");
    }
  }

  @Test
  void whatFailsLateIsAFaultOfTheRunThatWasWaitedFor() {
    var fixture =
        fixture(true)
            .helper(
                21,
                call -> {
                  call.machine().afterGracePeriod(() -> call.machine().load(16), "careless");
                  return 0;
                });
    var program = fixture.program("p", new Asm().helper(21).exit());
    try (var running = start(program)) {
      assertThatThrownBy(() -> running.run(Fixture.NOTHING))
          .isInstanceOf(RunFault.class)
          .hasMessageStartingWith(
              "program 'p', instruction 0: careless, after a grace period: read of 8 bytes through"
                  + " a null pointer");
    }
  }

  /// A scheduler that lets everybody go, and keeps what has become possible, if it wants to.
  private record Keeper(boolean wants, List<Runnable> kept, List<String> names)
      implements Scheduler {
    @Override
    public void before(int cpu, VisibleOperation operation) {}

    @Override
    public void blocked(int cpu, BooleanSupplier condition, String what) {
      throw new AssertionError("nobody waits here");
    }

    @Override
    public boolean gracePeriodOver(int cpu, String what, Runnable action) {
      names.add(cpu + " " + what);
      if (wants) {
        kept.add(action);
      }
      return wants;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSchedulerMayMakeAStepOfIt(boolean wants) {
    var keeper = new Keeper(wants, new ArrayList<>(), new ArrayList<>());
    try (var running = start(fixture(true).program("p", putOff(1)))) {
      running.run(Execution.of(running.programs().getFirst(), Fixture.NOTHING).on(3, keeper));
      assertThat(keeper.names()).containsExactly("3 late");
      if (wants) {
        assertThat(events).containsExactly("put off 1");
        keeper.kept().getFirst().run();
        keeper.kept().getFirst().run();
      }
      assertThat(events).as("once").containsExactly("put off 1", "late 1");
    }
    assertThat(events).hasSize(2);
  }

  @Test
  void whatASchedulerForgetsHappensAtTheEnd() {
    var keeper = new Keeper(true, new ArrayList<>(), new ArrayList<>());
    try (var running = start(fixture(true).program("p", putOff(1)))) {
      running.run(Execution.of(running.programs().getFirst(), Fixture.NOTHING).on(0, keeper));
      assertThat(running.finish()).isEmpty();
      assertThat(events).containsExactly("put off 1", "late 1");
    }
  }

  @Test
  void manyThreadsReadAndReplace() throws InterruptedException {
    var asm = new Asm().move(8, 300);
    int start = asm.size();
    asm.mapValue(1, 0, 0).helper(LOOK).jumpIf(Asm.JEQ, 0, 0, 1).load(8, 0, 0, 0);
    asm.mapValue(1, 0, 0).move(2, 7).helper(REPLACE).plus(8, -1);
    asm.jumpIf(Asm.JNE, 8, 0, start - asm.size() - 1).move(0, 0).exit();
    try (var running = start(fixture(true).program("p", asm))) {
      var threads = new ArrayList<Thread>();
      var failures = Collections.synchronizedList(new ArrayList<RuntimeException>());
      for (int i = 0; i < 4; i++) {
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        running.run(Fixture.NOTHING);
                        running.run(Fixture.NOTHING);
                      } catch (RuntimeException e) {
                        failures.add(e);
                      }
                    }));
      }
      for (var thread : threads) {
        thread.join();
      }
      assertThat(failures).isEmpty();
      assertThat(running.objects()).as("the one that is in the cell").hasSize(1);
    }
  }

  @Test
  void embeddersAreNoReaders() {
    var map = new BpfMap(BpfMap.Definition.of("m", MapType.ARRAY, 4, 8, 1));
    var created = new AtomicReference<mortise.spi.runtime.Machine>();
    var fixture =
        new Fixture()
            .map(
                map,
                (machine, spec) -> {
                  created.set(machine);
                  return new ArrayMap(machine, spec);
                });
    try (var running = fixture.instance(new Asm().move(0, 0).exit())) {
      created.get().afterGracePeriod(() -> events.add("at once"), "embedder");
      created.get().awaitGracePeriod("embedder");
      assertThat(events).containsExactly("at once");
      assertThat(running.map("m")).isNotEqualTo(Optional.empty());
    }
  }
}
