package mortise.verifier.explore;

import static mortise.verifier.explore.Code.DOUBLE;
import static mortise.verifier.explore.Code.EQ;
import static org.assertj.core.api.Assertions.assertThat;

import mortise.verifier.Limits;
import mortise.verifier.Verdict;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Programs written to explode come to an end: with what was exhausted, and where. These tests run
/// in a heap of 512 MiB.
///
/// Source: linux `do_check`, `push_stack` (6.18).
@Timeout(120)
class ExhaustionTest {
  private static final int LESS = 0xa0;

  private static Verdict verify(Code code) {
    return SmallFamily.verify(code.slots(), Limits.LINUX);
  }

  private static void isUndecided(Verdict verdict, String limit) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Undecided.class,
            undecided -> {
              assertThat(undecided.limit()).isEqualTo(limit);
              assertThat(undecided.diagnostic().slot()).isNotNegative();
            });
  }

  @Test
  @DisplayName("a million instructions")
  void instructions() {
    isUndecided(
        verify(loop(new Code(), 6, 2_000_000, "loop").set(0, 0).exit()),
        "BPF program is too large. Processed 1000001 insn");
  }

  /// Counts up to a number.
  private static Code loop(Code code, int register, int rounds, String label) {
    return code.set(register, 0)
        .label(label)
        .add(register, 1)
        .jumpIf(LESS, register, rounds, label);
  }

  @Test
  @DisplayName("loops in loops")
  void nestedLoops() {
    var code = new Code().set(6, 0).label("a").set(7, 0).label("b");
    loop(code, 8, 1_000, "c").add(7, 1).jumpIf(LESS, 7, 1_000, "b").add(6, 1);
    isUndecided(
        verify(code.jumpIf(LESS, 6, 1_000, "a").set(0, 0).exit()),
        "BPF program is too large. Processed 1000001 insn");
  }

  @Test
  @DisplayName("8,192 branches that wait")
  void pendingBranches() {
    var code = new Code();
    for (int i = 0; i < 9_000; i++) {
      code.call(SmallFamily.RANDOM).jumpIf(EQ, 0, 7, "out");
    }
    isUndecided(
        verify(code.label("out").set(0, 0).exit()), "The sequence of 8193 jumps is too complex.");
  }

  @Test
  @DisplayName("branches of which each doubles what is possible")
  void branches() {
    var code =
        new Code()
            .storeNumber(Code.WORD, 10, -8, 0)
            .map(1)
            .copy(2, 10)
            .add(2, -8)
            .call(SmallFamily.LOOKUP)
            .copy(9, 0)
            .set(6, 0);
    for (int i = 0; i < 40; i++) {
      code.addRegister(6, 6).call(SmallFamily.RANDOM).jumpIf(EQ, 0, 0, "skip" + i);
      code.add(6, 1).label("skip" + i).and(6, 0xfffff);
    }
    code.jumpIf(Code.GT, 6, 63, "out").addRegister(9, 6).load(Code.BYTE, 0, 9, 0);
    isUndecided(
        verify(code.label("out").set(0, 0).exit()),
        "BPF program is too large. Processed 1000001 insn");
  }

  @Test
  @DisplayName("what states take, where everything is spilled in every frame")
  void states() {
    var code = new Code();
    for (int frame = 0; frame < 8; frame++) {
      code.label("f" + frame);
      if (frame < 7) {
        code.call(SmallFamily.RANDOM);
        for (int slot = 1; slot <= 7; slot++) {
          code.store(DOUBLE, 10, -8 * slot, 0);
        }
        code.callTo("f" + (frame + 1));
      } else {
        code.set(6, 0).label("loop").add(6, 1).call(SmallFamily.RANDOM).copy(7, 0);
        for (int jump = 0; jump < 8; jump++) {
          code.jump("j" + jump).label("j" + jump);
        }
        code.jumpIf(LESS, 6, 1_000_000, "loop");
      }
      code.set(0, 0).exit();
    }
    var few = new Limits(1_000_000, 8192, 1024, 500_000, Limits.Pruning.EAGER);
    isUndecided(
        SmallFamily.verify(code.slots(), few),
        "More than 500000 registers and stack slots to keep in states.");
    assertThat(
            SmallFamily.verify(code.slots(), Limits.LINUX.with(Limits.Pruning.EAGER))
                instanceof Verdict.Undecided)
        .isTrue();
  }

  @Test
  @DisplayName("more that is owed than could be kept anywhere has been lost")
  void obligations() {
    var code = new Code().set(6, 0).label("loop").call(SmallFamily.ACQUIRE).add(6, 1);
    assertThat(verify(code.jumpIf(LESS, 6, 5_000, "loop").set(0, 0).exit()))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            rejected ->
                assertThat(rejected.diagnostics().getFirst().rule().id())
                    .isEqualTo("reference.leak"));
  }

  @Test
  @DisplayName("8 frames")
  void frames() {
    var code = new Code().callTo("again").set(0, 0).exit().label("again").callTo("again").exit();
    assertThat(verify(code))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            rejected ->
                assertThat(rejected.diagnostics().getFirst().message())
                    .isEqualTo("the call stack of 9 frames is too deep"));
  }

  @Test
  @DisplayName("subprograms that call thousands of others, on all ways")
  void subprograms() {
    assertThat(verify(levels(true))).isInstanceOf(Verdict.Accepted.class);
    isUndecided(verify(levels(false)), "BPF program is too large. Processed 1000001 insn");
  }

  /// Seven levels of 200 subprograms, each of which calls all of the next, or would.
  private static Code levels(boolean never) {
    var code = new Code();
    for (int level = 0; level < 7; level++) {
      int subprograms = level == 0 ? 1 : 200;
      for (int i = 0; i < subprograms; i++) {
        var out = "out" + level + "." + i;
        code.label(level + "." + i).set(0, 0);
        if (never) {
          code.jumpIf(EQ, 0, 0, out);
        }
        for (int callee = 0; level < 6 && callee < 200; callee++) {
          code.callTo((level + 1) + "." + callee);
        }
        code.label(out).set(0, 0).exit();
      }
    }
    return code;
  }

  @Test
  @DisplayName("the same verdict after the same work, each time")
  void sameEachTime() {
    for (long seed = 0; seed < 20; seed++) {
      var slots = LoopPrograms.of(seed).slots();
      var one = SmallFamily.verify(slots, Limits.LINUX);
      var other = SmallFamily.verify(slots, Limits.LINUX);
      assertThat(other.getClass()).isEqualTo(one.getClass());
      assertThat(other.cost().instructions()).isEqualTo(one.cost().instructions());
      assertThat(other.cost().totalStates()).isEqualTo(one.cost().totalStates());
      assertThat(other.cost().peakStates()).isEqualTo(one.cost().peakStates());
    }
  }
}
