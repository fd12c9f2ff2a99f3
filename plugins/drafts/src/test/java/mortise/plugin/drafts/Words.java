package mortise.plugin.drafts;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import mortise.spi.Condition;
import mortise.spi.Rule;
import mortise.spi.SectionKind;
import mortise.spi.SlotKind;

/// Which words in braces a message may use, by what breaks its rule.
final class Words {
  private static final Pattern WORD = Pattern.compile("\\{([a-z._]+)}");
  private static final List<String> CALL = List.of("function", "arg", "register", "instruction");
  private static final List<String> POINTER = List.of("type", "offset", "var_off");
  private static final List<String> MEMBERS =
      List.of(
          "container",
          "node",
          "expected.offset",
          "expected.struct",
          "actual.offset",
          "actual.struct");

  static Set<String> in(Rule rule) {
    var words = new HashSet<String>();
    WORD.matcher(rule.message()).results().forEach(m -> words.add(m.group(1)));
    return words;
  }

  /// Adds what each rule that the recording uses may say.
  static void collect(Recording recording, Map<Rule, Set<String>> known) {
    for (var f : recording.functions.values()) {
      requirements(f.requirements, known);
      Survey.partsOf(SectionKind.class, f).forEach(section -> section(section, known));
      Survey.partsOf(SlotKind.class, f).forEach(slot -> slot(slot, known));
    }
    recording.sections.forEach(section -> section(section, known));
    recording.subscriptions.forEach(s -> requirements(s.requirements, known));
    requirements(recording.globalArguments, known);
    requirements(recording.accessRules, known);
    for (var requirement : recording.accessRules) {
      add(requirement.rule(), List.of("field", "there", "offset"), known);
    }
    recording.layoutRules.forEach(rule -> add(rule, List.of("type", "path"), known));
  }

  private static void requirements(
      Collection<Recording.Requirement> requirements, Map<Rule, Set<String>> known) {
    for (var requirement : requirements) {
      add(requirement.rule(), CALL, known);
      for (var condition : Parts.of(Condition.class, requirement.condition())) {
        add(requirement.rule(), POINTER, known);
        add(requirement.rule(), of(condition), known);
      }
    }
  }

  private static void section(SectionKind section, Map<Rule, Set<String>> known) {
    Parts.of(Rule.class, section)
        .forEach(rule -> add(rule, List.of("boundary", "function"), known));
  }

  private static void slot(SlotKind slot, Map<Rule, Set<String>> known) {
    Parts.of(Rule.class, slot).forEach(rule -> add(rule, List.of("slot", "index", "arg"), known));
  }

  private static void add(Rule rule, Collection<String> words, Map<Rule, Set<String>> known) {
    known.computeIfAbsent(rule, r -> new HashSet<>()).addAll(words);
  }

  private static List<String> of(Condition condition) {
    return switch (condition) {
      case Condition.Referenced _ -> List.of("owed");
      case Condition.OwesAtLeast _, Condition.OwesExactly _ -> List.of("owed", "count");
      case Condition.Owes _ -> List.of("owed");
      case Condition.IsField _ -> List.of("field", "there", "holder");
      case Condition.HasField _ -> List.of("field", "holder");
      case Condition.IsTyped _ -> List.of("holder");
      case Condition.Guarded _ -> List.of("field", "guard", "guard.offset", "elsewhere");
      case Condition.HoldsTypeOf _, Condition.HoldsMemberOf _ -> MEMBERS;
      case Condition.Innermost _ -> List.of("expected.id", "expected.instruction");
      case Condition.InRange _ -> List.of("lowest", "highest");
      case Condition.SizeAtMost _ -> List.of("size", "limit");
      case Condition.MapOfType _ -> List.of("map", "map.type", "id");
      case Condition.InValueOf _ -> List.of("map", "uid", "expected.uid");
      case Condition.FitsField _ -> List.of("expected", "actual");
      case Condition.FacetIs _, Condition.FacetBound _ -> List.of("facet", "value");
      case Condition.FacetPasses _ -> List.of("facet", "value", "what");
      default -> List.of();
    };
  }

  private Words() {}
}
