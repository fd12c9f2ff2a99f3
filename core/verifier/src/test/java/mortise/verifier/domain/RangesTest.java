package mortise.verifier.domain;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every pair of unsigned and signed ranges of five bits: every result is contained, no pair for
/// which a branch is taken is lost. Sets of numbers are the bits of a word.
class RangesTest {
  private static final int BITS = 5;
  private static final int SIZE = 1 << BITS;
  private static final List<ScalarRange> ALL = ranges();
  private static final int[] MEMBERS = ALL.stream().mapToInt(RangesTest::members).toArray();

  private static List<ScalarRange> ranges() {
    Set<ScalarRange> all = new LinkedHashSet<>();
    for (int from = 0; from < SIZE; from++) {
      for (int to = from; to < SIZE; to++) {
        all.add(ScalarRange.fromUnsignedRange(from, to, BITS));
        all.add(ScalarRange.fromSignedRange(from - SIZE / 2, to - SIZE / 2, BITS));
      }
    }
    return List.copyOf(all);
  }

  private static int members(ScalarRange range) {
    int members = 0;
    for (int number = 0; number < SIZE; number++) {
      members |= range.contains(number, BITS) ? 1 << number : 0;
    }
    return members;
  }

  private static int operandBits(Extent width) {
    return width == Extent.WORD ? BITS / 2 : BITS;
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      // Amounts count modulo the width, which has to be a power of two.
      names = {"LSH", "RSH", "ARSH"})
  void arithmetic(AluOperation operation) {
    for (Extent width : Extent.values()) {
      int mask = (1 << operandBits(width)) - 1;
      // By number and set on the right: all results.
      int[][] results = new int[SIZE][ALL.size()];
      for (int x = 0; x < SIZE; x++) {
        int[] one = new int[SIZE];
        for (int y = 0; y < SIZE; y++) {
          one[y] = 1 << Oracle.alu(operation, x & mask, y & mask, operandBits(width));
        }
        for (int right = 0; right < MEMBERS.length; right++) {
          results[x][right] = join(one, MEMBERS[right]);
        }
      }
      for (int left = 0; left < MEMBERS.length; left++) {
        for (int right = 0; right < MEMBERS.length; right++) {
          int all = 0;
          for (int rest = MEMBERS[left]; rest != 0; rest &= rest - 1) {
            all |= results[Integer.numberOfTrailingZeros(rest)][right];
          }
          ScalarRange result =
              Arithmetic.apply(operation, ALL.get(left), ALL.get(right), width, BITS);
          if (!isContained(all, result)) {
            throw failure(width + " " + operation, left, right, result);
          }
        }
      }
    }
  }

  private static int join(int[] sets, int members) {
    int all = 0;
    for (int rest = members; rest != 0; rest &= rest - 1) {
      all |= sets[Integer.numberOfTrailingZeros(rest)];
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void branches(Comparison comparison) {
    for (Extent width : Extent.values()) {
      int mask = (1 << operandBits(width)) - 1;
      // By number on the left: the numbers on the right for which it holds.
      int[] partners = new int[SIZE];
      for (int x = 0; x < SIZE; x++) {
        for (int y = 0; y < SIZE; y++) {
          boolean holds = Oracle.holds(comparison, x & mask, y & mask, operandBits(width));
          partners[x] |= holds ? 1 << y : 0;
        }
      }
      for (int left = 0; left < MEMBERS.length; left++) {
        for (int right = 0; right < MEMBERS.length; right++) {
          int kept = 0;
          boolean always = true;
          for (int rest = MEMBERS[left]; rest != 0; rest &= rest - 1) {
            int x = Integer.numberOfTrailingZeros(rest);
            int with = partners[x] & MEMBERS[right];
            kept |= with != 0 ? 1 << x : 0;
            always &= with == MEMBERS[right];
          }
          ScalarRange a = ALL.get(left);
          ScalarRange b = ALL.get(right);
          ScalarRange refined = Branches.refineLeft(comparison, a, b, width, BITS);
          Decision decision = Branches.decide(comparison, a, b, width, BITS);
          boolean wrong =
              (decision == Decision.TRUE && !always) || (decision == Decision.FALSE && kept != 0);
          if (wrong || !isContained(kept, refined) || !a.contains(refined)) {
            throw failure(width + " " + comparison + " " + decision, left, right, refined);
          }
        }
      }
    }
  }

  private static boolean isContained(int numbers, ScalarRange range) {
    for (int rest = numbers; rest != 0; rest &= rest - 1) {
      if (!range.contains(Integer.numberOfTrailingZeros(rest), BITS)) {
        return false;
      }
    }
    return true;
  }

  private static AssertionError failure(String what, int left, int right, ScalarRange result) {
    return new AssertionError(
        "%s of %s and %s gives %s"
            .formatted(
                what,
                ArithmeticTest.text(ALL.get(left)),
                ArithmeticTest.text(ALL.get(right)),
                ArithmeticTest.text(result)));
  }
}
