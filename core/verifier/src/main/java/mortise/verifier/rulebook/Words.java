package mortise.verifier.rulebook;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import mortise.spi.Condition;
import mortise.spi.Rule;

/// The words in braces that a rule's message may use, by the condition that fails.
final class Words {
  private static final Pattern WORD = Pattern.compile("\\{([a-z._]+)}");
  private static final List<String> ALWAYS =
      List.of(
          "function",
          "arg",
          "register",
          "index",
          "instruction",
          "type",
          "place",
          "owed",
          "offset",
          "var_off",
          "holder",
          "struct");
  private static final List<String> MEMBERS =
      List.of(
          "container",
          "node",
          "expected.offset",
          "expected.struct",
          "actual.offset",
          "actual.struct");

  private Words() {}

  /// The words that the rule's message asks for; other braces stand for themselves.
  static Set<String> in(Rule rule) {
    var words = new HashSet<String>();
    WORD.matcher(rule.message()).results().forEach(match -> words.add(match.group(1)));
    return words;
  }

  static Set<String> of(Condition condition) {
    var words = new HashSet<>(ALWAYS);
    collect(condition, words);
    return words;
  }

  private static void collect(Condition condition, Set<String> words) {
    switch (condition) {
      case Condition.Not c -> collect(c.condition(), words);
      case Condition.All c -> c.conditions().forEach(one -> collect(one, words));
      case Condition.Any c -> c.conditions().forEach(one -> collect(one, words));
      case Condition.None c -> collect(c.condition(), words);
      default -> words.addAll(ofLeaf(condition));
    }
  }

  private static List<String> ofLeaf(Condition condition) {
    return switch (condition) {
      case Condition.PointsTo c -> List.of("expected");
      case Condition.Referenced c -> List.of("owed");
      case Condition.Owes c -> List.of("owed");
      case Condition.OwesAtLeast c -> List.of("owed", "count");
      case Condition.OwesExactly c -> List.of("owed", "count");
      case Condition.IsField c -> List.of("field", "there");
      case Condition.HasField c -> List.of("field");
      case Condition.Guarded c -> List.of("field", "guard", "guard.offset", "elsewhere");
      case Condition.HoldsTypeOf c -> MEMBERS;
      case Condition.HoldsMemberOf c -> MEMBERS;
      case Condition.Innermost c -> List.of("expected.id", "expected.instruction");
      case Condition.InRange c -> List.of("lowest", "highest");
      case Condition.MayBeAnswer c -> List.of("bounds", "lowest", "highest");
      case Condition.SizeAtMost c -> List.of("size", "limit");
      case Condition.MapOfType c -> List.of("map", "map.type", "id");
      case Condition.InValueOf c -> List.of("map", "uid", "expected.uid");
      case Condition.FitsField c -> List.of("expected", "actual");
      case Condition.FacetIs c -> List.of("facet", "value");
      case Condition.FacetBound c -> List.of("facet", "value");
      case Condition.FacetNames c -> List.of("facet", "value");
      case Condition.FacetPasses c -> List.of("facet", "value", "what");
      case Condition.InProgram c -> List.of("kinds");
      case Condition.NamesHostStruct c -> List.of("why");
      case Condition.Inside c -> List.of("section");
      case Condition.InCallbackOf c -> List.of("callers");
      default -> List.of();
    };
  }
}
