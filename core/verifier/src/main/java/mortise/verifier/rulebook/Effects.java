package mortise.verifier.rulebook;

import java.util.List;
import java.util.Map;
import mortise.spi.Effect;
import mortise.spi.Subject;

/// Effects together with who plays the parts that they speak of.
///
/// @param afterResult whether they speak of what the call returns, and so happen once it has
public record Effects(List<Effect> effects, Map<Subject, Subject> roles, boolean afterResult) {
  public Effects {
    effects = List.copyOf(effects);
    roles = Map.copyOf(roles);
  }

  /// Before R0 has its value.
  public Effects(List<Effect> effects, Map<Subject, Subject> roles) {
    this(effects, roles, false);
  }
}
