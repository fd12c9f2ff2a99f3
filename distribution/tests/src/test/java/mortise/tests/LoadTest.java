package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import mortise.bench.load.Load;
import mortise.bench.load.Scenario;
import mortise.bench.load.Scenarios;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every scenario of the load tests, for a number of runs instead of seconds.
class LoadTest {
  private static final int THREADS = 4;
  private static final int RUNS = 20_000;

  @TestFactory
  Stream<DynamicTest> nothingIsLost() {
    return Scenarios.ALL.stream()
        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> run(scenario)));
  }

  private static void run(Scenario scenario) {
    var suite =
        Suite.all().stream()
            .filter(one -> one.semantics().equals(scenario.semantics()))
            .findFirst()
            .orElseThrow();
    var left = new AtomicInteger(RUNS);
    var outcome =
        Load.run(
            suite.engine(scenario.policies(), List.of()),
            Product.EXAMPLES,
            scenario,
            THREADS,
            () -> left.getAndDecrement() > 0);
    assertThat(outcome.wrong()).isEmpty();
    assertThat(outcome.runs()).isEqualTo(RUNS);
  }
}
