package mortise.verifier.layout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import mortise.spi.FieldKind;
import mortise.spi.TypeView;
import mortise.verifier.rulebook.RuleBook;
import mortise.verifier.rules.ProgramRules;
import mortise.verifier.rules.Rejection;

/// Which types own which: an edge for each container to the type of its elements. It must have no
/// cycle, and types that can be contained no chain longer than the semantics allows.
record OwnershipGraph(Collection<StructLayout> types, RuleBook rules) {
  void check(List<Rejection> problems) {
    for (var type : types) {
      var path = longest(type, new ArrayList<>(List.of(type)), new ArrayList<>());
      var cyclic = path.size() > types.size();
      if (cyclic || (isContainable(type) && path.size() > rules.ownershipLevels())) {
        problems.add(
            Rejection.of(
                rules.ownershipRule().orElse(ProgramRules.OWNERSHIP),
                "why",
                (cyclic
                        ? "types own each other in a circle: "
                        : "types own each other too deeply: ")
                    + String.join(" -> ", path)));
        return;
      }
    }
  }

  private boolean isContainable(TypeView type) {
    return type.fields().stream().anyMatch(field -> isNode(field.kind()));
  }

  private boolean isNode(FieldKind kind) {
    return rules.structFields().values().stream()
        .anyMatch(other -> other.holds().filter(kind::equals).isPresent());
  }

  /// The longest chain below `type`, an entry a step; more entries than there are types is a cycle.
  private List<String> longest(TypeView type, List<TypeView> above, List<String> path) {
    List<String> best = List.copyOf(path);
    for (var field : type.fields()) {
      if (field.kind().holds().isEmpty() || field.element().isEmpty()) {
        continue;
      }
      var element = field.element().get();
      var step = new ArrayList<>(path);
      step.add(type.name() + "." + field.kind() + " -> " + element.name());
      if (above.contains(element)) {
        var cycle = new ArrayList<>(step);
        while (cycle.size() <= types.size()) {
          cycle.add(element.name());
        }
        return cycle;
      }
      var deeper = new ArrayList<>(above);
      deeper.add(element);
      var below = longest(element, deeper, step);
      if (below.size() > best.size()) {
        best = below;
      }
    }
    return best;
  }
}
