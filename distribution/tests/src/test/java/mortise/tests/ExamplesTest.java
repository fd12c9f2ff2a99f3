package mortise.tests;

import java.util.stream.Stream;
import mortise.engine.Engine;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/// Every program of the examples is judged and answers as its tags say, which is as Linux does.
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

  @TestFactory
  Stream<DynamicContainer> types() {
    return Differences.in(engine, Product.EXAMPLES.resolve("types"));
  }
}
