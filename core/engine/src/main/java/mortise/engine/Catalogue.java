package mortise.engine;

import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mortise.spi.Rule;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rulebook.RuleBook;
import mortise.verifier.rulebook.Step;
import mortise.verifier.rules.CoreRules;

/// The documentation that a semantics' declarations are.
final class Catalogue {
  private final RuleBook book;
  private final Map<String, Rule> rules = new LinkedHashMap<>();

  @Inject
  Catalogue(RuleBook book) {
    this.book = book;
    Stream.concat(CoreRules.all().stream(), book.rules().values().stream())
        .sorted(Comparator.comparing(Rule::id))
        .forEach(rule -> rules.put(rule.id(), rule));
  }

  Optional<Rule> rule(String id) {
    return Optional.ofNullable(rules.get(id));
  }

  List<Rule> rules() {
    return List.copyOf(rules.values());
  }

  Optional<String> describe(String family) {
    return book.families().stream()
        .filter(info -> info.id().equals(family))
        .findFirst()
        .map(info -> describe(family, info.toString()));
  }

  private String describe(String family, String title) {
    var out = new StringBuilder(title).append('\n');
    var functions = book.functions().stream().filter(f -> f.family().id().equals(family)).toList();
    if (!functions.isEmpty()) {
      out.append("\nfunctions\n");
      functions.forEach(function -> describe(function, out));
    }
    var own =
        functions.stream()
            .flatMap(f -> f.steps().stream())
            .flatMap(s -> s instanceof Step.Demand d ? Stream.of(d.rule()) : Stream.empty())
            .filter(rule -> rule.family().equals(family))
            .distinct()
            .sorted(Comparator.comparing(Rule::id))
            .toList();
    if (!own.isEmpty()) {
      out.append("\nrules\n");
      own.forEach(rule -> out.append("  %-32s %s%n".formatted(rule.id(), lastLine(rule))));
    }
    return out.toString();
  }

  private static String lastLine(Rule rule) {
    return rule.message().substring(rule.message().lastIndexOf('\n') + 1);
  }

  private static void describe(FunctionPlan function, StringBuilder out) {
    out.append("  ").append(signature(function)).append('\n');
    if (!function.documentation().isEmpty()) {
      out.append("      ").append(function.documentation().replace("\n", "\n      ")).append('\n');
    }
  }

  private static String signature(FunctionPlan function) {
    return function.prototype().isEmpty() ? function.name() + "(…)" : function.prototype();
  }
}
