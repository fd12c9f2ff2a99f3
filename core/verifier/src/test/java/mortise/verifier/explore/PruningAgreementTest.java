package mortise.verifier.explore;

import static org.assertj.core.api.Assertions.assertThat;

import mortise.verifier.Limits;
import mortise.verifier.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Cutting paths changes how much is explored, never what the verdict is: on programs small enough
/// to be followed along every path, both ways agree.
class PruningAgreementTest {
  private static final Limits LIMITS = new Limits(20_000, 1_000);
  private static final int PROGRAMS = 250;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void verdictsAgree(long part) {
    int accepted = 0;
    int rejected = 0;
    for (long seed = part * PROGRAMS; seed < (part + 1) * PROGRAMS; seed++) {
      var slots = RandomPrograms.of(seed).slots();
      var whole = SmallFamily.verify(slots, LIMITS.with(Limits.Pruning.NONE));
      if (whole instanceof Verdict.Undecided) {
        continue;
      }
      boolean good = whole instanceof Verdict.Accepted;
      accepted += good ? 1 : 0;
      rejected += good ? 0 : 1;
      for (var pruning : new Limits.Pruning[] {Limits.Pruning.NORMAL, Limits.Pruning.EAGER}) {
        assertThat(SmallFamily.verify(slots, LIMITS.with(pruning)) instanceof Verdict.Accepted)
            .as("program %d with %s", seed, pruning)
            .isEqualTo(good);
      }
    }
    assertThat(accepted).as("programs accepted, so that agreeing says something").isGreaterThan(30);
    assertThat(rejected).as("programs rejected").isGreaterThan(30);
  }

  /// Loops come to an end because numbers are given up that were not needed so far: so not all that
  /// is right is accepted, but nothing that goes wrong in one of the first rounds.
  @ParameterizedTest
  // In the last part is one that goes wrong where marks do not flow back along a loop.
  @ValueSource(longs = {1, 2, 3, 4, 101})
  void noLoopThatGoesWrongIsAccepted(long part) {
    int accepted = 0;
    int rejected = 0;
    for (long seed = part * PROGRAMS; seed < (part + 1) * PROGRAMS; seed++) {
      var slots = LoopPrograms.of(seed).slots();
      var whole = SmallFamily.verify(slots, LIMITS.with(Limits.Pruning.NONE));
      for (var pruning : new Limits.Pruning[] {Limits.Pruning.NORMAL, Limits.Pruning.EAGER}) {
        boolean good = SmallFamily.verify(slots, LIMITS.with(pruning)) instanceof Verdict.Accepted;
        accepted += good ? 1 : 0;
        if (whole instanceof Verdict.Rejected) {
          rejected++;
          assertThat(good).as("program %d with %s is accepted", seed, pruning).isFalse();
        }
      }
    }
    assertThat(accepted).as("programs accepted, so that agreeing says something").isGreaterThan(60);
    assertThat(rejected).as("programs rejected").isGreaterThan(60);
  }
}
