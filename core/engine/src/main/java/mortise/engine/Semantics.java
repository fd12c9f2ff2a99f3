package mortise.engine;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Which rules hold: a name, which picks the families that offer it, and the policies chosen among
/// those that the families leave open. Immutable.
///
/// @param policies the names of policies and what they are to be; what is not chosen takes its
///   default
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

  /// Reads what [#toString] writes of a semantics without switched-off rules: a name and choices,
  /// each after a `+`. What follows a `+` and has no `=` belongs to the choice before it:
  /// `proposal+choice=value+set=one+another`.
  ///
  /// @throws SemanticsProblem if it is not written so, or a policy is chosen twice
  public static Semantics parse(String text) {
    var parts = List.of(text.split("\\+", -1));
    if (parts.getFirst().isBlank()) {
      throw new SemanticsProblem("semantics '%s' has no name".formatted(text));
    }
    var chosen = new TreeMap<String, String>();
    var policy = "";
    for (var part : parts.subList(1, parts.size())) {
      int equals = part.indexOf('=');
      if (part.isBlank() || equals == 0 || equals == part.length() - 1) {
        throw new SemanticsProblem(
            "semantics '%s': after each + comes policy=value, not '%s'".formatted(text, part));
      }
      if (equals < 0 && policy.isEmpty()) {
        throw new SemanticsProblem(
            "semantics '%s': '%s' is a value, but of which policy?".formatted(text, part));
      }
      if (equals < 0) {
        chosen.merge(policy, part, (before, more) -> before + "+" + more);
      } else {
        policy = part.substring(0, equals);
        if (chosen.put(policy, part.substring(equals + 1)) != null) {
          throw new SemanticsProblem(
              "semantics '%s' chooses the policy %s twice".formatted(text, policy));
        }
      }
    }
    return new Semantics(parts.getFirst(), chosen);
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

  /// `linux`, or `linux+policy=value`, or `linux-without:list.lock-not-held`.
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
