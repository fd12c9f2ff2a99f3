package mortise.tests;

import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.testkit.Expected;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every program of the examples is judged and answers as its tags say; those for linux, as Linux
/// does.
class ExamplesTest {
  private final Engine engine = Product.linux();

  @TestFactory
  Stream<DynamicContainer> examples() {
    return Differences.in(engine, Product.EXAMPLES);
  }

  @TestFactory
  Stream<DynamicContainer> verdicts() {
    return Differences.in(engine, Product.EXAMPLES.resolve("verdicts"));
  }

  /// Each under the policies that its tags ask for.
  @TestFactory
  Stream<DynamicContainer> proposal() {
    return Suite.PROPOSAL
        .objects()
        .map(
            file ->
                DynamicContainer.dynamicContainer(
                    Suite.PROPOSAL.name(file),
                    file.toUri(),
                    Stream.of(file)
                        .flatMap(Suite.PROPOSAL::programs)
                        .map(
                            one ->
                                DynamicTest.dynamicTest(
                                    one.program(), () -> Expected.check(one.load())))));
  }

  @TestFactory
  Stream<DynamicContainer> types() {
    return Differences.in(engine, Product.EXAMPLES.resolve("types"));
  }
}
