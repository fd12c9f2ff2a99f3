package mortise.cli;

import java.util.Map;
import java.util.Optional;

/// Puts the engine behind the commands' gateway.
final class EngineAdapter {
  private static final Map<String, EngineGateway.Opener> SEMANTICS = Map.of();

  private EngineAdapter() {}

  static EngineGateway open(EngineGateway.Choice choice) throws InputProblem {
    return Optional.ofNullable(SEMANTICS.get(choice.name()))
        .orElseThrow(() -> new InputProblem("no semantics '" + choice.name() + "' in this build"))
        .open(choice);
  }
}
