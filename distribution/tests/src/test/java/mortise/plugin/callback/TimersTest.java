package mortise.plugin.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import mortise.tests.FakeMachine;
import org.junit.jupiter.api.Test;

/// What a timer's functions answer, as the kernel's do..
class TimersTest {
  private static final int MONOTONIC = 1;

  private final FakeMachine machine = new FakeMachine();
  private final long timer = machine.allocate(16, "timer");

  private long initialise(long clock) {
    return Timers.initialise(machine.call(timer, 0, clock));
  }

  private long start(long flags) {
    return Timers.start(machine.call(timer, 0, flags));
  }

  private long cancel() {
    return Timers.cancel(machine.call(timer));
  }

  @Test
  void isMadeOnce() {
    assertThat(initialise(MONOTONIC)).isZero();
    assertThat(initialise(MONOTONIC)).as("EBUSY").isEqualTo(-16);
  }

  @Test
  void knowsThreeClocks() {
    for (long unknown : new long[] {2, 3, 8, 15, 16, 1L << 40, -1}) {
      assertThat(initialise(unknown)).as("EINVAL, clock %d", unknown).isEqualTo(-22);
    }
    for (long clock : new long[] {0, 1, 7}) {
      machine.fill(timer, 16, (byte) 0);
      assertThat(initialise(clock)).as("clock %d", clock).isZero();
    }
  }

  @Test
  void unmadeItCanDoNothing() {
    assertThat(Timers.setCallback(machine.call(timer, 7))).as("EINVAL").isEqualTo(-22);
    assertThat(start(0)).as("EINVAL").isEqualTo(-22);
    assertThat(cancel()).as("EINVAL").isEqualTo(-22);
  }

  @Test
  void startsWithACallbackOnly() {
    initialise(MONOTONIC);
    assertThat(start(0)).as("EINVAL").isEqualTo(-22);
    assertThat(Timers.setCallback(machine.call(timer, 7))).isZero();
    assertThat(start(4)).as("EINVAL").isEqualTo(-22);
    assertThat(cancel()).as("it was not running").isZero();
    assertThat(start(0)).as("cancelled, it has no callback").isEqualTo(-22);
    assertThat(Optional.of(machine.load(timer))).contains(0L);
  }
}
