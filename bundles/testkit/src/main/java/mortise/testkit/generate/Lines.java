package mortise.testkit.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import mortise.testkit.generate.GeneratedProgram.Body;

/// The lines in a program's statements, counted in the order in which they are written.
final class Lines {
  private final UnaryOperator<Line> change;

  private Lines(UnaryOperator<Line> change) {
    this.change = change;
  }

  static int count(GeneratedProgram program) {
    var all = new ArrayList<Line>();
    collect(program, all);
    return all.size();
  }

  static Line at(GeneratedProgram program, int index) {
    var all = new ArrayList<Line>();
    collect(program, all);
    return all.get(index);
  }

  private static void collect(GeneratedProgram program, List<Line> into) {
    new Lines(
            line -> {
              into.add(line);
              return line;
            })
        .all(program);
  }

  /// The program with one line replaced.
  static GeneratedProgram with(GeneratedProgram program, int index, Line by) {
    var count = new int[1];
    return new Lines(line -> count[0]++ == index ? by : line).all(program);
  }

  private GeneratedProgram all(GeneratedProgram program) {
    return new GeneratedProgram(
        program.seed(),
        program.functions().stream().map(f -> new Body(each(f.statements()))).toList());
  }

  private List<Statement> each(List<Statement> statements) {
    return statements.stream().map(this::one).toList();
  }

  private Statement one(Statement statement) {
    return switch (statement) {
      case Statement.Straight(String kind, List<Line> lines) ->
          new Statement.Straight(kind, lines.stream().map(change).toList());
      case Statement.Sequence(String kind, List<Statement> parts) ->
          new Statement.Sequence(kind, each(parts));
      case Statement.Leave(String kind, Line condition) ->
          new Statement.Leave(kind, change.apply(condition));
      case Statement.Branch(
              String kind,
              Line condition,
              List<Statement> taken,
              List<Statement> other) ->
          new Statement.Branch(kind, change.apply(condition), each(taken), each(other));
      case Statement.Loop(String kind, boolean limited, List<Statement> body, Line again) ->
          new Statement.Loop(kind, limited, each(body), change.apply(again));
      case Statement.Invoke invoke -> invoke;
    };
  }
}
