package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import mortise.object.BpfMap;
import mortise.object.MapType;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static Asm forever() {
    return new Asm().jump(-1).exit();
  }

  @Test
  void aRunMayTakeExactlyItsLimit() {
    var asm = new Asm().move(0, 1).move(0, 2).exit();
    try (var instance = new Fixture().limits(Limits.DEFAULT.withSteps(3)).instance(asm)) {
      assertThat(instance.run(Fixture.NOTHING)).isEqualTo(2);
      var result =
          instance.runForResult(Execution.of(instance.programs().getFirst(), Fixture.NOTHING));
      assertThat(result.steps()).isEqualTo(3);
    }
    try (var instance = new Fixture().limits(Limits.DEFAULT.withSteps(2)).instance(asm)) {
      var fault = catchThrowableOfType(RunFault.class, () -> instance.run(Fixture.NOTHING));

      assertThat(fault.kind()).isEqualTo(RunFault.Kind.STEP_LIMIT);
      assertThat(fault.slot()).isEqualTo(2);
      assertThat(fault).hasMessageContaining("exceeds its limit of 2 instructions");
    }
  }

  @Test
  void endlessLoopsEnd() {
    try (var instance =
        new Fixture().limits(Limits.DEFAULT.withSteps(1_000_000)).instance(forever())) {
      assertThatThrownBy(() -> instance.run(Fixture.NOTHING))
          .hasMessageContaining("limit of 1000000 instructions");
    }
  }

  @Test
  void callbacksCountTowardsTheLimit() {
    // the callback runs 1 + 2 instructions, the program 4
    var asm = new Asm().function(1, 4).helper(1).exit().move(0, 0).exit();
    var fixture =
        new Fixture()
            .limits(Limits.DEFAULT.withSteps(30))
            .helper(
                1,
                call -> {
                  while (true) {
                    call.invoke(call.argument(0));
                  }
                });
    try (var instance = fixture.instance(asm)) {
      var fault = catchThrowableOfType(RunFault.class, () -> instance.run(Fixture.NOTHING));

      assertThat(fault.kind()).isEqualTo(RunFault.Kind.STEP_LIMIT);
    }
  }

  @Test
  void interruptionEndsARun() throws InterruptedException {
    var running = new CountDownLatch(1);
    var thrown = new AtomicReference<RunFault>();
    var fixture =
        new Fixture()
            .limits(Limits.DEFAULT.withSteps(Long.MAX_VALUE))
            .helper(
                1,
                call -> {
                  running.countDown();
                  return 0;
                });
    var asm = new Asm().helper(1).jump(-1).exit();
    try (var instance = fixture.instance(asm)) {
      var thread =
          Thread.ofPlatform()
              .start(
                  () ->
                      thrown.set(
                          catchThrowableOfType(
                              RunFault.class, () -> instance.run(Fixture.NOTHING))));
      running.await();
      thread.interrupt();
      thread.join();
    }
    assertThat(thrown.get().kind()).isEqualTo(RunFault.Kind.INTERRUPTED);
    assertThat(thrown.get()).hasMessageContaining("interrupted");
  }

  @Test
  void closingEndsRunsAlsoThoseThatWait() throws InterruptedException {
    var running = new CountDownLatch(1);
    var thrown = new AtomicReference<RunFault>();
    var fixture =
        new Fixture()
            .helper(
                1,
                call -> {
                  running.countDown();
                  call.machine().await(() -> false, "never");
                  return 0;
                });
    var instance = fixture.instance(new Asm().helper(1).exit());
    var thread =
        Thread.ofPlatform()
            .start(
                () ->
                    thrown.set(
                        catchThrowableOfType(RunFault.class, () -> instance.run(Fixture.NOTHING))));
    running.await();
    instance.close();
    thread.join();

    assertThat(thrown.get().kind()).isEqualTo(RunFault.Kind.INTERRUPTED);
    assertThatThrownBy(() -> instance.run(Fixture.NOTHING))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    instance.close();
  }

  @Test
  void anInstanceThatDoesNotFitSaysSo() {
    var map = new BpfMap(BpfMap.Definition.of("big", MapType.ARRAY, 4, 4096, 1000));
    var fixture = new Fixture().limits(Limits.DEFAULT.withMemory(1 << 20)).map(map, ArrayMap::new);

    assertThatThrownBy(() -> fixture.instance(forever()))
        .isInstanceOf(NotRunnableException.class)
        .hasMessageStartingWith("map 'big': 4096 bytes for 'big' exceed the machine's limit of")
        .hasMessageContaining("1048576");
  }

  @Test
  void programsGetNullWhenMemoryIsUsedUp() {
    // r0 = how many allocations of 4000 bytes succeed
    var asm = new Asm().move(6, 0).helper(1).jumpIf(Asm.JEQ, 0, 0, 2).plus(6, 1).jump(-4);
    asm.copy(0, 6).exit();
    var fixture =
        new Fixture()
            .limits(Limits.DEFAULT.withMemory(1 << 20))
            .helper(1, call -> call.machine().allocate(4000, "chunk"));
    try (var instance = fixture.instance(asm)) {
      // 4096 bytes and the bookkeeping each, beside the stack
      assertThat(instance.run(Fixture.NOTHING)).isBetween(240L, 252L);
      assertThat(instance.closeAndReport()).hasSizeBetween(240, 252);
    }
  }

  @Test
  void aMachineWithoutMemoryCanStillBeRunAndLookedAt() {
    // takes all there is, then calls a subprogram that needs a stack
    var asm = new Asm().helper(1).jumpIf(Asm.JNE, 0, 0, -2).call(4).exit().move(0, 5).exit();
    var map = new BpfMap(BpfMap.Definition.of("m", MapType.ARRAY, 4, 8, 1));
    var fixture =
        new Fixture()
            .limits(Limits.DEFAULT.withMemory(1 << 18))
            .map(map, ArrayMap::new)
            .helper(1, call -> call.machine().allocate(16, "crumb"));
    try (var instance = fixture.instance(asm)) {
      assertThat(instance.run(Fixture.NOTHING)).isEqualTo(5);
      assertThat(instance.map("m").orElseThrow().update(new byte[4], new byte[8], 0)).isZero();
    }
  }

  @Test
  void absurdSizesAreFaults() {
    for (long size : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32}) {
      var fixture = new Fixture().helper(1, call -> call.machine().allocate(size, "absurd"));
      try (var instance = fixture.instance(new Asm().helper(1).exit())) {
        assertThatThrownBy(() -> instance.run(Fixture.NOTHING)).isInstanceOf(RunFault.class);
      }
    }
  }
}
