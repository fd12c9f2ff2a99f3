package mortise.verifier.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who knows more of the operands does not know less of the result.
class MonotonicityTest {
  private static final int BITS = 4;
  private static final List<ScalarRange> ALL = new SmallWorld(BITS).simple(false);
  private static final int[][] LARGER = larger();

  /// By set, the sets that contain it.
  private static int[][] larger() {
    int[][] all = new int[ALL.size()][];
    for (int i = 0; i < all.length; i++) {
      List<Integer> found = new ArrayList<>();
      for (int j = 0; j < all.length; j++) {
        if (i != j && ALL.get(j).contains(ALL.get(i))) {
          found.add(j);
        }
      }
      all[i] = found.stream().mapToInt(Integer::intValue).toArray();
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void arithmetic(AluOperation operation) {
    for (Extent width : Extent.values()) {
      check(operation + " " + width, (a, b) -> Arithmetic.apply(operation, a, b, width, BITS));
    }
  }

  @ParameterizedTest
  @EnumSource
  void branches(Comparison comparison) {
    for (Extent width : Extent.values()) {
      check(
          comparison + " " + width,
          (a, b) -> Branches.refine(comparison, a, b, width, BITS).left());
    }
  }

  @ParameterizedTest
  @EnumSource
  void wideArithmetic(AluOperation operation) {
    Random random = new Random(operation.name().hashCode());
    for (int i = 0; i < 10_000; i++) {
      ScalarRange left = WideScalarTest.around(WideScalarTest.edge(random), random);
      ScalarRange right = WideScalarTest.around(WideScalarTest.edge(random), random);
      ScalarRange larger = left.union(WideScalarTest.around(WideScalarTest.edge(random), random));
      for (Extent width : Extent.values()) {
        String what = "%s %s of %s or %s, and %s".formatted(operation, width, left, larger, right);
        check(left.apply(operation, right, width), larger.apply(operation, right, width), what);
        check(right.apply(operation, left, width), right.apply(operation, larger, width), what);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void casts(int from) {
    check("zero extension", a -> Casts.zeroExtend(a, from, 8));
    check("sign extension", a -> Casts.signExtend(a, from, Extent.DOUBLE_WORD, 8));
    check("narrow sign extension", a -> Casts.signExtend(a, from, Extent.WORD, 8));
    check("byte swap", a -> Casts.swapBytes(a, from, 8));
  }

  private static void check(String name, UnaryOperator<ScalarRange> cast) {
    SmallWorld small = new SmallWorld(8);
    Random random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      ScalarRange one = small.random(random);
      check(cast.apply(one), cast.apply(one.union(small.random(random), 8)), name);
    }
  }

  private static void check(ScalarRange smaller, ScalarRange larger, Object what) {
    if (!larger.contains(smaller)) {
      throw new AssertionError(what + ": " + smaller + " is not in " + larger);
    }
  }

  private static void check(String name, BinaryOperator<ScalarRange> operation) {
    int n = ALL.size();
    ScalarRange[][] results = new ScalarRange[n][n];
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        results[a][b] = operation.apply(ALL.get(a), ALL.get(b));
      }
    }
    for (int a = 0; a < n; a++) {
      for (int larger : LARGER[a]) {
        for (int b = 0; b < n; b++) {
          if (!results[larger][b].contains(results[a][b])) {
            throw failure(name, a, larger, b);
          }
          if (!results[b][larger].contains(results[b][a])) {
            throw failure(name + " exchanged", a, larger, b);
          }
        }
      }
    }
  }

  private static AssertionError failure(String name, int a, int larger, int b) {
    return new AssertionError(
        "%s of %s and of the larger %s with %s".formatted(name, text(a), text(larger), text(b)));
  }

  private static String text(int index) {
    return ArithmeticTest.text(ALL.get(index));
  }
}
