package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;
import mortise.object.BpfMap;
import mortise.object.MapType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulerTest {
  /// Two CPUs that take turns as a script says: the n-th visible operation of the whole machine is
  /// made by the CPU that the script's n-th character names. A CPU that is done, or waits, leaves
  /// its turns to the other.
  private static final class Script implements Scheduler {
    private final String turns;
    private final Semaphore[] mayGo = {new Semaphore(0), new Semaphore(0)};
    private final boolean[] done = new boolean[2];
    private final List<String> trace = new ArrayList<>();
    private int next;

    Script(String turns) {
      this.turns = turns;
    }

    private void pass() {
      int cpu = next < turns.length() ? turns.charAt(next) - '0' : done[0] ? 1 : 0;
      next++;
      mayGo[done[cpu] ? 1 - cpu : cpu].release();
    }

    private void turn(int cpu) {
      mayGo[cpu].acquireUninterruptibly();
    }

    @Override
    public void before(int cpu, VisibleOperation operation) {
      pass();
      turn(cpu);
      trace.add(cpu + " " + operation.kind());
    }

    @Override
    public void blocked(int cpu, BooleanSupplier condition, String what) {
      trace.add(cpu + " waits for " + what);
      mayGo[done[1 - cpu] ? cpu : 1 - cpu].release();
      turn(cpu);
    }

    @Override
    public void started(int cpu) {
      turn(cpu);
    }

    @Override
    public void finished(int cpu) {
      done[cpu] = true;
      if (!done[1 - cpu]) {
        pass();
      }
    }

    /// Starts both CPUs and gives what their runs gave.
    long[] run(Instance instance) {
      var results = new AtomicLongArray(2);
      var ready = new CountDownLatch(2);
      var threads = new ArrayList<Thread>();
      for (int cpu = 0; cpu < 2; cpu++) {
        int number = cpu;
        var program = instance.programs().get(cpu);
        threads.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      ready.countDown();
                      results.set(
                          number,
                          instance.run(Execution.of(program, Fixture.NOTHING).on(number, this)));
                    }));
      }
      pass();
      threads.forEach(SchedulerTest::join);
      return new long[] {results.get(0), results.get(1)};
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static BpfMap shared() {
    return new BpfMap(BpfMap.Definition.of("shared", MapType.ARRAY, 4, 16, 1));
  }

  /// r0 = shared; shared = r0 + 1, not atomically; uses its stack in between.
  private static Asm increment() {
    return new Asm()
        .mapValue(1, 0, 0)
        .load(8, 0, 1, 0)
        .store(8, 10, -8, 0)
        .load(8, 2, 10, -8)
        .plus(2, 1)
        .store(8, 1, 0, 2)
        .exit();
  }

  /// The turns: the first of each CPU lets it come to its first operation.
  @ParameterizedTest
  @CsvSource({
    // one after the other
    "000111, 0, 1, 2",
    "111000, 1, 0, 2",
    // both load before either stores: one increment is lost
    "010101, 0, 0, 1",
    "001101, 0, 0, 1",
  })
  void twoCpusInterleaveAsTheSchedulerSays(String turns, long first, long second, long sum) {
    var fixture =
        new Fixture()
            .map(shared(), ArrayMap::new)
            .program("first", increment())
            .program("second", increment());
    for (int repetition = 0; repetition < 20; repetition++) {
      try (var instance = fixture.instance()) {
        var script = new Script(turns);
        var results = script.run(instance);

        assertThat(results).as(turns).containsExactly(first, second);
        var value = instance.map("shared").orElseThrow().lookup(new byte[4]).orElseThrow();
        assertThat(value[0]).isEqualTo((byte) sum);
        assertThat(script.trace)
            .as("own stacks are invisible")
            .hasSize(4)
            .allMatch(step -> step.endsWith("LOAD") || step.endsWith("STORE"));
      }
    }
  }

  /// lock(shared + 8); shared++ not atomically; unlock
  private static Asm lockedIncrement() {
    return new Asm()
        .mapValue(1, 0, 8)
        .helper(1)
        .mapValue(1, 0, 0)
        .load(8, 0, 1, 0)
        .copy(2, 0)
        .plus(2, 1)
        .store(8, 1, 0, 2)
        .mapValue(1, 0, 8)
        .copy(6, 0)
        .helper(2)
        .copy(0, 6)
        .exit();
  }

  private static Fixture withLock() {
    return new Fixture()
        .map(shared(), ArrayMap::new)
        .helper(
            1,
            call -> {
              long lock = call.argument(0);
              var machine = call.machine();
              machine.await(() -> machine.compareAndExchange(lock, 4, 0, 1) == 0, "the lock");
              return 0;
            })
        .helper(
            2,
            call -> {
              call.machine().store(call.argument(0), 4, 0);
              return 0;
            });
  }

  @Test
  void waitingLetsTheOtherGoOn() {
    var fixture =
        withLock().program("first", lockedIncrement()).program("second", lockedIncrement());
    try (var instance = fixture.instance()) {
      // the second CPU comes to the lock while the first holds it
      var script = new Script("00111");
      var results = script.run(instance);

      assertThat(results).containsExactlyInAnyOrder(0, 1);
      assertThat(script.trace).contains("1 waits for the lock");
    }
  }

  @Test
  void locksLockBetweenThreads() {
    // a thousand locked increments, by four threads
    var asm = new Asm().move(7, 1000);
    int start = asm.size();
    lockedIncrement().slots().stream()
        .limit(lockedIncrement().size() - 2)
        .forEach(
            slot ->
                asm.add(
                    slot.opcode(),
                    slot.destination(),
                    slot.source(),
                    slot.offset(),
                    slot.immediate()));
    asm.plus(7, -1);
    asm.jumpIf(Asm.JNE, 7, 0, start - asm.size() - 1);
    asm.move(0, 0).exit();
    try (var instance = withLock().instance(asm)) {
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 4; i++) {
        threads.add(Thread.ofPlatform().start(() -> instance.run(Fixture.NOTHING)));
      }
      threads.forEach(SchedulerTest::join);

      var value = instance.map("shared").orElseThrow().lookup(new byte[4]).orElseThrow();
      assertThat((value[0] & 0xff) | (value[1] & 0xff) << 8).isEqualTo(4000);
    }
  }

  @Test
  void atomicsAreAtomicBetweenThreads() {
    // a thousand of *p += 1 and p[1] ^= 1 each
    var asm =
        new Asm()
            .mapValue(1, 0, 0)
            .move(7, 1001)
            .move(2, 1)
            .atomic(0, 8, 1, 0, 2)
            .atomic(0xa0, 8, 1, 8, 2)
            .plus(7, -1)
            .jumpIf(Asm.JNE, 7, 0, -4)
            .move(0, 0)
            .exit();
    try (var instance = new Fixture().map(shared(), ArrayMap::new).instance(asm)) {
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 4; i++) {
        threads.add(Thread.ofPlatform().start(() -> instance.run(Fixture.NOTHING)));
      }
      threads.forEach(SchedulerTest::join);

      var value = instance.map("shared").orElseThrow().lookup(new byte[4]).orElseThrow();
      assertThat((value[0] & 0xff) | (value[1] & 0xff) << 8).isEqualTo(4004);
      assertThat(value[8]).isZero();
    }
  }

  @Test
  void aSchedulerEndsARunByThrowing() {
    var enough = new IllegalStateException("enough");
    Scheduler scheduler =
        new Scheduler() {
          @Override
          public void before(int cpu, VisibleOperation operation) {
            assertThat(operation.kind()).isEqualTo(VisibleOperation.Kind.CALL);
            assertThat(operation.function()).isEqualTo("helper_1");
          }

          @Override
          public void blocked(int cpu, BooleanSupplier condition, String what) {
            throw enough;
          }
        };
    var fixture =
        new Fixture()
            .helper(
                1,
                call -> {
                  call.machine().await(() -> false, "never");
                  return 0;
                });
    try (var instance = fixture.instance(new Asm().helper(1).exit())) {
      var execution =
          Execution.of(instance.programs().getFirst(), Fixture.NOTHING).on(0, scheduler);

      assertThat(catchThrowableOfType(RuntimeException.class, () -> instance.run(execution)))
          .isSameAs(enough);
    }
  }

  @Test
  void observersSeeEveryInstruction() {
    var asm = new Asm().move(6, 5).move(1, 3).call(4).exit().copy(0, 1).plus(0, 1).exit();
    var seen = new ArrayList<String>();
    StepObserver observer =
        state -> {
          var outer = state.depth() == 0 ? "" : " r6 of the caller " + state.savedRegister(0, 6);
          seen.add(state.slot() + ": r0=" + state.register(0) + outer);
        };
    try (var instance = new Fixture().instance(asm)) {
      var execution =
          Execution.of(instance.programs().getFirst(), Fixture.NOTHING).watchedBy(observer);
      assertThat(instance.run(execution)).isEqualTo(4);
    }
    assertThat(seen)
        .containsExactly(
            "0: r0=0",
            "1: r0=0",
            "2: r0=0",
            "4: r0=0 r6 of the caller 5",
            "5: r0=3 r6 of the caller 5",
            "6: r0=4 r6 of the caller 5",
            "3: r0=4");
  }
}
