package mortise.cli.output;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mortise.engine.compare.Fact;
import mortise.engine.compare.RulesComparison;
import mortise.engine.compare.RulesComparison.Difference;
import mortise.engine.compare.RulesComparison.Kind;
import mortise.engine.compare.RulesComparison.Presence;

/// What `diff --rules` prints.
public final class RulesRenderer {
  private RulesRenderer() {}

  /// For people: what only one semantics says, `-` for the left and `+` for the right one.
  public static void text(String left, String right, RulesComparison comparison, PrintWriter out) {
    out.println("A (-): " + Plain.line(left));
    out.println("B (+): " + Plain.line(right));
    for (var kind : Kind.values()) {
      var differences =
          comparison.differences().stream().filter(one -> one.kind() == kind).toList();
      if (differences.isEmpty()) {
        continue;
      }
      out.println();
      out.println(title(kind));
      only(differences, Presence.LEFT, "only A has", out);
      only(differences, Presence.RIGHT, "only B has", out);
      differences.stream()
          .filter(one -> one.presence() == Presence.BOTH)
          .forEach(one -> both(one, out));
    }
    out.println();
    out.printf(
        "Done. %d declarations differ, %d are the same.%n",
        comparison.differences().size(), comparison.same());
  }

  private static String title(Kind kind) {
    return switch (kind) {
      case POLICY -> "policies";
      case FUNCTION -> "functions";
      case EVENT -> "events, and what families add to them";
      case FIELD -> "fields";
      case SECTION -> "sections";
      case TYPES -> "types";
      case PROGRAM_TYPE -> "program types";
      case MAP_TYPE -> "map types";
    };
  }

  private static void only(
      List<Difference> differences, Presence presence, String words, PrintWriter out) {
    var names =
        differences.stream()
            .filter(one -> one.presence() == presence)
            .map(Difference::name)
            .toList();
    if (!names.isEmpty()) {
      out.println("  " + words + ": " + Plain.line(String.join(", ", names)));
    }
  }

  private static void both(Difference difference, PrintWriter out) {
    out.println("  " + Plain.line(difference.name()));
    facts("-", difference.onlyLeft(), difference.onlyRight(), out);
    facts("+", difference.onlyRight(), difference.onlyLeft(), out);
  }

  private static void facts(String sign, List<Fact> facts, List<Fact> others, PrintWriter out) {
    for (var fact : facts) {
      out.println(
          Plain.line(
              "    %s %-12s %s%s"
                  .formatted(
                      sign,
                      fact.aspect(),
                      fact.rule().isEmpty() ? "" : fact.rule() + ": ",
                      fact.text())));
      boolean onlyConditionDiffers =
          others.stream()
              .anyMatch(o -> o.rule().equals(fact.rule()) && o.text().equals(fact.text()));
      if (!fact.condition().isEmpty() && onlyConditionDiffers) {
        out.println(Plain.line("    %s %-12s   %s".formatted(sign, "", fact.condition())));
      }
    }
  }

  public static void json(String left, String right, RulesComparison comparison, PrintWriter out) {
    var root = new LinkedHashMap<String, Object>();
    root.put("tool", "mortise");
    root.put("version", ToolVersion.current());
    root.put("semantics_a", left);
    root.put("semantics_b", right);
    root.put("same", comparison.same());
    root.put("differences", comparison.differences().stream().map(RulesRenderer::members).toList());
    out.print(Json.write(root));
  }

  private static Map<String, Object> members(Difference difference) {
    var members = new LinkedHashMap<String, Object>();
    members.put("kind", difference.kind().name().toLowerCase(Locale.ROOT));
    members.put("name", difference.name());
    members.put(
        "in",
        switch (difference.presence()) {
          case LEFT -> "a";
          case RIGHT -> "b";
          case BOTH -> "both";
        });
    members.put("only_a", difference.onlyLeft().stream().map(RulesRenderer::members).toList());
    members.put("only_b", difference.onlyRight().stream().map(RulesRenderer::members).toList());
    return members;
  }

  private static Map<String, Object> members(Fact fact) {
    var members = new LinkedHashMap<String, Object>();
    members.put("aspect", fact.aspect());
    members.put("rule", Optional.of(fact.rule()).filter(rule -> !rule.isEmpty()));
    members.put("text", fact.text());
    members.put("condition", Optional.of(fact.condition()).filter(text -> !text.isEmpty()));
    return members;
  }
}
