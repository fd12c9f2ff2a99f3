package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.engine.LoadedProgram;
import mortise.engine.Verdict;
import mortise.runtime.NotRunnableException;
import mortise.verifier.Limits;
import mortise.verifier.Limits.Pruning;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/// Every example that is accepted runs on seeded inputs, each instruction held against what was
/// believed of it, however eagerly paths were cut.
class CheckedRunsTest {
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
        try {
          assertThat(SeededRuns.problems(accepted)).isEmpty();
        } catch (NotRunnableException e) {
          throw new TestAbortedException("is judged only: " + e.getMessage(), e);
        }
      }
    }
  }
}
