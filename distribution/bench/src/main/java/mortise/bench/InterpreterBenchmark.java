package mortise.bench;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import mortise.engine.Verdict;
import mortise.runtime.Instance;
import mortise.spi.runtime.ContextFactory.Input;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The time of one run of a program on a packet of 256 zero bytes.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InterpreterBenchmark {
  static final Input INPUT = new Input(new byte[256], new byte[0]);

  /// `FILE#program`
  @Param("")
  public String subject = "";

  private @Nullable Instance instance;

  static Instance instance(String subject) {
    return accepted(subject).instantiate();
  }

  static Verdict.Accepted accepted(String subject) {
    if (Subjects.load(subject).verify() instanceof Verdict.Accepted accepted) {
      return accepted;
    }
    throw new IllegalArgumentException(subject + " is not accepted");
  }

  @Setup
  public void start() {
    instance = instance(subject);
  }

  @TearDown
  public void stop() {
    Objects.requireNonNull(instance).close();
  }

  @Benchmark
  public long run() {
    return Objects.requireNonNull(instance).run(INPUT);
  }
}
