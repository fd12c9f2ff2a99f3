package mortise.testkit.generate;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A program as a tree: the same seed always gives the same.
///
/// @param seed what it was made from
/// @param functions the program itself, then its subprograms
public record GeneratedProgram(long seed, List<Body> functions) {
  /// The statements of one function.
  public record Body(List<Statement> statements) {
    public Body {
      statements = List.copyOf(statements);
    }
  }

  public GeneratedProgram {
    functions = List.copyOf(functions);
    if (functions.isEmpty()) {
      throw new IllegalArgumentException("a program without functions");
    }
  }

  /// The program's slots; functions that nothing calls are left out.
  public List<Line> lines() {
    return Linearizer.lines(this);
  }

  /// What statements it is made of.
  public Set<String> kinds() {
    var kinds = new TreeSet<String>();
    functions.forEach(f -> f.statements().forEach(s -> s.collectKinds(kinds)));
    return kinds;
  }
}
