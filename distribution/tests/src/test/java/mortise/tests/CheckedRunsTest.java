package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.engine.LoadedProgram;
import mortise.engine.Verdict;
import mortise.testkit.generate.Checker;
import mortise.testkit.generate.Draw;
import mortise.testkit.generate.Outcome;
import mortise.testkit.generate.RunInput;
import mortise.verifier.Limits;
import mortise.verifier.Limits.Pruning;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every example that is accepted runs on seeded inputs, each instruction held against what was
/// believed of it, however eagerly paths were cut.
class CheckedRunsTest {
  private static final int RUNS = 12;
  private static final int MORE_CONTEXT = 24;

  /// A loop of a million rounds says nothing more after the first hundred thousand instructions.
  static final long LONGEST = 100_000;

  private final Engine engine = Product.linux();

  @TestFactory
  Stream<DynamicContainer> examples() {
    return Product.objects()
        .map(
            file ->
                DynamicContainer.dynamicContainer(
                    Product.EXAMPLES.relativize(file).toString(),
                    file.toUri(),
                    Stream.of(file).flatMap(this::programs)));
  }

  private Stream<DynamicTest> programs(Path file) {
    return engine.load(file).programs().stream()
        .filter(program -> program.verify() instanceof Verdict.Accepted)
        .map(program -> DynamicTest.dynamicTest(program.name(), () -> check(program)));
  }

  private static void check(LoadedProgram program) {
    for (var pruning : List.of(Pruning.NORMAL, Pruning.EAGER)) {
      if (program.within(Limits.LINUX.with(pruning)).verify()
          instanceof Verdict.Accepted accepted) {
        var outcome = run(accepted, LONGEST);
        Assumptions.assumeFalse(
            outcome instanceof Outcome.Failed failed && failed.check().equals("not-runnable"),
            "is judged only: " + outcome);
        assertThat(outcome).isInstanceOf(Outcome.Sound.class);
      }
    }
  }

  /// What some runs on seeded inputs say of a program, none longer than so many instructions.
  static Outcome run(Verdict.Accepted accepted, long longest) {
    var program = accepted.program();
    var inputs =
        RunInput.some(
            program.program(),
            program.contextReach() + MORE_CONTEXT,
            new Draw(program.program().name().hashCode()),
            RUNS);
    return Checker.run(accepted, inputs, longest);
  }
}
