package mortise.verifier.rulebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import mortise.spi.FamilyInfo;
import mortise.spi.Policy;

/// The policies of all families together, and what was chosen.
///
/// @param choices what each policy is, by name
record Policies(
    Map<String, Policy> all, Map<String, String> choices, List<RuleBook.Conflict> conflicts) {

  /// @throws SemanticsException if families disagree about a policy, a choice is of a policy that
  ///   is not there, or choices contradict each other
  static Policies of(List<FamilyDraft> drafts, String semantics, Map<String, String> chosen) {
    var all = new TreeMap<String, Policy>();
    var declarers = new TreeMap<String, FamilyInfo>();
    var conflicts = new ArrayList<RuleBook.Conflict>();
    for (var draft : drafts) {
      for (var policy : draft.policies) {
        var first = declarers.computeIfAbsent(policy.name(), name -> draft.info);
        var same = all.computeIfAbsent(policy.name(), name -> policy);
        if (!same.equals(policy)) {
          throw new SemanticsException(
              "families %s and %s declare the policy %s differently: %s, and %s"
                  .formatted(first, draft.info, policy.name(), words(same), words(policy)));
        }
      }
      conflicts.addAll(draft.conflicts);
    }
    chosen.keySet().stream()
        .sorted()
        .filter(name -> !all.containsKey(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new SemanticsException(unknown(semantics, name, all));
            });
    var choices = new TreeMap<String, String>();
    all.forEach((name, policy) -> choices.put(name, value(policy, chosen)));
    for (var conflict : conflicts) {
      if (conflict.holds(choices)) {
        throw new SemanticsException(contradiction(conflict, choices));
      }
    }
    return new Policies(all, choices, conflicts.stream().distinct().toList());
  }

  /// What a policy is, the choices being these.
  ///
  /// @throws SemanticsException if it cannot be
  static String value(Policy policy, Map<String, String> chosen) {
    var written = chosen.getOrDefault(policy.name(), policy.defaultValue());
    return policy
        .canonical(written)
        .orElseThrow(
            () ->
                new SemanticsException(
                    "policy %s has no value '%s'; it has: %s"
                        .formatted(policy.name(), written, values(policy))));
  }

  private static String values(Policy policy) {
    return String.join(", ", policy.values())
        + (policy.isSet() ? ", several of them joined by +, or none" : "");
  }

  private static String words(Policy policy) {
    return "%s (default %s; \"%s\")"
        .formatted(policy.domain(), policy.defaultValue(), policy.documentation());
  }

  private static String unknown(String semantics, String name, Map<String, Policy> all) {
    var there =
        all.values().stream()
            .map(policy -> policy.name() + " = " + policy.domain())
            .collect(Collectors.joining("; "));
    return "semantics '%s' has no policy '%s'; it has: %s"
        .formatted(semantics, name, there.isEmpty() ? "none" : there);
  }

  private static String contradiction(RuleBook.Conflict conflict, Map<String, String> choices) {
    var chosen =
        conflict.together().stream()
            .map(one -> one.policy().name())
            .distinct()
            .map(name -> name + "=" + choices.get(name))
            .collect(Collectors.joining(", "));
    return "policies contradict: %s; chosen: %s".formatted(conflict.why(), chosen);
  }
}
