package mortise.verifier.rulebook;

import java.util.List;
import java.util.Map;
import mortise.spi.Effect;
import mortise.spi.Subject;

/// Effects together with who plays the parts that they speak of.
public record Effects(List<Effect> effects, Map<Subject, Subject> roles) {
  public Effects {
    effects = List.copyOf(effects);
    roles = Map.copyOf(roles);
  }
}
