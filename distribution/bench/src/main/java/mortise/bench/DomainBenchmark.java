package mortise.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import mortise.verifier.domain.AluOperation;
import mortise.verifier.domain.Comparison;
import mortise.verifier.domain.Decision;
import mortise.verifier.domain.Extent;
import mortise.verifier.domain.Refined;
import mortise.verifier.domain.ScalarRange;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Operations on numbers of which only something is known.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DomainBenchmark {
  private static final int COUNT = 256;

  @Param({"ADD", "SUB", "MUL", "AND", "OR", "XOR", "LSH", "RSH", "ARSH", "DIV", "MOD"})
  public AluOperation operation = AluOperation.ADD;

  private final ScalarRange[] left = new ScalarRange[COUNT];
  private final ScalarRange[] right = new ScalarRange[COUNT];
  private int at;

  @Setup
  public void fill() {
    var random = new Random(1);
    for (int i = 0; i < COUNT; i++) {
      left[i] = range(random);
      right[i] = range(random);
    }
  }

  /// A constant, an interval of up to 2^16 numbers, or anything.
  private static ScalarRange range(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> ScalarRange.UNKNOWN;
      case 1 -> ScalarRange.constant(random.nextInt());
      default -> {
        long from = random.nextInt() & 0x7fffffffL;
        yield ScalarRange.fromUnsignedRange(from, from + random.nextInt(1 << 16));
      }
    };
  }

  private int next() {
    at = (at + 1) & (COUNT - 1);
    return at;
  }

  @Benchmark
  public ScalarRange apply() {
    int i = next();
    return left[i].apply(operation, right[i], Extent.DOUBLE_WORD);
  }

  @Benchmark
  public Decision decide() {
    int i = next();
    return Comparison.LT.decide(left[i], right[i], Extent.DOUBLE_WORD);
  }

  @Benchmark
  public Refined refine() {
    int i = next();
    return Comparison.LT.refine(true, left[i], right[i], Extent.DOUBLE_WORD);
  }

  @Benchmark
  public boolean contains() {
    int i = next();
    return left[i].contains(right[i]);
  }
}
