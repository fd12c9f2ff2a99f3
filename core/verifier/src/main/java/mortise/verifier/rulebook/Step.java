package mortise.verifier.rulebook;

import java.util.Map;
import mortise.spi.Condition;
import mortise.spi.Parameter;
import mortise.spi.Rule;
import mortise.spi.Subject;

/// One thing that a call is checked for, in the order in which the function declares them.
public sealed interface Step {
  /// The standard checks of a parameter's kind.
  record Argument(Parameter parameter) implements Step {}

  /// A requirement. `roles` says who plays the parts of an event, for what a subscriber added.
  record Demand(Rule rule, Condition condition, Map<Subject, Subject> roles) implements Step {}
}
