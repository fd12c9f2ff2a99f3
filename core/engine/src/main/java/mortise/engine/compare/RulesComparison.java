package mortise.engine.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import mortise.verifier.rulebook.RuleBook;

/// What the declarations of two semantics say differently.
///
/// @param differences by kind, then by name
/// @param same how many declarations are the same in both
public record RulesComparison(List<Difference> differences, int same) {
  public RulesComparison {
    differences = List.copyOf(differences);
  }

  /// What kinds of declaration there are, in the order in which they are shown.
  public enum Kind {
    POLICY,
    FUNCTION,
    EVENT,
    FIELD,
    SECTION,
    TYPES,
    PROGRAM_TYPE,
    MAP_TYPE
  }

  /// Who has a declaration.
  public enum Presence {
    LEFT,
    RIGHT,
    BOTH
  }

  /// One declaration that is not the same in both.
  ///
  /// @param onlyLeft what only the left one says; of a declaration that only it has: everything
  /// @param onlyRight the same of the right one
  public record Difference(
      Kind kind, String name, Presence presence, List<Fact> onlyLeft, List<Fact> onlyRight) {
    public Difference {
      onlyLeft = List.copyOf(onlyLeft);
      onlyRight = List.copyOf(onlyRight);
    }
  }

  static RulesComparison of(RuleBook left, RuleBook right) {
    var differences = new ArrayList<Difference>();
    int same = 0;
    var mine = new Facts(left);
    var others = new Facts(right);
    for (var kind : Kind.values()) {
      var one = mine.of(kind);
      var other = others.of(kind);
      var names = new TreeSet<>(one.keySet());
      names.addAll(other.keySet());
      for (var name : names) {
        var difference = difference(kind, name, one, other);
        difference.ifPresent(differences::add);
        same += difference.isEmpty() ? 1 : 0;
      }
    }
    return new RulesComparison(differences, same);
  }

  private static Optional<Difference> difference(
      Kind kind, String name, Map<String, List<Fact>> left, Map<String, List<Fact>> right) {
    var presence =
        left.containsKey(name)
            ? right.containsKey(name) ? Presence.BOTH : Presence.LEFT
            : Presence.RIGHT;
    var one = left.getOrDefault(name, List.of());
    var other = right.getOrDefault(name, List.of());
    var difference = new Difference(kind, name, presence, without(one, other), without(other, one));
    boolean same =
        presence == Presence.BOTH
            && difference.onlyLeft().isEmpty()
            && difference.onlyRight().isEmpty();
    return same ? Optional.empty() : Optional.of(difference);
  }

  private static List<Fact> without(List<Fact> facts, List<Fact> others) {
    var left = new ArrayList<>(facts);
    others.forEach(left::remove);
    return left;
  }
}
