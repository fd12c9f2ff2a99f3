package mortise.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every result of an instruction on members is a member of the result.
class ArithmeticTest {
  private static final SmallWorld TINY = new SmallWorld(4);
  private static final SmallWorld SMALL = new SmallWorld(8);
  private static final List<ScalarRange> ALL_TINY = TINY.simple(true);

  @ParameterizedTest
  @EnumSource
  void everyResultOfEveryPairOfTinySetsIsContained(AluOperation operation) {
    for (Extent width : Extent.values()) {
      int[][] table = table(operation, TINY, width);
      for (ScalarRange left : ALL_TINY) {
        for (ScalarRange right : ALL_TINY) {
          check(operation, left, right, width, TINY, table);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyResultOfRandomEightBitSetsIsContained(AluOperation operation) {
    Random random = new Random(operation.name().hashCode());
    for (Extent width : Extent.values()) {
      int[][] table = table(operation, SMALL, width);
      for (int i = 0; i < 3000; i++) {
        check(operation, SMALL.random(random), SMALL.random(random), width, SMALL, table);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void smallerOperandsGiveResultsThatMeetTheLargerOnes(AluOperation operation) {
    Random random = new Random(7);
    for (int i = 0; i < 5000; i++) {
      ScalarRange left = SMALL.random(random);
      ScalarRange right = SMALL.random(random);
      int[] members = SMALL.members(left);
      ScalarRange one = ScalarRange.constant(members[random.nextInt(members.length)], 8);
      for (Extent width : Extent.values()) {
        ScalarRange large = Arithmetic.apply(operation, left, right, width, 8);
        ScalarRange small = Arithmetic.apply(operation, one, right, width, 8);
        assertThat(large.intersect(small, 8).isEmpty()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingComesOfNothing(AluOperation operation) {
    for (Extent width : Extent.values()) {
      assertThat(ScalarRange.EMPTY.apply(operation, ScalarRange.ONE, width).isEmpty()).isTrue();
      assertThat(ScalarRange.ONE.apply(operation, ScalarRange.EMPTY, width).isEmpty()).isTrue();
    }
  }

  @Test
  void negationIsTheDifferenceFromZero() {
    ScalarRange range = ScalarRange.fromSignedRange(-3, 5);
    assertThat(range.negate(Extent.DOUBLE_WORD)).isEqualTo(ScalarRange.fromSignedRange(-5, 3));
    assertThat(ScalarRange.constant(1).negate(Extent.WORD))
        .isEqualTo(ScalarRange.constant(0xffff_ffffL));
  }

  static int[][] table(AluOperation operation, SmallWorld world, Extent width) {
    int[][] table = new int[world.size][world.size];
    int limit = 1 << world.operandBits(width);
    for (int x = 0; x < limit; x++) {
      for (int y = 0; y < limit; y++) {
        table[x][y] = (int) Oracle.alu(operation, x, y, world.operandBits(width));
      }
    }
    return table;
  }

  private static void check(
      AluOperation operation,
      ScalarRange left,
      ScalarRange right,
      Extent width,
      SmallWorld world,
      int[][] table) {
    ScalarRange result = Arithmetic.apply(operation, left, right, width, world.bits);
    boolean[] results = results(left, right, width, world, table);
    for (int number = 0; number < results.length; number++) {
      if (results[number] && !result.contains(number, world.bits)) {
        throw new AssertionError(
            "%s %s of %s, %s gives %s, which lacks %d"
                .formatted(width, operation, text(left), text(right), text(result), number));
      }
    }
  }

  static boolean[] results(
      ScalarRange left, ScalarRange right, Extent width, SmallWorld world, int[][] table) {
    boolean[] results = new boolean[world.size];
    int operandMask = (1 << world.operandBits(width)) - 1;
    int[] rightMembers = world.members(right);
    for (int x : world.members(left)) {
      int[] row = table[x & operandMask];
      for (int y : rightMembers) {
        results[row[y & operandMask]] = true;
      }
    }
    return results;
  }

  static String text(ScalarRange range) {
    return range.tnum()
        + " u "
        + range.umin()
        + ".."
        + range.umax()
        + " s "
        + range.smin()
        + ".."
        + range.smax()
        + " ul "
        + range.umin32()
        + ".."
        + range.umax32()
        + " sl "
        + range.smin32()
        + ".."
        + range.smax32();
  }
}
