package mortise.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How far each operator is from the best that this kind of set can express. The table goes to
/// `target/scalar-precision.txt`; a row is worse than it was if a bound below fails.
///
/// *best* is the share of operand pairs with the smallest possible result; *excess* is how many
/// times more values the results hold, on average, than the smallest ones.
class PrecisionTest {
  private static final SmallWorld SMALL = new SmallWorld(8);
  private static final SmallWorld TINY = new SmallWorld(4);
  private static final List<ScalarRange> ALL_TINY = TINY.simple(false);
  private static final int PAIRS = 1000;
  private static final TreeMap<String, String> ROWS = new TreeMap<>();

  private static final class Score {
    private int pairs;
    private int best;
    private double excess;

    void add(int found, int smallest) {
      pairs++;
      best += found == smallest ? 1 : 0;
      excess += (double) found / smallest;
    }

    double best() {
      return 100.0 * best / pairs;
    }

    double excess() {
      return excess / pairs;
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "best %5.1f %%  excess %5.2f", best(), excess());
    }
  }

  @ParameterizedTest
  @EnumSource
  void arithmetic(AluOperation operation) {
    Random random = new Random(5);
    for (Extent width : Extent.values()) {
      int[][] table = ArithmeticTest.table(operation, SMALL, width);
      Score score = new Score();
      for (int i = 0; i < PAIRS; i++) {
        add(score, operation, SMALL.random(random), SMALL.random(random), width, SMALL, table);
      }
      double limit =
          switch (operation) {
            case ADD, SUB -> 1.15;
            case MUL, OR, AND, XOR -> 1.8;
            case DIV, SDIV, MOD, SMOD, LSH, RSH, ARSH -> 2.8;
          };
      int[][] tiny = ArithmeticTest.table(operation, TINY, width);
      Score all = new Score();
      for (ScalarRange left : ALL_TINY) {
        for (ScalarRange right : ALL_TINY) {
          add(all, operation, left, right, width, TINY, tiny);
        }
      }
      ROWS.put("alu " + operation + " " + width, score + "  " + all);
      assertThat(score.excess()).as("%s %s", operation, width).isLessThan(limit);
      assertThat(all.excess()).as("%s %s of 4 bits", operation, width).isLessThan(1.5);
    }
  }

  private static void add(
      Score score,
      AluOperation operation,
      ScalarRange left,
      ScalarRange right,
      Extent width,
      SmallWorld world,
      int[][] table) {
    boolean[] results = ArithmeticTest.results(left, right, width, world, table);
    List<Integer> numbers = new ArrayList<>();
    for (int number = 0; number < results.length; number++) {
      if (results[number]) {
        numbers.add(number);
      }
    }
    ScalarRange result = Arithmetic.apply(operation, left, right, width, world.bits);
    ScalarRange hull = world.hull(numbers);
    if (!result.contains(hull)) {
      throw new AssertionError(operation + " " + left + ", " + right);
    }
    score.add(world.members(result).length, world.members(hull).length);
  }

  @ParameterizedTest
  @EnumSource
  void branches(Comparison comparison) {
    Random random = new Random(6);
    for (Extent width : Extent.values()) {
      boolean[][] table = BranchesTest.table(comparison, SMALL, width);
      int operandMask = table.length - 1;
      Score score = new Score();
      int decidable = 0;
      int decided = 0;
      for (int i = 0; i < PAIRS; i++) {
        ScalarRange left = SMALL.random(random);
        ScalarRange right = SMALL.random(random);
        List<Integer> kept = new ArrayList<>();
        boolean always = true;
        for (int x : SMALL.members(left)) {
          boolean some = false;
          for (int y : SMALL.members(right)) {
            boolean holds = table[x & operandMask][y & operandMask];
            some |= holds;
            always &= holds;
          }
          if (some) {
            kept.add(x);
          }
        }
        Decision decision = Branches.decide(comparison, left, right, width, 8);
        if (always || kept.isEmpty()) {
          decidable++;
          decided += decision == Decision.UNKNOWN ? 0 : 1;
        }
        if (!kept.isEmpty()) {
          ScalarRange result = Branches.refineLeft(comparison, left, right, width, 8);
          score.add(SMALL.members(result).length, SMALL.members(SMALL.hull(kept)).length);
        }
      }
      double share = 100.0 * decided / decidable;
      ROWS.put(
          "branch " + comparison + " " + width,
          score + String.format(Locale.ROOT, "  decided %5.1f %%", share));
      assertThat(score.excess()).as("%s %s", comparison, width).isLessThan(1.4);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void casts(int from) {
    cast("zero extension " + from, a -> Casts.zeroExtend(a, from, 8), x -> x % (1 << from));
    cast(
        "sign extension " + from,
        a -> Casts.signExtend(a, from, Extent.DOUBLE_WORD, 8),
        x -> (int) Oracle.signExtend(x, from, 8));
    cast(
        "sign extension " + from + " WORD",
        a -> Casts.signExtend(a, from, Extent.WORD, 8),
        x -> (int) Oracle.signExtend(x, from, 4));
    cast(
        "byte swap " + 2 * from,
        a -> Casts.swapBytes(a, 2 * from, 8),
        x -> (int) Oracle.swapBytes(x, 2 * from, 1));
  }

  @ParameterizedTest
  @EnumSource
  void negation(Extent width) {
    int limit = 1 << SMALL.operandBits(width);
    ScalarRange zero = ScalarRange.constant(0, 8);
    cast(
        "negation " + width,
        a -> Arithmetic.apply(AluOperation.SUB, zero, a, width, 8),
        x -> -x & (limit - 1));
  }

  private static void cast(
      String name, UnaryOperator<ScalarRange> cast, IntUnaryOperator concrete) {
    Random random = new Random(8);
    Score score = new Score();
    for (int i = 0; i < PAIRS; i++) {
      ScalarRange range = SMALL.random(random);
      List<Integer> results = new ArrayList<>();
      for (int x : SMALL.members(range)) {
        results.add(concrete.applyAsInt(x));
      }
      ScalarRange result = cast.apply(range);
      score.add(SMALL.members(result).length, SMALL.members(SMALL.hull(results)).length);
    }
    ROWS.put("cast " + name, score.toString());
    assertThat(score.excess()).as(name).isLessThan(name.endsWith("swap 8") ? 2.6 : 1.4);
  }

  @Test
  void products() {
    Score score = new Score();
    for (Tnum a : SmallWorld.tnums(6)) {
      for (Tnum b : SmallWorld.tnums(6)) {
        Tnum best = TnumTest.smallest(a, b, (x, y) -> x * y);
        score.add(1 << Long.bitCount(a.mul(b).truncate(6).mask()), 1 << Long.bitCount(best.mask()));
      }
    }
    ROWS.put("tnum MUL, all of 6 bits", score.toString());
    assertThat(score.excess()).isLessThan(1.2);
  }

  @AfterAll
  static void print() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format("%-30s %-28s%s%n", "", "random, 8 bits", "all tnums and ranges, 4 bits"));
    ROWS.forEach((name, row) -> text.append(String.format("%-30s %s%n", name, row)));
    Path target = Path.of("target");
    if (Files.isDirectory(target)) {
      Files.writeString(target.resolve("scalar-precision.txt"), text);
    }
  }
}
