package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Who waits for whom.
class WaitingTest {
  private final Waiting waiting = new Waiting();

  @Test
  void whoWaitsForNobodyIsInNoCircle() {
    waiting.wait(1, () -> 0);
    assertThat(waiting.circle(1)).isZero();
    assertThat(waiting.circle(2)).isZero();
  }

  @Test
  void whoWaitsForHimselfIsACircleOfOne() {
    waiting.wait(1, () -> 1);
    assertThat(waiting.circle(1)).isEqualTo(1);
  }

  @Test
  void circlesHaveALength() {
    waiting.wait(1, () -> 2);
    assertThat(waiting.circle(1)).isZero();
    waiting.wait(2, () -> 1);
    assertThat(waiting.circle(1)).isEqualTo(2);
    assertThat(waiting.circle(2)).isEqualTo(2);
    waiting.wait(2, () -> 3);
    waiting.wait(3, () -> 1);
    assertThat(waiting.circle(1)).isEqualTo(3);
    waiting.goOn(3);
    assertThat(waiting.circle(1)).isZero();
  }

  @Test
  void whoOnlyLeadsIntoACircleIsNotInIt() {
    waiting.wait(1, () -> 2);
    waiting.wait(2, () -> 3);
    waiting.wait(3, () -> 2);
    assertThat(waiting.circle(1)).isZero();
    assertThat(waiting.circle(2)).isEqualTo(2);
  }
}
