package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import mortise.engine.CheckedInstance;
import mortise.engine.Engine;
import mortise.engine.LoadedProgram;
import mortise.engine.Verdict;
import mortise.engine.Verdict.Accepted;
import mortise.runtime.Execution;
import mortise.runtime.NotRunnableException;
import mortise.runtime.RunnableProgram;
import mortise.spi.runtime.ContextFactory.Input;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The accepted programs of an object on several threads at once, sharing maps and globals: nothing
/// leaves what the verifier believed, the second account of memory finds nothing, and nothing is
/// left in the end.
///
/// How the threads interleave is left to the machine. What they may do is not: the same holds in
/// every order, so a failure is one of the product, however rare.
class ThreadsTest {
  private static final int THREADS = 4;
  private static final int RUNS = 25;
  private static final int PACKET = 64;

  @TestFactory
  Stream<DynamicContainer> examples() {
    return Suite.all().stream()
        .flatMap(
            suite ->
                suite.variations().stream()
                    .map(
                        policies ->
                            DynamicContainer.dynamicContainer(
                                suite.semantics() + " " + policies,
                                suite.objects().map(file -> test(suite, file, policies)))));
  }

  private static DynamicTest test(Suite suite, Path file, Map<String, String> policies) {
    return DynamicTest.dynamicTest(
        suite.name(file),
        file.toUri(),
        () -> together(runnable(suite.engine(policies, List.of()), file)));
  }

  private static List<Accepted> runnable(Engine engine, Path file) {
    return engine.load(file).programs().stream()
        .map(LoadedProgram::verify)
        .filter(Verdict.Accepted.class::isInstance)
        .map(Verdict.Accepted.class::cast)
        .filter(ThreadsTest::isRunnable)
        .toList();
  }

  /// Some can only be judged.
  private static boolean isRunnable(Accepted program) {
    try (var instance = program.instantiate()) {
      return !instance.programs().isEmpty();
    } catch (NotRunnableException e) {
      return false;
    }
  }

  private static void together(List<Accepted> programs) {
    Assumptions.assumeFalse(programs.isEmpty(), "nothing that can run is accepted");
    try (var checked =
        programs.getFirst().instantiateChecked(programs.subList(1, programs.size()))) {
      var wrong = Collections.synchronizedList(new ArrayList<RuntimeException>());
      var ready = new CountDownLatch(THREADS);
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < THREADS; i++) {
        int first = i;
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      ready.countDown();
                      await(ready);
                      run(checked, first, wrong);
                    }));
      }
      threads.forEach(ThreadsTest::join);
      assertThat(wrong).isEmpty();
      assertThat(checked.finish()).isEmpty();
      assertThat(checked.instance().closeAndReport()).isEmpty();
    }
  }

  private static void run(CheckedInstance instance, int first, List<RuntimeException> wrong) {
    var programs = instance.programs();
    for (int i = 0; i < RUNS && wrong.isEmpty(); i++) {
      var program = programs.get((first + i) % programs.size());
      try {
        instance.run(Execution.of(program, input(program)));
      } catch (RuntimeException e) {
        wrong.add(e);
      }
    }
  }

  private static Input input(RunnableProgram program) {
    return new Input(new byte[PACKET], new byte[program.contextReach()]);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
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
