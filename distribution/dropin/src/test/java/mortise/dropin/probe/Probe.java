package mortise.dropin.probe;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import mortise.engine.Engine;
import mortise.engine.Semantics;
import mortise.engine.Verdict;
import mortise.spi.HelperFamily;
import mortise.spi.runtime.ContextFactory.Input;

/// An embedder of the engine that is a bundle. It is made and asked from outside of the framework,
/// where its classes are others, so it says what it sees in words of the JDK's.
public final class Probe implements BiFunction<List<?>, byte[], Map<String, String>> {
  private static final int PACKET = 64;

  /// Verifies all programs of an object, and runs those that are accepted.
  ///
  /// @return by program `success` and what it returned, or `failure` and the rule
  @Override
  public Map<String, String> apply(List<?> families, byte[] object) {
    var engine =
        Engine.of(
            Semantics.named("linux"), families.stream().map(HelperFamily.class::cast).toList());
    if (!engine.problems().isEmpty()) {
      return Map.of("problems", String.join("\n", engine.problems()));
    }
    var said = new TreeMap<String, String>();
    for (var program : engine.load("probe", object).programs()) {
      said.put(
          program.name(),
          switch (program.verify()) {
            case Verdict.Accepted ok -> "success " + run(ok);
            case Verdict.Rejected no -> "failure " + no.diagnostics().getFirst().rule().id();
            case Verdict.Undecided limit -> "undecided " + limit.limit();
          });
    }
    return said;
  }

  private static long run(Verdict.Accepted accepted) {
    try (var instance = accepted.instantiate()) {
      return (int) instance.run(new Input(new byte[PACKET], new byte[0]));
    }
  }
}
