package mortise.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CastsTest {
  private static final SmallWorld SMALL = new SmallWorld(8);
  private static final List<ScalarRange> ALL_SMALL = SMALL.simple(false);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void zeroExtensionContainsEveryResult(int from) {
    check(range -> Casts.zeroExtend(range, from, 8), number -> number % (1 << from));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void signExtensionContainsEveryResult(int from) {
    check(
        range -> Casts.signExtend(range, from, Extent.DOUBLE_WORD, 8),
        number -> (int) Oracle.signExtend(number, from, 8));
    check(
        range -> Casts.signExtend(range, from, Extent.WORD, 8),
        number -> (int) Oracle.signExtend(number, Math.min(from, 4), 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void swappingContainsEveryResult(int from) {
    check(
        range -> Casts.swapBytes(range, from, 8),
        number -> (int) Oracle.swapBytes(number, from, 1));
  }

  @ParameterizedTest
  @EnumSource
  void negationContainsEveryResult(Extent width) {
    int limit = 1 << SMALL.operandBits(width);
    ScalarRange zero = ScalarRange.constant(0, 8);
    check(
        range -> Arithmetic.apply(AluOperation.SUB, zero, range, width, 8),
        number -> -number & (limit - 1));
  }

  @Test
  void loadsAreBoundedByTheirSize() {
    assertThat(ScalarRange.zeroExtendedLoad(1)).isEqualTo(ScalarRange.fromUnsignedRange(0, 255));
    assertThat(ScalarRange.zeroExtendedLoad(4).umax()).isEqualTo(0xffff_ffffL);
    assertThat(ScalarRange.zeroExtendedLoad(8).isUnknown()).isTrue();
    assertThat(ScalarRange.signExtendedLoad(1)).isEqualTo(ScalarRange.fromSignedRange(-128, 127));
    assertThat(ScalarRange.signExtendedLoad(2).smin()).isEqualTo(Short.MIN_VALUE);
    assertThat(ScalarRange.signExtendedLoad(4).smax()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void constantsAreConvertedExactly() {
    ScalarRange number = ScalarRange.constant(0x0102_0304_0506_f708L);
    assertThat(number.swapBytes(16)).isEqualTo(ScalarRange.constant(0x08f7));
    assertThat(number.swapBytes(32)).isEqualTo(ScalarRange.constant(0x08f7_0605L));
    assertThat(number.swapBytes(64)).isEqualTo(ScalarRange.constant(0x08f7_0605_0403_0201L));
    assertThat(number.zeroExtend(16)).isEqualTo(ScalarRange.constant(0xf708));
    assertThat(number.signExtend(16, Extent.WORD)).isEqualTo(ScalarRange.constant(0xffff_f708L));
    assertThat(number.signExtend(16, Extent.DOUBLE_WORD))
        .isEqualTo(ScalarRange.constant(0xffff_ffff_ffff_f708L));
  }

  @Test
  void whatAlreadyFitsIsLeftAlone() {
    ScalarRange range = ScalarRange.fromUnsignedRange(3, 200);
    assertThat(range.zeroExtend(8)).isSameAs(range);
    assertThat(range.zeroExtend(32)).isSameAs(range);
    assertThat(range.signExtend(16, Extent.DOUBLE_WORD)).isSameAs(range);
    assertThat(ScalarRange.EMPTY.zeroExtend(8).isEmpty()).isTrue();
    assertThat(ScalarRange.EMPTY.signExtend(8, Extent.WORD).isEmpty()).isTrue();
    assertThat(ScalarRange.EMPTY.swapBytes(16).isEmpty()).isTrue();
  }

  /// On every tnum and every range of the width, and on random combinations.
  private static void check(UnaryOperator<ScalarRange> cast, IntUnaryOperator concrete) {
    for (ScalarRange range : ALL_SMALL) {
      check(range, cast.apply(range), concrete);
    }
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      ScalarRange range = SMALL.random(random);
      check(range, cast.apply(range), concrete);
    }
  }

  private static void check(ScalarRange range, ScalarRange result, IntUnaryOperator concrete) {
    for (int number = 0; number < SMALL.size; number++) {
      int expected = concrete.applyAsInt(number);
      if (range.contains(number, 8) && !result.contains(expected, 8)) {
        throw new AssertionError(
            "%s -> %s lacks %d of %d"
                .formatted(
                    ArithmeticTest.text(range), ArithmeticTest.text(result), expected, number));
      }
    }
  }
}
