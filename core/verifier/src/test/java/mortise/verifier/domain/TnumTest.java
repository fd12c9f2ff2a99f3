package mortise.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TnumTest {
  private static final int BITS = 6;
  private static final int LIMIT = 1 << BITS;
  private static final List<Tnum> ALL = SmallWorld.tnums(BITS);

  @Test
  void sumsAndDifferencesAreTheBestPossible() {
    exactly(Tnum::add, Long::sum);
    exactly(Tnum::sub, (a, b) -> a - b);
  }

  @Test
  void bitwiseOperationsAreTheBestPossible() {
    exactly(Tnum::and, (a, b) -> a & b);
    exactly(Tnum::or, (a, b) -> a | b);
    exactly(Tnum::xor, (a, b) -> a ^ b);
  }

  @Test
  void productsContainEveryProduct() {
    check(Tnum::mul, (a, b) -> a * b, false);
  }

  @Test
  void lessKnownOperandsGiveNoMoreKnownProducts() {
    List<Tnum> few = SmallWorld.tnums(5);
    for (Tnum a : few) {
      for (Tnum larger : few) {
        if (larger.contains(a)) {
          for (Tnum b : few) {
            if (!larger.mul(b).truncate(5).contains(a.mul(b).truncate(5))) {
              throw new AssertionError("%s in %s, by %s".formatted(a, larger, b));
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void shiftsAreTheBestPossible(int amount) {
    exactlyUnary(t -> t.lsh(amount), a -> a << amount);
    exactlyUnary(t -> t.rsh(amount), a -> a >>> amount);
    exactlyUnary(
        t -> t.arsh(amount, BITS), a -> Oracle.signed(a, BITS).shiftRight(amount).longValue());
  }

  @Test
  void negationAndCastsAreTheBestPossible() {
    exactlyUnary(Tnum::neg, a -> -a);
    exactlyUnary(t -> t.truncate(3), a -> a % 8);
    exactlyUnary(t -> t.signExtend(3, BITS), a -> Oracle.signExtend(a, 3, BITS));
  }

  @Test
  void rangeIsTheSmallestThatContainsBothEnds() {
    for (long from = 0; from < LIMIT; from++) {
      for (long to = from; to < LIMIT; to++) {
        Tnum best = Tnum.constant(from);
        for (long number = from; number <= to; number++) {
          best = best.union(Tnum.constant(number));
        }
        assertThat(Tnum.range(from, to)).isEqualTo(best);
      }
    }
    assertThat(Tnum.range(0, -1)).isEqualTo(Tnum.UNKNOWN);
    assertThat(Tnum.range(Long.MAX_VALUE, Long.MIN_VALUE)).isEqualTo(Tnum.UNKNOWN);
  }

  @Test
  void setOperationsAgreeWithMembers() {
    for (Tnum a : ALL) {
      for (Tnum b : ALL) {
        Tnum union = a.union(b);
        boolean inside = true;
        boolean meets = false;
        long anyBits = 0;
        long allBits = -1;
        for (long number = 0; number < LIMIT; number++) {
          boolean inA = a.contains(number);
          boolean inB = b.contains(number);
          inside &= inA || !inB;
          meets |= inA && inB;
          anyBits |= inA || inB ? number : 0;
          allBits &= inA || inB ? number : -1;
          if (a.intersects(b) && a.intersect(b).contains(number) != (inA && inB)) {
            throw new AssertionError(number + " in " + a + " and " + b);
          }
        }
        assertThat(a.contains(b)).isEqualTo(inside);
        assertThat(a.intersects(b)).isEqualTo(meets);
        assertThat(union).isEqualTo(new Tnum(allBits, anyBits & ~allBits));
      }
    }
  }

  @Test
  void ceilingAndFloorFindTheNearestMember() {
    for (Tnum tnum : ALL) {
      for (long bound = 0; bound < LIMIT; bound++) {
        long up = bound;
        while (up < LIMIT && !tnum.contains(up)) {
          up++;
        }
        long down = bound;
        while (down >= 0 && !tnum.contains(down)) {
          down--;
        }
        long ceiling = Tnum.ceiling(tnum.value(), tnum.mask(), bound);
        long floor = Tnum.floor(tnum.value(), tnum.mask(), bound);
        if (up < LIMIT) {
          assertThat(ceiling).isEqualTo(up);
        } else {
          assertThat(ceiling).isLessThan(bound);
        }
        if (down >= 0) {
          assertThat(floor).isEqualTo(down);
        } else {
          assertThat(floor).isGreaterThan(bound);
        }
      }
    }
  }

  @Test
  void alignmentMeansThatEveryMemberIsAMultiple() {
    for (Tnum tnum : ALL) {
      for (long alignment = 1; alignment < LIMIT; alignment *= 2) {
        boolean aligned = true;
        for (long number = 0; number < LIMIT; number++) {
          aligned &= !tnum.contains(number) || number % alignment == 0;
        }
        assertThat(tnum.isAligned(alignment)).isEqualTo(aligned);
      }
    }
  }

  @Test
  void subregistersAreTheLowerHalf() {
    Tnum tnum = new Tnum(0x1234_5678_0000_ff00L, 0xffL);
    assertThat(tnum.subreg()).isEqualTo(new Tnum(0xff00, 0xff));
    assertThat(tnum.cast(1)).isEqualTo(new Tnum(0, 0xff));
    assertThat(tnum.cast(8)).isEqualTo(tnum);
    assertThat(tnum.clearSubreg()).isEqualTo(Tnum.constant(0x1234_5678_0000_0000L));
    assertThat(tnum.withSubreg(Tnum.constant(-1))).isEqualTo(Tnum.constant(0x1234_5678_ffff_ffffL));
  }

  @Test
  void printsAsTheKernelDoes() {
    assertThat(new Tnum(0, 0xff)).hasToString("(0x0; 0xff)");
    assertThat(Tnum.constant(-1)).hasToString("(0xffffffffffffffff; 0x0)");
  }

  @Test
  void refusesKnownBitsThatAreUnknown() {
    assertThatThrownBy(() -> new Tnum(1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Tnum.constant(1).intersect(Tnum.constant(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(0x1; 0x0)");
  }

  private static void exactly(BinaryOperator<Tnum> operation, LongBinaryOperator concrete) {
    check(operation, concrete, true);
  }

  private static void check(
      BinaryOperator<Tnum> operation, LongBinaryOperator concrete, boolean best) {
    for (Tnum a : ALL) {
      for (Tnum b : ALL) {
        Tnum result = operation.apply(a, b).truncate(BITS);
        Tnum smallest = smallest(a, b, concrete);
        if (!result.contains(smallest) || (best && !result.equals(smallest))) {
          throw new AssertionError(a + ", " + b + " -> " + result + ", not " + smallest);
        }
      }
    }
  }

  /// The best tnum of all results on members.
  static Tnum smallest(Tnum a, Tnum b, LongBinaryOperator concrete) {
    long any = 0;
    long all = -1;
    // Every member once: the known bits with each subset of the unknown ones.
    long x = 0;
    do {
      long y = 0;
      do {
        long number = concrete.applyAsLong(a.value() | x, b.value() | y) & (LIMIT - 1);
        any |= number;
        all &= number;
        y = (y - b.mask()) & b.mask();
      } while (y != 0);
      x = (x - a.mask()) & a.mask();
    } while (x != 0);
    return new Tnum(all, any & ~all);
  }

  private static void exactlyUnary(UnaryOperator<Tnum> operation, LongUnaryOperator concrete) {
    for (Tnum a : ALL) {
      Tnum result = operation.apply(a).truncate(BITS);
      long any = 0;
      long all = -1;
      for (long x = 0; x < LIMIT; x++) {
        if (a.contains(x)) {
          long number = concrete.applyAsLong(x) & (LIMIT - 1);
          any |= number;
          all &= number;
        }
      }
      assertThat(result).as("%s", a).isEqualTo(new Tnum(all, any & ~all));
    }
  }
}
