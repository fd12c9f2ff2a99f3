package mortise.bench;

import java.util.concurrent.TimeUnit;
import mortise.engine.LoadedProgram;
import mortise.engine.Verdict;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The time to verify one program, read before.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class VerificationBenchmark {
  /// `FILE#program`
  @Param("")
  public String subject = "";

  private @org.jspecify.annotations.Nullable LoadedProgram program;

  @Setup
  public void load() {
    program = Subjects.load(subject);
  }

  @Benchmark
  public Verdict verify() {
    return java.util.Objects.requireNonNull(program).verify();
  }
}
