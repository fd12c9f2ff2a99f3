package mortise.engine;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Which rules hold: a name, which picks the families that offer it, and the policies chosen among
/// those that the families leave open. Immutable.
///
/// @param policies `family.choice` to value; what is not chosen takes its default
public record Semantics(String name, Map<String, String> policies) {
  public Semantics {
    policies = Map.copyOf(policies);
  }

  /// The semantics called `name`, every policy at its default.
  public static Semantics named(String name) {
    return new Semantics(name, Map.of());
  }

  /// The same with a policy chosen.
  public Semantics with(String policy, String value) {
    var chosen = new TreeMap<>(policies);
    chosen.put(policy, value);
    return new Semantics(name, chosen);
  }

  /// `linux`, or `linux+family.choice=value`.
  @Override
  public String toString() {
    return policies.isEmpty()
        ? name
        : name
            + new TreeMap<>(policies)
                .entrySet().stream()
                    .map(e -> "+" + e.getKey() + "=" + e.getValue())
                    .collect(Collectors.joining());
  }
}
