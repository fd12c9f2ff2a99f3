package mortise.verifier.rulebook;

import java.util.List;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;

/// What one family adds to an event.
public record Subscriber(FamilyInfo family, List<Step.Demand> demands, List<Effect> effects) {
  public Subscriber {
    demands = List.copyOf(demands);
    effects = List.copyOf(effects);
  }
}
