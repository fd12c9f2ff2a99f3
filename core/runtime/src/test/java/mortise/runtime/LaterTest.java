package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import mortise.object.BpfMap;
import mortise.object.MapType;
import mortise.runtime.ghost.Deed;
import mortise.runtime.ghost.Meaning;
import mortise.runtime.memory.PlainType;
import mortise.runtime.schedule.Bounds;
import mortise.runtime.schedule.Explorer;
import mortise.runtime.schedule.InstanceTrials;
import mortise.runtime.schedule.Watcher;
import org.junit.jupiter.api.Test;

/// Callbacks that run once readers are gone, and objects handed to them.
class LaterTest {
  private static final int LATER = 1;
  private static final int NOTE = 2;
  private static final int CREATE = 3;
  private static final int FREE = 4;
  private static final int WAIT = 5;

  private final List<String> events = Collections.synchronizedList(new ArrayList<>());

  private Fixture fixture() {
    var cell = new BpfMap(BpfMap.Definition.of("cell", MapType.ARRAY, 4, 8, 1));
    return new Fixture()
        .map(cell, ArrayMap::new)
        .helper(
            LATER,
            BoundCall.of(
                    "later",
                    call -> {
                      call.later(call.argument(0), call.argument(1));
                      return 0;
                    })
                .meaning(Meaning.of(new Deed.Owes(1, -1, Deed.NONE))))
        .helper(
            NOTE,
            call -> {
              events.add("note " + call.argument(0));
              return 0;
            })
        .helper(
            CREATE,
            BoundCall.of("create", call -> call.machine().allocate(new PlainType("thing", 8)))
                .meaning(Meaning.of(new Deed.Owes(Deed.RESULT, 1, Deed.NONE))))
        .helper(
            FREE,
            BoundCall.of(
                    "free",
                    call -> {
                      call.machine().free(call.argument(0));
                      return 0;
                    })
                .meaning(Meaning.of(new Deed.Settles(0))))
        .helper(
            WAIT,
            call -> {
              var machine = call.machine();
              long word = call.argument(0);
              machine.await(() -> machine.load(word) != 0, "wait");
              return 0;
            });
  }

  /// Puts off a callback with `argument`, notes 1, and ends; `callback` follows.
  private static Asm putOff(int argument) {
    var asm = new Asm().function(1, 8).move(2, argument).helper(LATER);
    return asm.move(1, 1).helper(NOTE).move(0, 0).exit();
  }

  /// Makes an object and hands it to a callback, which follows.
  private static Asm hand() {
    var asm = new Asm().helper(CREATE).copy(2, 0).function(1, 7).helper(LATER);
    return asm.move(0, 0).exit();
  }

  @Test
  void aCallbackRunsOnceTheRunIsOver() {
    var asm = putOff(7).helper(NOTE).move(0, 0).exit();
    try (var instance = fixture().watched().instance(asm)) {
      instance.run(Fixture.NOTHING);
      assertThat(events).containsExactly("note 1", "note 7");
      instance.run(Fixture.NOTHING);
      assertThat(events).containsExactly("note 1", "note 7", "note 1", "note 7");
      assertThat(instance.finish()).isEmpty();
    }
  }

  @Test
  void callbacksPutOffOthersUntilNoneIsLeft() {
    // callback(n): note n; if n: later(callback, n - 1)
    var asm = putOff(3).copy(6, 1).helper(NOTE).jumpIf(Asm.JEQ, 6, 0, 5);
    asm.function(1, 8).copy(2, 6).plus(2, -1).helper(LATER).move(0, 0).exit();
    try (var instance = fixture().instance(asm)) {
      instance.run(Fixture.NOTHING);
    }
    assertThat(events).containsExactly("note 1", "note 3", "note 2", "note 1", "note 0");
  }

  @Test
  void whatGoesWrongInACallbackIsAFaultThere() {
    var asm = putOff(16).load(8, 0, 1, 0).exit();
    try (var instance = fixture().instance(asm)) {
      assertThatThrownBy(() -> instance.run(Fixture.NOTHING))
          .isInstanceOfSatisfying(
              RunFault.class,
              fault -> {
                assertThat(fault.slot()).isEqualTo(8);
                assertThat(fault.kind()).isEqualTo(RunFault.Kind.MEMORY);
              });
    }
  }

  @Test
  void whatIsHandedToACallbackIsTheCallbacksToGiveBack() {
    var good = hand().helper(FREE).move(0, 0).exit();
    try (var instance = fixture().watched().instance(good)) {
      instance.run(Fixture.NOTHING);
      assertThat(instance.objects()).as("no object is left").isEmpty();
      assertThat(instance.finish()).isEmpty();
    }
    var forgetful = hand().move(0, 0).exit();
    try (var instance = fixture().watched().instance(forgetful)) {
      assertThatThrownBy(() -> instance.run(Fixture.NOTHING))
          .isInstanceOf(Violation.class)
          .hasMessageContaining("the run ends and owes 1 for 'thing'");
    }
  }

  @Test
  void closingRunsWhatIsStillPutOff() {
    // A sleeper that is a reader when the instance is closed cannot be; one that faults leaves all.
    var asm = putOff(7).helper(NOTE).move(0, 0).exit();
    var fixture =
        fixture()
            .helper(
                LATER,
                call -> {
                  var machine = call.machine();
                  machine.enterReader();
                  call.later(call.argument(0), call.argument(1));
                  return 0;
                });
    try (var instance = fixture.sleepable().instance(asm)) {
      instance.run(Fixture.NOTHING);
      assertThat(events).containsExactly("note 1", "note 7");
    }
  }

  @Test
  void everyScheduleRunsEachCallback() {
    var fixture = fixture().watched().program("hand", hand().helper(FREE).move(0, 0).exit());
    var spec = fixture.spec();
    var trials =
        new InstanceTrials(
            spec, List.of(spec.programs().getFirst(), spec.programs().getFirst()), Fixture.NOTHING);
    var report = new Explorer(trials, Bounds.DEFAULT, Watcher.NONE).explore();
    assertThat(report.failure()).isEmpty();
    assertThat(report.schedules()).isGreaterThan(1);
  }

  @Test
  void aScheduleFindsWhatACallbackDoesWrong() {
    var twice = hand().copy(6, 1).helper(FREE).copy(1, 6).helper(FREE).move(0, 0).exit();
    var spec = fixture().program("twice", twice).spec();
    var trials = new InstanceTrials(spec, spec.programs(), Fixture.NOTHING);
    var report = new Explorer(trials, Bounds.DEFAULT, Watcher.NONE).explore();
    assertThat(report.failure()).isPresent();
    assertThat(report.failure().get().check()).isEqualTo("memory");
  }
}
