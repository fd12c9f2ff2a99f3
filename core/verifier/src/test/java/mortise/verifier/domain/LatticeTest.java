package mortise.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatticeTest {
  private static final SmallWorld TINY = new SmallWorld(4);
  private static final SmallWorld SMALL = new SmallWorld(8);
  private static final List<ScalarRange> ALL_TINY = TINY.simple(true);

  @Test
  void containmentUnionAndIntersectionOfTinySetsAgreeWithTheirMembers() {
    for (ScalarRange a : ALL_TINY) {
      assertThat(a.contains(a)).isTrue();
      assertThat(a.contains(ScalarRange.EMPTY)).isTrue();
      assertThat(ScalarRange.EMPTY.contains(a)).isFalse();
      for (ScalarRange b : ALL_TINY) {
        check(a, b, TINY);
      }
    }
  }

  @Test
  void containmentUnionAndIntersectionOfRandomSetsAgreeWithTheirMembers() {
    Random random = new Random(11);
    for (int i = 0; i < 30_000; i++) {
      check(SMALL.random(random), SMALL.random(random), SMALL);
    }
  }

  @Test
  void unionAndIntersectionObeyTheLawsOfALattice() {
    for (ScalarRange a : ALL_TINY) {
      assertThat(a.union(a, 4)).isEqualTo(a);
      assertThat(a.intersect(a, 4)).isEqualTo(a);
      assertThat(a.union(ScalarRange.EMPTY, 4)).isEqualTo(a);
      assertThat(a.intersect(ScalarRange.EMPTY, 4).isEmpty()).isTrue();
      for (ScalarRange b : ALL_TINY) {
        ScalarRange union = a.union(b, 4);
        ScalarRange both = a.intersect(b, 4);
        boolean commutes = union.equals(b.union(a, 4)) && both.equals(b.intersect(a, 4));
        boolean absorbs = a.intersect(union, 4).equals(a) && a.union(both, 4).equals(a);
        boolean ordered = a.contains(b) == (union.equals(a) && both.equals(b));
        if (!commutes || !absorbs || !ordered) {
          throw new AssertionError(ArithmeticTest.text(a) + ", " + ArithmeticTest.text(b));
        }
      }
    }
  }

  @Test
  void theOrderOfThreeDoesNotMatter() {
    Random random = new Random(14);
    for (int i = 0; i < 100_000; i++) {
      ScalarRange a = ALL_TINY.get(random.nextInt(ALL_TINY.size()));
      ScalarRange b = ALL_TINY.get(random.nextInt(ALL_TINY.size()));
      ScalarRange c = ALL_TINY.get(random.nextInt(ALL_TINY.size()));
      assertThat(a.intersect(b, 4).intersect(c, 4)).isEqualTo(a.intersect(b.intersect(c, 4), 4));
      assertThat(a.union(b, 4).union(c, 4)).isEqualTo(a.union(b.union(c, 4), 4));
      if (c.contains(a) && c.contains(b)) {
        assertThat(c.contains(a.union(b, 4))).as("the least that has both").isTrue();
      }
    }
  }

  @Test
  void containmentIsTransitive() {
    Random random = new Random(12);
    for (int i = 0; i < 20_000; i++) {
      ScalarRange a = SMALL.random(random);
      ScalarRange b = a.union(SMALL.random(random), 8);
      ScalarRange c = b.union(SMALL.random(random), 8);
      assertThat(c.contains(b) && b.contains(a)).isTrue();
      assertThat(c.contains(a)).isTrue();
    }
  }

  @Test
  void everySetIsInNormalFormAndHasAMember() {
    Random random = new Random(13);
    for (int i = 0; i < 20_000; i++) {
      ScalarRange range = SMALL.random(random);
      assertThat(Bounds.of(range, 8).normalize()).isEqualTo(range);
      assertThat(range.isConstant()).isEqualTo(range.umin() == range.umax());
    }
    for (ScalarRange range : ALL_TINY) {
      assertThat(Bounds.of(range, 4).normalize()).isEqualTo(range);
    }
  }

  @Test
  void normalizingLosesNoMember() {
    for (Tnum tnum : SmallWorld.tnums(4)) {
      for (int from = 0; from < 16; from++) {
        for (int to = from; to < 16; to++) {
          for (int low = -2; low < 2; low++) {
            Span half = new Span(2, 0, 3, low, 1);
            Span full = new Span(4, from, to, -8, 7);
            ScalarRange range = new Bounds(tnum, full, half).normalize();
            for (int number = 0; number < 16; number++) {
              boolean member =
                  tnum.contains(number)
                      && from <= number
                      && number <= to
                      && Oracle.signed(number, 2).intValue() >= low;
              if (member && !range.contains(number, 4)) {
                throw new AssertionError(tnum + " " + from + ".." + to + " lost " + number);
              }
            }
          }
        }
      }
    }
  }

  @Test
  void constantsKnowTheirValue() {
    assertThat(ScalarRange.constant(-7).constantValue()).isEqualTo(-7);
    assertThat(ScalarRange.constant(-7).isConstant(-7)).isTrue();
    assertThat(ScalarRange.constant(-7).isConstant(7)).isFalse();
    assertThat(ScalarRange.UNKNOWN.isConstant()).isFalse();
    assertThat(ScalarRange.EMPTY.isConstant()).isFalse();
    assertThat(ScalarRange.EMPTY.isConstant(0)).isFalse();
    assertThat(ScalarRange.fromUnsignedRange(9, 9)).isEqualTo(ScalarRange.constant(9));
    assertThat(ScalarRange.fromUnsignedRange(9, 8).isEmpty()).isTrue();
    assertThat(ScalarRange.fromSignedRange(1, -1).isEmpty()).isTrue();
    assertThatThrownBy(ScalarRange.UNKNOWN::constantValue)
        .isInstanceOf(IllegalStateException.class);
  }

  private static void check(ScalarRange a, ScalarRange b, SmallWorld world) {
    ScalarRange union = a.union(b, world.bits);
    ScalarRange both = a.intersect(b, world.bits);
    boolean contains = a.contains(b);
    if (!union.contains(a) || !union.contains(b) || !a.contains(both) || !b.contains(both)) {
      throw new AssertionError(ArithmeticTest.text(a) + ", " + ArithmeticTest.text(b));
    }
    for (int number = 0; number < world.size; number++) {
      boolean inA = a.contains(number, world.bits);
      boolean inB = b.contains(number, world.bits);
      if ((contains && inB && !inA)
          || ((inA || inB) && !union.contains(number, world.bits))
          || (inA && inB) != both.contains(number, world.bits)) {
        throw new AssertionError(
            ArithmeticTest.text(a) + ", " + ArithmeticTest.text(b) + " at " + number);
      }
    }
  }
}
