package mortise.verifier.rulebook;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.LayoutConstraint;
import mortise.spi.MapKind;
import mortise.spi.Policy;
import mortise.spi.ProgramKind;
import mortise.spi.Qualifier;
import mortise.spi.Rule;
import mortise.spi.SectionKind;
import mortise.spi.Transform;

/// A semantics put together: everything that its families declared, ready for lookup. Immutable.
///
/// @param name the semantics' name
/// @param choices the policies chosen, by name
/// @param problems what was left out and why, a line each
public record RuleBook(
    String name,
    Map<String, String> choices,
    List<FamilyInfo> families,
    Map<String, FunctionPlan> kernelFunctions,
    Map<Integer, FunctionPlan> helpers,
    Map<String, FieldKind> structFields,
    Map<String, FieldKind> pointerFields,
    List<LayoutConstraint> layouts,
    int ownershipLevels,
    Optional<Rule> ownershipRule,
    List<Ending> endings,
    List<Implication> implications,
    List<Forbidden> forbidden,
    Map<Integer, MapKind> maps,
    Map<Integer, ProgramKind> programs,
    Map<String, Policy> policies,
    Map<String, Rule> rules,
    List<String> headers,
    List<String> problems) {
  /// Pointers with the qualifier are transformed when a section of the kind ends.
  public record Ending(SectionKind section, Qualifier qualifier, Transform transform) {}

  /// Programs of these kinds may not use maps that have such a field.
  public record Forbidden(FieldKind field, Rule rule, List<String> programKinds) {}

  /// While the section is open, `implied` counts as open.
  public record Implication(SectionKind section, SectionKind implied) {}

  public RuleBook {
    choices = Map.copyOf(choices);
    families = List.copyOf(families);
    kernelFunctions = Map.copyOf(kernelFunctions);
    helpers = Map.copyOf(helpers);
    structFields = Map.copyOf(structFields);
    pointerFields = Map.copyOf(pointerFields);
    layouts = List.copyOf(layouts);
    endings = List.copyOf(endings);
    implications = List.copyOf(implications);
    forbidden = List.copyOf(forbidden);
    maps = Map.copyOf(maps);
    programs = Map.copyOf(programs);
    policies = Map.copyOf(policies);
    rules = Map.copyOf(rules);
    headers = List.copyOf(headers);
    problems = List.copyOf(problems);
  }

  /// All functions, by name.
  public Collection<FunctionPlan> functions() {
    return java.util.stream.Stream.concat(
            helpers.values().stream(), kernelFunctions.values().stream())
        .sorted(java.util.Comparator.comparing(FunctionPlan::name))
        .toList();
  }

  /// Whether `section`, once open, counts as one of `wanted` too.
  public boolean counts(SectionKind section, SectionKind wanted) {
    if (section.equals(wanted)) {
      return true;
    }
    return implications.stream()
        .anyMatch(i -> i.section().equals(section) && i.implied().equals(wanted));
  }
}
