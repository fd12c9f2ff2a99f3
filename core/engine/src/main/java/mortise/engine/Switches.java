package mortise.engine;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import mortise.spi.Rule;
import mortise.verifier.rulebook.RuleBook;
import mortise.verifier.rules.CoreRules;
import mortise.verifier.rules.Permanent;

/// Switches rules off.
final class Switches {
  private static final int SUGGESTIONS = 3;

  private Switches() {}

  /// The same rules, those with the ids off.
  ///
  /// @throws SemanticsProblem if there is no such rule, or it cannot be switched off
  static RuleBook without(RuleBook rules, Set<String> ids) {
    if (ids.isEmpty()) {
      return rules;
    }
    var all = Stream.concat(CoreRules.all().stream(), rules.rules().values().stream()).toList();
    ids.forEach(id -> check(id, all));
    return rules.without(ids);
  }

  private static void check(String id, List<Rule> all) {
    var rule =
        all.stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new SemanticsProblem(unknown(id, all)));
    Permanent.why(rule)
        .ifPresent(
            why -> {
              throw new SemanticsProblem("rule %s cannot be switched off: %s".formatted(id, why));
            });
  }

  private static String unknown(String id, List<Rule> all) {
    var near =
        all.stream()
            .map(Rule::id)
            .distinct()
            .filter(other -> isNear(id, other))
            .sorted(
                Comparator.comparingInt((String other) -> distance(id, other))
                    .thenComparing(Comparator.naturalOrder()))
            .limit(SUGGESTIONS)
            .toList();
    return "no rule '%s' under this semantics".formatted(id)
        + (near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?");
  }

  private static boolean isNear(String id, String other) {
    return distance(id, other) <= Math.max(3, other.length() / 4)
        || (id.length() > 3 && other.contains(id));
  }

  /// How many characters must be inserted, removed or replaced (Levenshtein).
  private static int distance(String left, String right) {
    var before = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      var now = new int[right.length() + 1];
      now[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int replaced = before[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(replaced, 1 + Math.min(before[j], now[j - 1]));
      }
      before = now;
    }
    return before[right.length()];
  }
}
