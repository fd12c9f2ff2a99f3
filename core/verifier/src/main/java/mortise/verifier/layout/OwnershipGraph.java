package mortise.verifier.layout;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import mortise.spi.FieldKind;
import mortise.spi.OwnershipLimit;
import mortise.spi.TypeView;
import mortise.verifier.rulebook.RuleBook;
import mortise.verifier.rules.Rejection;

/// Which types own which: an edge for each container to the type of its elements. It must have no
/// cycle, and types that can be contained no chain longer than the semantics allows.
///
/// @param values the types that values of maps are, which are not objects
record OwnershipGraph(
    Collection<StructLayout> types, Set<TypeView> values, RuleBook rules, OwnershipLimit limit) {
  void check(List<Rejection> problems) {
    for (var type : types) {
      var path = longest(type, List.of(type), List.of());
      var cyclic = isCycle(path);
      if (cyclic || (isLimited(type) && levels(path) > limit.levels())) {
        problems.add(
            Rejection.of(
                    limit.rule(),
                    "why",
                    (cyclic
                            ? "types own each other in a circle: "
                            : "types own each other too deeply: ")
                        + inWords(path))
                .with("path", inWords(path)));
        return;
      }
    }
  }

  /// `foo.head -> bar.children -> foo`
  private static String inWords(List<Edge> path) {
    return path.stream().map(e -> e.from().name() + "." + e.member()).collect(joining(" -> "))
        + " -> "
        + path.getLast().to().name();
  }

  private static boolean isCycle(List<Edge> path) {
    return !path.isEmpty()
        && path.stream().anyMatch(edge -> edge.from().equals(path.getLast().to()));
  }

  private boolean isLimited(TypeView type) {
    return limit.everyStruct()
        || isContainable(type)
        || (!limit.pointers().isEmpty() && !values.contains(type));
  }

  private boolean isContainable(TypeView type) {
    return type.fields().stream().anyMatch(field -> isNode(field.kind()));
  }

  private boolean isNode(FieldKind kind) {
    return rules.structFields().values().stream()
        .anyMatch(other -> other.holds().filter(kind::equals).isPresent());
  }

  /// The longest chain below `type`, or one that leads back into itself.
  private List<Edge> longest(StructLayout type, List<TypeView> above, List<Edge> path) {
    var best = path;
    for (var field : type.fields()) {
      if (!owns(field.kind()) || field.element().isEmpty()) {
        continue;
      }
      var element = field.element().get();
      var further = plus(path, new Edge(type, type.member(field), element));
      if (above.contains(element)) {
        return further;
      }
      var below =
          element instanceof StructLayout layout
              ? longest(layout, plus(above, element), further)
              : further;
      if (isCycle(below)) {
        return below;
      }
      if (levels(below) > levels(best)) {
        best = below;
      }
    }
    return best;
  }

  private boolean owns(FieldKind kind) {
    return kind.holds().isPresent() || limit.isOwning(kind);
  }

  private int levels(List<Edge> path) {
    return !path.isEmpty() && !limit.leaves() && path.getLast().to().fields().isEmpty()
        ? path.size() - 1
        : path.size();
  }

  private static <T> List<T> plus(List<? extends T> all, T last) {
    var more = new ArrayList<T>(all);
    more.add(last);
    return more;
  }

  /// A type owns another by a member.
  private record Edge(TypeView from, String member, TypeView to) {}
}
