package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mortise.object.BpfMap;
import mortise.object.MapType;
import mortise.runtime.schedule.Bounds;
import mortise.runtime.schedule.Explorer;
import mortise.runtime.schedule.Failure;
import mortise.runtime.schedule.InstanceTrials;
import mortise.runtime.schedule.Operation;
import mortise.runtime.schedule.Outcome;
import mortise.runtime.schedule.Report;
import mortise.runtime.schedule.Watcher;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.Implementation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What functions do under schedules: interleaved with others, put off, and waiting for readers.
class ExplorerCallsTest {
  private static final int LOCK = 1;
  private static final int UNLOCK = 2;
  private static final int ALLOCATE = 3;
  private static final int RETIRE = 4;
  private static final int ENTER = 5;
  private static final int LEAVE = 6;
  private static final int SYNCHRONIZE = 7;
  private static final int LOOKUP = 8;
  private static final int WORD = 0;
  private static final int MUTEX = 24;

  private static BpfMap map() {
    return new BpfMap(BpfMap.Definition.of("shared", MapType.ARRAY, 4, 32, 1));
  }

  private static Fixture fixture() {
    return new Fixture()
        .map(map(), ArrayMap::new)
        .helper(LOCK, ExplorerCallsTest::lock)
        .helper(
            UNLOCK,
            call -> {
              call.machine().exchange(call.argument(0), 4, 0);
              return 0;
            })
        .helper(ALLOCATE, call -> call.machine().allocate(8, "object"))
        .helper(
            RETIRE,
            call -> {
              var machine = call.machine();
              long object = call.argument(0);
              machine.afterGracePeriod(() -> machine.free(object), "free");
              return 0;
            })
        .helper(
            ENTER,
            call -> {
              call.machine().enterReader();
              return 0;
            })
        .helper(
            LEAVE,
            call -> {
              call.machine().leaveReader();
              return 0;
            })
        .helper(
            SYNCHRONIZE,
            call -> {
              call.machine().awaitGracePeriod("synchronize");
              return 0;
            })
        .helper(LOOKUP, call -> call.machine().map(call.argument(0)).lookup(call.argument(1)));
  }

  private static long lock(Call call) {
    var machine = call.machine();
    long lock = call.argument(0);
    while (machine.compareAndExchange(lock, 4, 0, 1) != 0) {
      machine.await(() -> machine.load(lock, 4) == 0, "the lock");
    }
    return 0;
  }

  private static Report explore(Fixture fixture, Bounds bounds) {
    var spec = fixture.spec();
    var trials = new InstanceTrials(spec, spec.programs(), Fixture.NOTHING);
    return new Explorer(trials, bounds, Watcher.NONE).explore();
  }

  private static Report explore(Fixture fixture) {
    return explore(fixture, Bounds.DEFAULT);
  }

  /// lock; r0 = word++; unlock
  private static Asm lockedIncrement() {
    return new Asm()
        .mapValue(1, 0, MUTEX)
        .helper(LOCK)
        .mapValue(1, 0, WORD)
        .load(8, 6, 1, 0)
        .copy(2, 6)
        .plus(2, 1)
        .store(8, 1, 0, 2)
        .mapValue(1, 0, MUTEX)
        .helper(UNLOCK)
        .copy(0, 6)
        .exit();
  }

  private static List<List<Long>> values(Report report) {
    return report.outcomes().keySet().stream().map(Outcome::values).distinct().toList();
  }

  private static Report withLock(Implementation lock) {
    return explore(
        fixture()
            .helper(LOCK, lock)
            .program("a", lockedIncrement())
            .program("b", lockedIncrement()));
  }

  @Test
  void aLockThatLooksBeforeItTakesDoesNotExclude() {
    // Both look, both find it free, both take it: one increment is lost.
    var report =
        withLock(
            call -> {
              var machine = call.machine();
              long lock = call.argument(0);
              machine.await(() -> machine.load(lock, 4) == 0, "the lock");
              machine.store(lock, 4, 1);
              return 0;
            });
    assertThat(values(report)).contains(List.of(0L, 0L));
  }

  @Test
  void aLockThatTakesInOneStepExcludes() {
    var report = withLock(ExplorerCallsTest::lock);
    assertThat(values(report)).containsExactlyInAnyOrder(List.of(0L, 1L), List.of(1L, 0L));
  }

  /// word = an object; *object = 1; word = 0; what was in the word is retired.
  private static Asm publish() {
    return new Asm()
        .helper(ALLOCATE)
        .jumpIf(Asm.JEQ, 0, 0, 7)
        .mapValue(6, 0, WORD)
        .copy(7, 0)
        .store(8, 6, 0, 7)
        .storeImmediate(8, 6, 0, 0)
        .copy(1, 7)
        .helper(RETIRE)
        .move(0, 0)
        .exit();
  }

  /// If there is an object in the word, reads it.
  private static Asm read() {
    return new Asm()
        .mapValue(6, 0, WORD)
        .load(8, 1, 6, 0)
        .move(0, 0)
        .jumpIf(Asm.JEQ, 1, 0, 2)
        .load(8, 0, 1, 0)
        .move(0, 1)
        .exit();
  }

  @Test
  void readersKeepWhatTheyMaySeeUntilTheyEnd() {
    var report = explore(fixture().program("a", publish()).program("b", read()), bounds(6));
    assertThat(report.end()).isEqualTo(Report.End.ALL);
    assertThat(values(report)).containsExactlyInAnyOrder(List.of(0L, 0L), List.of(0L, 1L));
  }

  private static Bounds bounds(int preemptions) {
    return Bounds.DEFAULT.withPreemptions(preemptions);
  }

  @Test
  void freeingBeforeTheGracePeriodIsFound() {
    var early =
        fixture()
            .helper(
                RETIRE,
                call -> {
                  call.machine().free(call.argument(0));
                  return 0;
                })
            .program("a", publish())
            .program("b", read());
    var failure = explore(early).failure().orElseThrow();
    assertThat(failure.check()).isEqualTo("memory");
    assertThat(failure.message()).contains("program 'b', instruction 5").contains("freed memory");
    assertThat(failure.schedule().switches()).isLessThanOrEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void reductionLosesNothingOfWhatIsPutOff(int preemptions) {
    var fixture = fixture().program("a", publish()).program("b", read()).program("c", publish());
    var all = explore(fixture, bounds(preemptions).unreduced());
    var fewer = explore(fixture, bounds(preemptions));
    assertThat(fewer.outcomes().keySet()).isEqualTo(all.outcomes().keySet());
    assertThat(fewer.schedules()).isLessThanOrEqualTo(all.schedules());
  }

  @Test
  void whatIsPutOffHappensInSchedulesAsAStepOfItsOwn() {
    // The reader that comes too late for the object sees that it is gone: what is put off can
    // happen before it ends, but not before it starts to look.
    var gone = new Asm().mapValue(6, 0, WORD).load(8, 0, 6, 0).exit();
    var count =
        fixture()
            .helper(
                RETIRE,
                call -> {
                  var machine = call.machine();
                  long object = call.argument(0);
                  long word = call.argument(1);
                  machine.afterGracePeriod(
                      () -> {
                        machine.free(object);
                        machine.store(word, 8, 5);
                      },
                      "count");
                  return 0;
                })
            .program(
                "a",
                new Asm()
                    .helper(ALLOCATE)
                    .copy(1, 0)
                    .mapValue(2, 0, WORD)
                    .helper(RETIRE)
                    .move(0, 0)
                    .exit())
            .program("b", gone);
    var report = explore(count, bounds(5));
    assertThat(report.end()).isEqualTo(Report.End.ALL);
    // b reads before; or starts after a's end, with what was put off before it or after
    assertThat(values(report)).containsExactlyInAnyOrder(List.of(0L, 0L), List.of(0L, 5L));
  }

  private static Asm synchronizing() {
    return new Asm()
        .mapValue(1, 0, MUTEX)
        .helper(LOCK)
        .helper(SYNCHRONIZE)
        .mapValue(1, 0, MUTEX)
        .helper(UNLOCK)
        .move(0, 0)
        .exit();
  }

  @Test
  void aReaderThatBlocksAGracePeriodForEverIsADeadlock() {
    var reader =
        new Asm()
            .helper(ENTER)
            .mapValue(1, 0, MUTEX)
            .helper(LOCK)
            .mapValue(1, 0, MUTEX)
            .helper(UNLOCK)
            .helper(LEAVE)
            .move(0, 0)
            .exit();
    var fixture = fixture().sleepable().program("a", synchronizing()).program("b", reader);
    Failure failure = explore(fixture).failure().orElseThrow();
    assertThat(failure.check()).isEqualTo("deadlock");
    assertThat(failure.message())
        .contains("CPU 0 waits for synchronize")
        .contains("CPU 1 waits for the lock");
  }

  @Test
  void aReaderThatEndsLetsTheGracePeriodEnd() {
    var reader = new Asm().helper(ENTER).helper(LEAVE).move(0, 0).exit();
    var fixture = fixture().sleepable().program("a", synchronizing()).program("b", reader);
    var report = explore(fixture, bounds(8));
    assertThat(report.end()).isEqualTo(Report.End.ALL);
    assertThat(report.failure()).isEmpty();
  }

  @Test
  void callsOfMapsAreNotInterrupted() {
    // a map may hold monitors while it works
    var lookup =
        new Asm()
            .storeImmediate(4, 10, -4, 0)
            .map(1, 0)
            .copy(2, 10)
            .plus(2, -4)
            .helper(LOOKUP)
            .load(8, 1, 0, 0)
            .plus(1, 1)
            .store(8, 0, 0, 1)
            .move(0, 0)
            .exit();
    var report = explore(fixture().program("a", lookup).program("b", lookup), bounds(9));
    assertThat(report.end()).isEqualTo(Report.End.ALL);
    assertThat(report.outcomes()).hasSize(2);
  }

  @Test
  void whatHappensWithinACallIsPartOfTheSchedule() {
    var twice = new Asm().mapValue(1, 0, WORD).helper(9).exit();
    var fixture =
        fixture()
            .helper(
                9,
                call -> {
                  var machine = call.machine();
                  long word = call.argument(0);
                  long was = machine.load(word);
                  machine.store(word, was + 1);
                  return was;
                })
            .program("a", twice)
            .program("b", twice);
    var report = explore(fixture);
    assertThat(values(report)).contains(List.of(0L, 0L));
    var lost =
        report.outcomes().entrySet().stream()
            .filter(e -> e.getKey().values().equals(List.of(0L, 0L)))
            .findFirst()
            .orElseThrow()
            .getValue();
    var spec = fixture.spec();
    var replay =
        new Explorer(
                new InstanceTrials(spec, spec.programs(), Fixture.NOTHING),
                Bounds.DEFAULT,
                Watcher.NONE)
            .replay(lost);
    assertThat(replay.fits()).isTrue();
    assertThat(replay.outcome().orElseThrow().values()).containsExactly(0L, 0L);
    assertThat(replay.operations()).extracting(Operation::part).contains(Operation.Part.INSIDE);
  }
}
