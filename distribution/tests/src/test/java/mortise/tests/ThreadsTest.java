package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.engine.LoadedProgram;
import mortise.engine.Verdict;
import mortise.engine.Verdict.Accepted;
import mortise.runtime.Execution;
import mortise.runtime.Instance;
import mortise.spi.runtime.ContextFactory.Input;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The accepted programs of an object on several threads at once, sharing maps and globals: the
/// second account of memory finds nothing, and nothing is left in the end.
class ThreadsTest {
  private static final int THREADS = 4;
  private static final int RUNS = 50;
  private static final Input INPUT = new Input(new byte[64], new byte[0]);

  @TestFactory
  Stream<DynamicContainer> proposal() {
    return Suite.PROPOSAL.variations().stream()
        .map(
            policies ->
                DynamicContainer.dynamicContainer(
                    policies.toString(),
                    Suite.PROPOSAL.objects().flatMap(file -> test(file, policies))));
  }

  private static Stream<DynamicTest> test(Path file, Map<String, String> policies) {
    return Stream.of(
        DynamicTest.dynamicTest(
            Suite.PROPOSAL.name(file),
            file.toUri(),
            () -> together(accepted(Suite.PROPOSAL.engine(policies, List.of()), file))));
  }

  private static List<Accepted> accepted(Engine engine, Path file) {
    return engine.load(file).programs().stream()
        .map(LoadedProgram::verify)
        .filter(Verdict.Accepted.class::isInstance)
        .map(Verdict.Accepted.class::cast)
        .toList();
  }

  private static void together(List<Accepted> programs) {
    if (programs.isEmpty()) {
      return;
    }
    try (var checked =
        programs.getFirst().instantiateChecked(programs.subList(1, programs.size()))) {
      var instance = checked.instance();
      var wrong = Collections.synchronizedList(new ArrayList<RuntimeException>());
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < THREADS; i++) {
        int first = i;
        threads.add(Thread.ofPlatform().start(() -> run(instance, first, wrong)));
      }
      threads.forEach(ThreadsTest::join);
      assertThat(wrong).isEmpty();
      assertThat(instance.finish()).isEmpty();
      assertThat(instance.closeAndReport()).isEmpty();
    }
  }

  private static void run(Instance instance, int first, List<RuntimeException> wrong) {
    var programs = instance.programs();
    for (int i = 0; i < RUNS && wrong.isEmpty(); i++) {
      try {
        instance.run(Execution.of(programs.get((first + i) % programs.size()), INPUT));
      } catch (RuntimeException e) {
        wrong.add(e);
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
