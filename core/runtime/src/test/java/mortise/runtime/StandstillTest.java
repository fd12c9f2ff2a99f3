package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import mortise.object.BpfMap;
import mortise.object.MapType;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.Implementation;
import mortise.spi.runtime.MapFactory;
import mortise.spi.runtime.MapInstance;
import org.junit.jupiter.api.Test;

/// Who waits for ever is told so, and nobody else.
class StandstillTest {
  private static final int WAIT = 1;
  private static final int GO = 2;

  private final List<RuntimeException> wrong = Collections.synchronizedList(new ArrayList<>());

  private static long await(Call call, BooleanSupplier condition) {
    call.machine().await(condition, "wait");
    return 0;
  }

  /// Programs `first` and `second`, which do but call one function each.
  private static Fixture two(Implementation first, Implementation second) {
    return new Fixture()
        .watched()
        .helper(WAIT, first)
        .helper(GO, second)
        .program("first", new Asm().helper(WAIT).exit())
        .program("second", new Asm().helper(GO).exit());
  }

  private Thread start(Instance instance, int program) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                instance.run(Execution.of(instance.programs().get(program), Fixture.NOTHING));
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

  private List<String> checks() {
    return wrong.stream().map(e -> e instanceof Violation v ? v.check() : e.getMessage()).toList();
  }

  @Test
  void whoIsAloneAndWaitsWaitsForEver() {
    try (var instance = two(call -> await(call, () -> false), call -> 0).instance()) {
      join(start(instance, 0));
    }
    assertThat(checks()).containsExactly("deadlock");
    assertThat(wrong.getFirst())
        .hasMessage("program 'first', instruction 0: the run waits for ever in wait [deadlock]");
  }

  /// The one that the first waits for goes on, and is over, right after the first has looked.
  @Test
  void whoWasWaitedForMayBeGoneWithoutHavingLeftAnybodyWaiting() {
    var done = new AtomicBoolean();
    var holder = new AtomicReference<Instance>();
    var looks = new ArrayList<Boolean>();
    Implementation wait =
        call ->
            await(
                call,
                () -> {
                  boolean holds = done.get();
                  if (!holds) {
                    join(start(holder.get(), 1));
                  }
                  looks.add(holds);
                  return holds;
                });
    Implementation go =
        call -> {
          done.set(true);
          return 0;
        };
    try (var instance = two(wait, go).instance()) {
      holder.set(instance);
      join(start(instance, 0));
    }
    assertThat(wrong).isEmpty();
    assertThat(looks).containsExactly(false, true);
  }

  @Test
  void whoWaitForEachOtherWaitForEverBoth() {
    Implementation wait = call -> await(call, () -> false);
    var both = new CountDownLatch(2);
    Implementation arrive =
        call -> {
          both.countDown();
          return await(call, () -> both.getCount() == 0) + wait.call(call);
        };
    try (var instance = two(arrive, arrive).instance()) {
      var threads = List.of(start(instance, 0), start(instance, 1));
      threads.forEach(StandstillTest::join);
    }
    assertThat(checks()).containsExactly("deadlock", "deadlock");
  }

  /// A lock whose holder broke down stays locked.
  @Test
  void whoWaitsForARunThatBrokeDownIsTold() {
    var toys = new Toys().fixture();
    var broken = new Scene().lock().helper(99).end();
    var fixture = toys.program("first", broken).program("second", new Scene().lock().end());
    try (var instance = fixture.instance()) {
      join(start(instance, 0));
      join(start(instance, 1));
    }
    assertThat(checks()).element(1).isEqualTo("deadlock");
  }

  /// As it is after any violation in the middle of something: the account is closed, and those who
  /// wait must still come back.
  @Test
  void whoWaitsForARunThatViolatedSomethingIsTold() {
    var waiting = new CountDownLatch(1);
    Implementation wait =
        call -> {
          waiting.countDown();
          return await(call, () -> false);
        };
    Implementation violate =
        call -> {
          try {
            waiting.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          throw new Violation("toy", "second", 0, "", "went wrong");
        };
    try (var instance = two(wait, violate).instance()) {
      var threads = List.of(start(instance, 0), start(instance, 1));
      threads.forEach(StandstillTest::join);
    }
    assertThat(checks()).containsExactlyInAnyOrder("toy", "deadlock");
  }

  /// Not only runs change what runs wait for: the run looks twice in vain, and in between the
  /// second look and what is made of it the application does its part and is gone.
  @Test
  void theEmbeddingApplicationMayBeWaitedFor() {
    var inside = new CountDownLatch(1);
    var looked = new CountDownLatch(1);
    var done = new AtomicBoolean();
    var application = new AtomicReference<Thread>();
    var looks = new ArrayList<Boolean>();
    Implementation wait =
        call ->
            await(
                call,
                () -> {
                  boolean holds = done.get();
                  looks.add(holds);
                  if (looks.size() == 2) {
                    looked.countDown();
                    join(application.get());
                  }
                  return holds;
                });
    Runnable part =
        () -> {
          inside.countDown();
          latch(looked);
          done.set(true);
        };
    var map = new BpfMap(BpfMap.Definition.of("m", MapType.ARRAY, 4, 8, 1));
    var fixture =
        two(wait, call -> 0)
            .map(map, (machine, spec) -> new Slow(new ArrayMap(machine, spec), part));
    try (var instance = fixture.instance()) {
      var handle = instance.map("m").orElseThrow();
      application.set(Thread.ofPlatform().start(() -> handle.lookup(new byte[4])));
      latch(inside);
      join(start(instance, 0));
    }
    assertThat(wrong).isEmpty();
    assertThat(looks).containsExactly(false, false, true);
  }

  /// A map whose lookups take their time.
  private record Slow(ArrayMap map, Runnable pause) implements MapInstance {
    @Override
    public MapFactory.Spec spec() {
      return map.spec();
    }

    @Override
    public long lookup(long key) {
      pause.run();
      return map.lookup(key);
    }

    @Override
    public int update(long key, long value, long flags) {
      return map.update(key, value, flags);
    }

    @Override
    public int delete(long key) {
      return map.delete(key);
    }

    @Override
    public List<Entry> entries() {
      return map.entries();
    }

    @Override
    public void close() {
      map.close();
    }
  }

  private static void latch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Time passes by itself.
  @Test
  void whoLooksAtTheClockDoesNotWaitForEver() {
    Implementation wait =
        call -> {
          var machine = call.machine();
          long start = machine.nanoseconds();
          return await(call, () -> machine.nanoseconds() - start > 1_000_000);
        };
    try (var instance = two(wait, call -> 0).instance()) {
      join(start(instance, 0));
    }
    assertThat(wrong).isEmpty();
  }
}
