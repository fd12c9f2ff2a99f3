package mortise.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Decisions are true of every pair of members; refinement loses no pair for which the branch is
/// taken.
class BranchesTest {
  private static final SmallWorld TINY = new SmallWorld(4);
  private static final SmallWorld SMALL = new SmallWorld(8);
  private static final List<ScalarRange> ALL_TINY = TINY.simple(true);

  @ParameterizedTest
  @EnumSource
  void everyPairOfTinySets(Comparison comparison) {
    for (Extent width : Extent.values()) {
      boolean[][] table = table(comparison, TINY, width);
      for (ScalarRange left : ALL_TINY) {
        for (ScalarRange right : ALL_TINY) {
          check(comparison, left, right, width, TINY, table);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void randomEightBitSets(Comparison comparison) {
    Random random = new Random(comparison.name().hashCode());
    for (Extent width : Extent.values()) {
      boolean[][] table = table(comparison, SMALL, width);
      for (int i = 0; i < 4000; i++) {
        check(comparison, SMALL.random(random), SMALL.random(random), width, SMALL, table);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void negationAndExchangeKeepTheMeaning(Comparison comparison) {
    for (int x = 0; x < 16; x++) {
      for (int y = 0; y < 16; y++) {
        boolean holds = Oracle.holds(comparison, x, y, 4);
        assertThat(Oracle.holds(comparison.negated(), x, y, 4)).isNotEqualTo(holds);
        assertThat(Oracle.holds(comparison.swapped(), y, x, 4)).isEqualTo(holds);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void constantsAreAlwaysDecided(Comparison comparison) {
    for (int x = 0; x < 256; x += 3) {
      for (int y = 0; y < 256; y++) {
        ScalarRange left = ScalarRange.constant(x, 8);
        ScalarRange right = ScalarRange.constant(y, 8);
        for (Extent width : Extent.values()) {
          boolean holds = Oracle.holds(comparison, x, y, SMALL.operandBits(width));
          assertThat(Branches.decide(comparison, left, right, width, 8))
              .isEqualTo(holds ? Decision.TRUE : Decision.FALSE);
          assertThat(Branches.refine(comparison, left, right, width, 8).isPossible())
              .isEqualTo(holds);
        }
      }
    }
  }

  @Test
  void anExcludedEdgeMoves() {
    ScalarRange range = ScalarRange.fromUnsignedRange(0, 10);
    Refined notZero = Comparison.EQ.refine(false, range, ScalarRange.ZERO, Extent.DOUBLE_WORD);
    assertThat(notZero.left()).isEqualTo(ScalarRange.fromUnsignedRange(1, 10));
    Refined inside = Comparison.NE.refine(true, range, ScalarRange.constant(5), Extent.DOUBLE_WORD);
    assertThat(inside.left()).isSameAs(range);
  }

  @Test
  void bothSidesLearn() {
    ScalarRange left = ScalarRange.fromUnsignedRange(5, 20);
    ScalarRange right = ScalarRange.fromUnsignedRange(0, 10);
    Refined less = Comparison.LT.refine(true, left, right, Extent.DOUBLE_WORD);
    assertThat(less.left()).isEqualTo(ScalarRange.fromUnsignedRange(5, 9));
    assertThat(less.right()).isEqualTo(ScalarRange.fromUnsignedRange(6, 10));
    assertThat(Comparison.LT.refineLeft(true, left, right, Extent.DOUBLE_WORD))
        .isEqualTo(less.left());
  }

  @Test
  void aTestedBitIsKnownAfterwards() {
    Refined set =
        Comparison.SET.refine(
            true, ScalarRange.UNKNOWN, ScalarRange.constant(8), Extent.DOUBLE_WORD);
    assertThat(set.left().tnum()).isEqualTo(new Tnum(8, ~8L));
    Refined clear =
        Comparison.SET.refine(
            false, ScalarRange.UNKNOWN, ScalarRange.constant(~0xffL), Extent.DOUBLE_WORD);
    assertThat(clear.left()).isEqualTo(ScalarRange.fromUnsignedRange(0, 255));
  }

  @Test
  void emptyOperandsAreNeitherDecidedNorPossible() {
    assertThat(Comparison.EQ.decide(ScalarRange.EMPTY, ScalarRange.ONE, Extent.WORD))
        .isEqualTo(Decision.UNKNOWN);
    assertThat(Comparison.EQ.refine(true, ScalarRange.ONE, ScalarRange.EMPTY, Extent.WORD))
        .isEqualTo(Refined.IMPOSSIBLE);
  }

  static boolean[][] table(Comparison comparison, SmallWorld world, Extent width) {
    int limit = 1 << world.operandBits(width);
    boolean[][] table = new boolean[limit][limit];
    for (int x = 0; x < limit; x++) {
      for (int y = 0; y < limit; y++) {
        table[x][y] = Oracle.holds(comparison, x, y, world.operandBits(width));
      }
    }
    return table;
  }

  private static void check(
      Comparison comparison,
      ScalarRange left,
      ScalarRange right,
      Extent width,
      SmallWorld world,
      boolean[][] table) {
    Decision decision = Branches.decide(comparison, left, right, width, world.bits);
    Refined refined = Branches.refine(comparison, left, right, width, world.bits);
    boolean subsets = left.contains(refined.left()) && right.contains(refined.right());
    boolean agrees = decision != Decision.FALSE || !refined.isPossible();
    if (!subsets) {
      throw failure(comparison, left, right, width, refined + " is not smaller");
    }
    if (!agrees) {
      throw failure(comparison, left, right, width, "decided, but possible: " + refined);
    }
    int operandMask = table.length - 1;
    int[] rightMembers = world.members(right);
    for (int x : world.members(left)) {
      boolean keepsX = refined.left().contains(x, world.bits);
      for (int y : rightMembers) {
        boolean holds = table[x & operandMask][y & operandMask];
        if (decision == (holds ? Decision.FALSE : Decision.TRUE)) {
          throw failure(comparison, left, right, width, decision + " but " + x + ", " + y);
        }
        if (holds && !(keepsX && refined.right().contains(y, world.bits))) {
          throw failure(comparison, left, right, width, refined + " lacks " + x + ", " + y);
        }
      }
    }
  }

  private static AssertionError failure(
      Comparison comparison, ScalarRange left, ScalarRange right, Extent width, String what) {
    return new AssertionError(
        "%s %s of %s, %s: %s"
            .formatted(
                width, comparison, ArithmeticTest.text(left), ArithmeticTest.text(right), what));
  }
}
