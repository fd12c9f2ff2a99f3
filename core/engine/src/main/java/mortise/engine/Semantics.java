package mortise.engine;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Which rules hold: a name, which picks the families that offer it, and the policies chosen among
/// those that the families leave open. Immutable.
///
/// @param policies `family.choice` to value; what is not chosen takes its default
/// @param without the ids of rules that are switched off; with any of them, what is accepted may do
///   anything
public record Semantics(String name, Map<String, String> policies, Set<String> without) {
  public Semantics {
    policies = Map.copyOf(policies);
    without = Collections.unmodifiableSet(new TreeSet<>(without));
  }

  /// All rules hold.
  public Semantics(String name, Map<String, String> policies) {
    this(name, policies, Set.of());
  }

  /// The semantics called `name`, every policy at its default.
  public static Semantics named(String name) {
    return new Semantics(name, Map.of());
  }

  /// The same with a policy chosen.
  public Semantics with(String policy, String value) {
    var chosen = new TreeMap<>(policies);
    chosen.put(policy, value);
    return new Semantics(name, chosen, without);
  }

  /// The same with a rule switched off: programs that break it are no longer rejected for it. For
  /// tests, which show that the rule is needed: verdicts are not to be trusted then, and programs
  /// that are accepted may fail when run, or never end (their runs have a limit).
  public Semantics without(String rule) {
    var off = new TreeSet<>(without);
    off.add(rule);
    return new Semantics(name, policies, off);
  }

  /// `linux`, or `linux+family.choice=value`, or `linux-without:list.lock-not-held`.
  @Override
  public String toString() {
    return name
        + new TreeMap<>(policies)
            .entrySet().stream()
                .map(e -> "+" + e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining())
        + (without.isEmpty() ? "" : "-without:" + String.join(",", without));
  }
}
