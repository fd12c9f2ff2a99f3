package mortise.testkit.generate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// A part of a generated program, as a tree. Whatever is taken out of it, the rest is a program
/// still, though perhaps one that is rejected: jumps are made from the tree, not kept in it.
public sealed interface Statement {

  /// What it is, for the count of what was generated: `bound`, `spill`, `list.push`.
  String kind();

  /// The statements in it.
  default List<Statement> parts() {
    return List.of();
  }

  /// Instructions one after the other.
  record Straight(String kind, List<Line> lines) implements Statement {
    public Straight {
      lines = List.copyOf(lines);
    }

    public static Straight of(String kind, Line... lines) {
      return new Straight(kind, List.of(lines));
    }
  }

  /// Statements that belong together.
  record Sequence(String kind, List<Statement> parts) implements Statement {
    public Sequence {
      parts = List.copyOf(parts);
    }

    public static Sequence of(String kind, Statement... parts) {
      return new Sequence(kind, List.of(parts));
    }
  }

  /// Returns 0 if the condition holds.
  record Leave(String kind, Line condition) implements Statement {}

  /// Two ways that meet again.
  ///
  /// @param taken what happens if the condition holds
  /// @param other what happens if not
  record Branch(String kind, Line condition, List<Statement> taken, List<Statement> other)
      implements Statement {
    public Branch {
      taken = List.copyOf(taken);
      other = List.copyOf(other);
    }

    @Override
    public List<Statement> parts() {
      var all = new ArrayList<>(taken);
      all.addAll(other);
      return all;
    }
  }

  /// `do body while (again)`.
  ///
  /// @param limited whether a `may_goto` stands at the head
  record Loop(String kind, boolean limited, List<Statement> body, Line again) implements Statement {
    public Loop {
      body = List.copyOf(body);
    }

    @Override
    public List<Statement> parts() {
      return body;
    }
  }

  /// A call of another function of the program, by its number there.
  record Invoke(String kind, int function) implements Statement {}

  /// Adds its kind, and those of everything in it.
  default void collectKinds(Collection<String> kinds) {
    kinds.add(kind());
    parts().forEach(part -> part.collectKinds(kinds));
  }
}
