package mortise.spi;

import java.util.List;
import java.util.Optional;

/// One possible answer of a function: what R0 is then, and what else. At the call the state forks,
/// one state an outcome; the first is explored first.
///
/// @param name as the causal path calls it: `true`, `acquired`
/// @param when what must hold for this outcome to be possible at all
public record Outcome(String name, Result result, List<Effect> effects, Optional<Condition> when) {
  public Outcome {
    effects = List.copyOf(effects);
  }

  public static Outcome of(String name, Result result, Effect... effects) {
    return new Outcome(name, result, List.of(effects), Optional.empty());
  }

  public Outcome possibleIf(Condition condition) {
    return new Outcome(name, result, effects, Optional.of(condition));
  }
}
