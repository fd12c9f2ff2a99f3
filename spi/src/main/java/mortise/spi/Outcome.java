package mortise.spi;

import java.util.List;
import java.util.Optional;

/// One possible answer of a function: what R0 is then, and what else. At the call the state forks,
/// one state an outcome; the first is explored first.
///
/// @param name as the causal path calls it: `true`, `acquired`
/// @param when what must hold for this outcome to be possible at all
/// @param repeats whether the program comes round again with this answer: the call is a repetition
///   point, where states are compared and widened as loops need it
public record Outcome(
    String name, Result result, List<Effect> effects, Optional<Condition> when, boolean repeats) {
  public Outcome {
    effects = List.copyOf(effects);
  }

  /// One that does not repeat.
  public Outcome(String name, Result result, List<Effect> effects, Optional<Condition> when) {
    this(name, result, effects, when, false);
  }

  public static Outcome of(String name, Result result, Effect... effects) {
    return new Outcome(name, result, List.of(effects), Optional.empty());
  }

  public Outcome possibleIf(Condition condition) {
    return new Outcome(name, result, effects, Optional.of(condition), repeats);
  }

  public Outcome repeating() {
    return new Outcome(name, result, effects, when, true);
  }
}
