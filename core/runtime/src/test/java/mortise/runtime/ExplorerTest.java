package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import mortise.object.BpfMap;
import mortise.object.MapType;
import mortise.runtime.schedule.Bounds;
import mortise.runtime.schedule.Explorer;
import mortise.runtime.schedule.Failure;
import mortise.runtime.schedule.InstanceTrials;
import mortise.runtime.schedule.Outcome;
import mortise.runtime.schedule.Report;
import mortise.runtime.schedule.Schedule.Turn;
import mortise.runtime.schedule.Watcher;
import mortise.spi.runtime.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplorerTest {
  private static final int LOCK = 1;
  private static final int UNLOCK = 2;
  private static final int ALLOCATE = 3;
  private static final int FREE = 4;
  private static final int ADD = 5;

  private static BpfMap shared() {
    return new BpfMap(BpfMap.Definition.of("shared", MapType.ARRAY, 4, 32, 1));
  }

  /// A map of four words, locks that lock, objects.
  private static Fixture fixture() {
    return new Fixture()
        .map(shared(), ArrayMap::new)
        .helper(LOCK, call -> lock(call.machine(), call.argument(0)))
        .helper(
            UNLOCK,
            call -> {
              call.machine().exchange(call.argument(0), 4, 0);
              return 0;
            })
        .helper(
            ADD,
            call -> {
              // not atomic
              long word = call.argument(0);
              long was = call.machine().load(word);
              call.machine().store(word, was + call.argument(1));
              return was;
            })
        .helper(ALLOCATE, call -> call.machine().allocate(8, "object"))
        .helper(
            FREE,
            call -> {
              call.machine().free(call.argument(0));
              return 0;
            });
  }

  private static long lock(Machine machine, long lock) {
    while (machine.compareAndExchange(lock, 4, 0, 1) != 0) {
      machine.await(() -> machine.load(lock, 4) == 0, "the lock");
    }
    return 0;
  }

  private static InstanceTrials trials(Fixture fixture) {
    var spec = fixture.spec();
    return new InstanceTrials(spec, spec.programs(), Fixture.NOTHING);
  }

  private static Report explore(Fixture fixture, Bounds bounds) {
    return new Explorer(trials(fixture), bounds, Watcher.NONE).explore();
  }

  private static Failure failure(Fixture fixture) {
    var report = explore(fixture, Bounds.DEFAULT);
    assertThat(report.end()).isEqualTo(Report.End.FAILED);
    return report.failure().orElseThrow();
  }

  /// So many atomic additions to the word.
  private static Asm additions(int count, int word) {
    var asm = new Asm().mapValue(1, 0, word * 8).move(2, 1);
    for (int i = 0; i < count; i++) {
      asm.atomic(0, 8, 1, 0, 2);
    }
    return asm.move(0, 0).exit();
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 2", "2, 3, 10", "4, 4, 70", "5, 3, 56", "6, 5, 462"})
  void twoCpusHaveAsManySchedulesAsThereAreWaysToMixTheirSteps(int n, int m, int choose) {
    var fixture = fixture().program("a", additions(n, 0)).program("b", additions(m, 0));
    var report = explore(fixture, Bounds.DEFAULT.withPreemptions(20).unreduced());

    assertThat(report.end()).isEqualTo(Report.End.ALL);
    assertThat(report.schedules()).isEqualTo(choose);
    assertThat(report.pruned()).isZero();
    assertThat(report.outcomes()).hasSize(1);
  }

  @Test
  void threeCpusToo() {
    // 6! / (2! 2! 2!)
    var fixture =
        fixture()
            .program("a", additions(2, 0))
            .program("b", additions(2, 0))
            .program("c", additions(2, 0));
    assertThat(explore(fixture, Bounds.DEFAULT.withPreemptions(20).unreduced()).schedules())
        .isEqualTo(90);
  }

  @ParameterizedTest
  // two orders; two times three places for one preemption each; …
  @CsvSource({"0, 2", "1, 8", "2, 26"})
  void theBoundCountsPreemptions(int preemptions, int schedules) {
    var fixture = fixture().program("a", additions(4, 0)).program("b", additions(4, 0));
    var report = explore(fixture, Bounds.DEFAULT.withPreemptions(preemptions).unreduced());

    assertThat(report.end()).isEqualTo(Report.End.BOUND);
    assertThat(report.schedules()).isEqualTo(schedules).isEqualTo(mixes(4, 4, preemptions));
  }

  /// In how many ways the steps of two CPUs can be mixed with at most so many preemptions.
  private static long mixes(int n, int m, int preemptions) {
    return IntStream.range(0, 1 << (n + m))
        .filter(order -> Integer.bitCount(order) == n)
        .filter(
            order -> {
              int found = 0;
              int[] left = {m, n};
              for (int i = 0; i < n + m; i++) {
                int cpu = order >> i & 1;
                left[cpu]--;
                if (i + 1 < n + m && (order >> (i + 1) & 1) != cpu && left[cpu] > 0) {
                  found++;
                }
              }
              return found <= preemptions;
            })
        .count();
  }

  @Test
  void whatOthersDoNotTouchIsNoPlaceToSwitchAt() {
    var fixture = fixture().program("a", additions(50, 0)).program("b", additions(50, 1));
    var report = explore(fixture, Bounds.DEFAULT.withPreemptions(20));

    assertThat(report.end()).isEqualTo(Report.End.ALL);
    assertThat(report.points()).isZero();
    assertThat(report.schedules()).isLessThanOrEqualTo(2);
  }

  /// r0 = word++, not atomically
  private static Asm increment(Asm asm) {
    return asm.mapValue(1, 0, 0).load(8, 0, 1, 0).copy(2, 0).plus(2, 1).store(8, 1, 0, 2);
  }

  @Test
  void aLostUpdateIsAmongTheOutcomes() {
    var fixture =
        fixture()
            .program("a", increment(new Asm()).exit())
            .program("b", increment(new Asm()).exit());
    var report = explore(fixture, Bounds.DEFAULT);

    assertThat(report.end()).isEqualTo(Report.End.ALL);
    assertThat(report.outcomes().keySet().stream().map(Outcome::values))
        .containsExactlyInAnyOrder(List.of(0L, 1L), List.of(1L, 0L), List.of(0L, 0L));
    assertThat(values(report)).containsExactlyInAnyOrder("01", "02");
  }

  private static Set<String> values(Report report) {
    var values = new HashSet<String>();
    for (var outcome : report.outcomes().keySet()) {
      values.add(
          "%02x".formatted(outcome.contents().getFirst().entries().getFirst().value().get(0)));
    }
    return values;
  }

  private static Asm locked(Asm asm, int lock) {
    return asm.mapValue(1, 0, lock).helper(LOCK);
  }

  private static Asm unlocked(Asm asm, int lock) {
    return asm.mapValue(1, 0, lock).helper(UNLOCK);
  }

  private static Asm lockedIncrement() {
    return unlocked(increment(locked(new Asm(), 24)).copy(6, 0), 24).copy(0, 6).exit();
  }

  @Test
  void noUpdateIsLostUnderALock() {
    var fixture = fixture().program("a", lockedIncrement()).program("b", lockedIncrement());
    var report = explore(fixture, Bounds.DEFAULT.withPreemptions(20));

    assertThat(report.end()).isEqualTo(Report.End.ALL);
    assertThat(report.outcomes().keySet().stream().map(Outcome::values))
        .containsExactlyInAnyOrder(List.of(0L, 1L), List.of(1L, 0L));
    // lock and unlock; what lies between is ordered by them
    assertThat(report.points()).isEqualTo(4);
  }

  @Test
  void aLockThatDoesNotExcludeLosesAnUpdate() {
    var fixture =
        fixture()
            .helper(LOCK, call -> 0)
            .program("a", lockedIncrement())
            .program("b", lockedIncrement());
    assertThat(explore(fixture, Bounds.DEFAULT).outcomes().keySet().stream().map(Outcome::values))
        .contains(List.of(0L, 0L));
  }

  private static Asm bothLocks(int first, int second) {
    var asm = locked(locked(new Asm(), first), second);
    return unlocked(unlocked(asm, second), first).move(0, 0).exit();
  }

  @Test
  void aDeadlockIsFoundAndNeedsOnePreemption() {
    var fixture = fixture().program("a", bothLocks(16, 24)).program("b", bothLocks(24, 16));
    var found = failure(fixture);

    assertThat(found.check()).isEqualTo("deadlock");
    assertThat(found.message())
        .contains("CPU 0 waits for the lock at instruction 5 of 'a'")
        .contains("CPU 1 waits for the lock at instruction 5 of 'b'");
    assertThat(found.preemptions()).isEqualTo(1);
    // a takes one lock; b takes the other, tries a's, looks at it and waits; a does so too
    assertThat(found.schedule().turns().subList(0, 3))
        .containsExactly(new Turn(0, 1), new Turn(1, 3), new Turn(0, 2));
  }

  @Test
  void aCpuThatNeverReleasesIsADeadlockWithoutAnyPreemption() {
    var fixture =
        fixture()
            .program("a", locked(new Asm(), 24).exit())
            .program("b", locked(new Asm(), 24).exit());
    assertThat(failure(fixture).preemptions()).isZero();
  }

  /// Allocates an object, exchanges it for what is in the word, and frees what it got.
  private static Asm swap(boolean atomic) {
    var asm = new Asm().helper(ALLOCATE).mapValue(6, 0, 0);
    if (atomic) {
      asm.atomic(0xe1, 8, 6, 0, 0).copy(1, 0);
    } else {
      asm.load(8, 1, 6, 0).store(8, 6, 0, 0);
    }
    return asm.jumpIf(Asm.JEQ, 1, 0, 1).helper(FREE).move(0, 0).exit();
  }

  @Test
  void whatIsLeftAtTheEndIsALeak() {
    // the object of whoever comes last stays in the word
    var fixture = fixture().program("a", swap(true)).program("b", swap(true));
    assertThat(failure(fixture).check()).isEqualTo("leak");
  }

  /// Frees what is in the word, if there is something; atomically, or not.
  private static Asm release(boolean atomic) {
    var asm = new Asm().mapValue(6, 0, 0).move(1, 0);
    if (atomic) {
      asm.atomic(0xe1, 8, 6, 0, 1);
    } else {
      asm.load(8, 1, 6, 0).storeImmediate(8, 6, 0, 0);
    }
    return asm.jumpIf(Asm.JEQ, 1, 0, 1).helper(FREE).move(0, 0).exit();
  }

  @Test
  void twoWhoTakeTheSameObjectAreFound() {
    assertThat(explore(orderly(true), Bounds.DEFAULT).failure()).isEmpty();
    assertThat(failure(orderly(false)).check()).isIn("memory", "leak");
  }

  /// Each puts an object into the word and takes out what is there in the end: nothing is left.
  private static Fixture orderly(boolean atomic) {
    var all = swap(atomic);
    var whole = new Asm();
    all.slots().stream()
        .limit(all.size() - 2)
        .forEach(
            s -> whole.add(s.opcode(), s.destination(), s.source(), s.offset(), s.immediate()));
    release(atomic)
        .slots()
        .forEach(
            s -> whole.add(s.opcode(), s.destination(), s.source(), s.offset(), s.immediate()));
    return fixture().program("a", whole).program("b", whole);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void reductionLosesNothing(int preemptions) {
    for (int seed = 0; seed < 30; seed++) {
      var random = new Random(seed * 10L + preemptions);
      var fixture = fixture();
      int cpus = 2 + random.nextInt(2);
      for (int cpu = 0; cpu < cpus; cpu++) {
        fixture.program("p" + cpu, generated(random, cpus == 2 ? 4 : 3));
      }
      var bounds = Bounds.DEFAULT.withPreemptions(preemptions);
      var all = explore(fixture, bounds.unreduced());
      var fewer = explore(fixture, bounds);

      assertThat(fewer.failure().map(Failure::check))
          .as("seed %d", seed)
          .isEqualTo(all.failure().map(Failure::check));
      if (all.failure().isEmpty()) {
        assertThat(fewer.outcomes().keySet())
            .as("seed %d", seed)
            .isEqualTo(all.outcomes().keySet());
        assertThat(fewer.schedules()).isLessThanOrEqualTo(all.schedules() + cpus);
      }
    }
  }

  /// Reads and writes of three words, under locks or not.
  private static Asm generated(Random random, int statements) {
    var asm = new Asm().move(6, 1);
    var held = new ArrayList<Integer>();
    for (int i = 0; i < statements; i++) {
      int word = random.nextInt(2) * 8;
      switch (random.nextInt(7)) {
        case 0 -> asm.mapValue(1, 0, word).load(8, 6, 1, 0);
        case 1 -> asm.mapValue(1, 0, word).plus(6, i + 1).store(8, 1, 0, 6);
        case 2 -> asm.mapValue(1, 0, word).atomic(0, 8, 1, 0, 6);
        case 3 -> asm.mapValue(1, 0, word).move(2, i + 1).helper(ADD).copy(6, 0);
        case 4 -> {
          // what is done depends on what others did
          asm.mapValue(1, 0, word).load(8, 2, 1, 0).jumpIf(Asm.JEQ, 2, 0, 1).store(8, 1, 8, 6);
        }
        default -> {
          int lock = 24 + 4 * random.nextInt(2);
          if (held.contains(lock)) {
            unlocked(asm, lock);
            held.remove(Integer.valueOf(lock));
          } else {
            locked(asm, lock);
            held.add(lock);
          }
        }
      }
    }
    held.forEach(lock -> unlocked(asm, lock));
    return asm.copy(0, 6).exit();
  }

  @Test
  void aFailingScheduleFailsAgain() {
    var fixture = fixture().program("a", bothLocks(16, 24)).program("b", bothLocks(24, 16));
    var found = failure(fixture);
    for (int i = 0; i < 10; i++) {
      var replay =
          new Explorer(trials(fixture), Bounds.DEFAULT, Watcher.NONE).replay(found.schedule());
      assertThat(replay.fits()).isTrue();
      assertThat(replay.failure().map(Failure::message)).contains(found.message());
      assertThat(replay.operations()).isEqualTo(found.operations());
    }
  }

  @Test
  void randomSchedulesFindADeadlock() {
    var fixture = fixture().program("a", bothLocks(16, 24)).program("b", bothLocks(24, 16));
    var report = new Explorer(trials(fixture), Bounds.DEFAULT, Watcher.NONE).sample(1, 1000, 2);
    assertThat(report.failure().orElseThrow().check()).isEqualTo("deadlock");
    assertThat(report.failure().orElseThrow().schedule().switches()).isEqualTo(2);
  }

  @Test
  void aProgramThatNeverEndsIsALimit() {
    // while (word == 0);
    var fixture =
        fixture()
            .limits(Limits.DEFAULT.withSteps(1000))
            .program(
                "a", new Asm().mapValue(1, 0, 0).load(8, 0, 1, 0).jumpIf(Asm.JEQ, 0, 0, -2).exit())
            .program("b", additions(1, 0));
    assertThat(failure(fixture).check()).isEqualTo("step-limit");
  }

  @Test
  void aThousandOperationsAreTooMany() {
    var fixture = fixture().program("a", additions(1000, 0)).program("b", additions(1, 0));
    var report = explore(fixture, Bounds.DEFAULT.withOperations(500));
    assertThat(report.failure().orElseThrow().message()).contains("limit of 500 operations");
  }

  @Test
  void whoeverHasEnoughGetsWhatWasCovered() {
    var fixture = fixture().program("a", additions(30, 0)).program("b", additions(30, 0));
    var watcher =
        new Watcher() {
          private int asked;

          @Override
          public boolean isEnough() {
            return ++asked > 10;
          }
        };
    var report =
        new Explorer(trials(fixture), Bounds.DEFAULT.unreduced().withPreemptions(50), watcher)
            .explore();
    assertThat(report.end()).isEqualTo(Report.End.STOPPED);
    assertThat(report.rounds()).isBetween(5L, 11L);
  }
}
