package mortise.plugin.drafts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mortise.plugin.drafts.Recording.RecordedSubscription;
import mortise.spi.Condition;
import mortise.spi.Effect;
import mortise.spi.HelperFamily;
import mortise.spi.Policy;
import mortise.spi.Rule;

/// One family under its default policies, and under each other value of each policy by itself.
final class Survey {
  final HelperFamily family;
  final List<Recording> recordings = new ArrayList<>();

  Survey(HelperFamily family) {
    this.family = family;
    var usual = Recording.of(family, Map.of());
    recordings.add(usual);
    for (var policy : usual.policies) {
      for (var value : policy.spellings()) {
        recordings.add(Recording.of(family, Map.of(policy.name(), value)));
      }
    }
  }

  List<Policy> policies() {
    return recordings.getFirst().policies;
  }

  /// All functions, each as it is where it first appears.
  List<RecordedFunction> functions() {
    var byName = new LinkedHashMap<String, RecordedFunction>();
    recordings.forEach(recording -> recording.functions.forEach(byName::putIfAbsent));
    return List.copyOf(byName.values());
  }

  /// All subscriptions, those that look alike once.
  List<RecordedSubscription> subscriptions() {
    var byLook = new LinkedHashMap<String, RecordedSubscription>();
    for (var recording : recordings) {
      var count = new LinkedHashMap<String, Integer>();
      for (var subscription : recording.subscriptions) {
        var look =
            subscription.event
                + Parts.of(Rule.class, subscription.requirements).toString()
                + subscription.effects.size();
        byLook.putIfAbsent(look + count.merge(look, 1, Integer::sum), subscription);
      }
    }
    return List.copyOf(byLook.values());
  }

  int requirements() {
    return functions().stream().mapToInt(f -> f.requirements.size()).sum()
        + subscriptions().stream().mapToInt(s -> s.requirements.size()).sum();
  }

  int outcomes() {
    return functions().stream().mapToInt(f -> f.outcomes.size()).sum();
  }

  int effects() {
    return all(Effect.class).size();
  }

  int facetTests() {
    return all(Condition.FacetPasses.class).size() + all(Effect.Update.class).size();
  }

  List<Condition.Check> hatches() {
    return all(Condition.Check.class);
  }

  Set<Rule> rules() {
    var rules = new LinkedHashSet<Rule>();
    for (var recording : recordings) {
      rules.addAll(
          Parts.of(Rule.class, recording.layoutRules, recording.accessRules, recording.sections));
      rules.addAll(Parts.of(Rule.class, recording.globalArguments));
      recording.functions.values().forEach(f -> rules.addAll(partsOf(Rule.class, f)));
      recording.subscriptions.forEach(
          s -> rules.addAll(Parts.of(Rule.class, s.requirements, s.effects)));
    }
    return rules;
  }

  private <T> List<T> all(Class<T> wanted) {
    var found = new ArrayList<T>();
    functions().forEach(f -> found.addAll(partsOf(wanted, f)));
    subscriptions().forEach(s -> found.addAll(Parts.of(wanted, s.requirements, s.effects)));
    return found;
  }

  static <T> List<T> partsOf(Class<T> wanted, RecordedFunction f) {
    return Parts.of(
        wanted,
        f.parameters,
        f.requirements,
        f.announcements,
        f.effects,
        f.invocations,
        f.outcomes,
        f.results,
        f.sections);
  }
}
