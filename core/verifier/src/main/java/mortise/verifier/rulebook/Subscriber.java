package mortise.verifier.rulebook;

import java.util.List;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.runtime.EventListener;

/// What one family adds to an event.
///
/// @param before told by runtime halves when it is about to happen
/// @param after told by them once it has
public record Subscriber(
    FamilyInfo family,
    List<Step.Demand> demands,
    List<Effect> effects,
    List<EventListener> before,
    List<EventListener> after) {
  public Subscriber {
    demands = List.copyOf(demands);
    effects = List.copyOf(effects);
    before = List.copyOf(before);
    after = List.copyOf(after);
  }
}
