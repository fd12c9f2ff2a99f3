package mortise.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The same promises at 64 bits, tried with random sets around the values where overflow happens.
class WideScalarTest {
  private static final long[] EDGES = {
    0,
    1,
    -1,
    2,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE,
    0x8000_0000L,
    0x7fff_ffffL,
    0xffff_ffffL,
    0x1_0000_0000L,
    0x1_0000_0001L,
    Long.MIN_VALUE,
    Long.MAX_VALUE,
    31,
    32,
    33,
    63,
    64,
    65,
    255,
    256
  };

  @ParameterizedTest
  @EnumSource
  void arithmetic(AluOperation operation) {
    Random random = new Random(operation.name().hashCode());
    for (int i = 0; i < 20_000; i++) {
      long x = edge(random);
      long y = edge(random);
      ScalarRange left = around(x, random);
      ScalarRange right = around(y, random);
      contains(left.apply(operation, right, Extent.DOUBLE_WORD), Oracle.alu(operation, x, y, 64));
      contains(left.apply(operation, right, Extent.WORD), Oracle.alu(operation, x, y, 32));
    }
  }

  @ParameterizedTest
  @EnumSource
  void branches(Comparison comparison) {
    Random random = new Random(comparison.name().hashCode());
    for (int i = 0; i < 20_000; i++) {
      long x = edge(random);
      long y = random.nextInt(4) == 0 ? x : edge(random);
      ScalarRange left = around(x, random);
      ScalarRange right = around(y, random);
      for (Extent width : Extent.values()) {
        boolean holds = Oracle.holds(comparison, x, y, width == Extent.WORD ? 32 : 64);
        assertThat(comparison.decide(left, right, width))
            .isNotEqualTo(holds ? Decision.FALSE : Decision.TRUE);
        Refined refined = comparison.refine(holds, left, right, width);
        contains(refined.left(), x);
        contains(refined.right(), y);
      }
    }
  }

  @Test
  void casts() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      long x = edge(random);
      ScalarRange range = around(x, random);
      for (int bits = 8; bits <= 64; bits *= 2) {
        contains(range.zeroExtend(bits), Oracle.unsigned(x, bits).longValue());
        contains(range.signExtend(bits, Extent.DOUBLE_WORD), Oracle.signExtend(x, bits, 64));
        contains(range.signExtend(bits, Extent.WORD), Oracle.signExtend(x, Math.min(bits, 32), 32));
        contains(range.swapBytes(bits), Oracle.swapBytes(x, bits, 8));
      }
      contains(range.negate(Extent.DOUBLE_WORD), -x);
      contains(range.negate(Extent.WORD), -x & 0xffff_ffffL);
    }
  }

  @Test
  void sets() {
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      long x = edge(random);
      ScalarRange one = around(x, random);
      ScalarRange other = around(x, random);
      ScalarRange elsewhere = around(edge(random), random);
      contains(one.intersect(other), x);
      contains(one.union(elsewhere), x);
      assertThat(one.union(elsewhere).contains(elsewhere)).isTrue();
      assertThat(Bounds.of(one, 64).normalize()).isEqualTo(one);
      assertThat(Bounds.of(one, 64).normalize(one)).isSameAs(one);
    }
  }

  private static void contains(ScalarRange range, long number) {
    if (!range.contains(number)) {
      throw new AssertionError(range + " lacks " + number);
    }
  }

  static long edge(Random random) {
    long number = EDGES[random.nextInt(EDGES.length)];
    return switch (random.nextInt(4)) {
      case 0 -> number + random.nextInt(5) - 2;
      case 1 -> random.nextLong() >>> random.nextInt(64);
      default -> number;
    };
  }

  /// A random set that contains `number`.
  static ScalarRange around(long number, Random random) {
    ScalarRange range = ScalarRange.UNKNOWN;
    for (int i = random.nextInt(3); i >= 0; i--) {
      long other = edge(random);
      ScalarRange part =
          switch (random.nextInt(6)) {
            case 0 -> ScalarRange.constant(number);
            case 1 -> ScalarRange.fromTnum(new Tnum(number & ~other, other));
            case 2 ->
                ScalarRange.fromUnsignedRange(
                    Bits.lesser(number, other), Bits.greater(number, other));
            case 3 -> ScalarRange.fromSignedRange(Math.min(number, other), Math.max(number, other));
            case 4 -> ScalarRange.constant(number).union(ScalarRange.constant(other));
            default -> lowHalf((int) number, (int) other);
          };
      range = range.intersect(part);
    }
    contains(range, number);
    return range;
  }

  private static ScalarRange lowHalf(int one, int other) {
    Span low = new Span(32);
    low.smin = Math.min(one, other);
    low.smax = Math.max(one, other);
    return new Bounds(Tnum.UNKNOWN, new Span(64), low).normalize();
  }
}
