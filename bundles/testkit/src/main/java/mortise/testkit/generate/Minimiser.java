package mortise.testkit.generate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import mortise.testkit.generate.GeneratedProgram.Body;

/// Makes a failing case smaller for as long as it still fails: takes statements and instructions
/// out, replaces branches and loops by what is in them, makes constants simpler, and drops inputs.
public final class Minimiser {
  private static final int MOST_ATTEMPTS = 20_000;

  private final Predicate<Case> fails;
  private Case best;
  private int attempts;

  private Minimiser(Case start, Predicate<Case> fails) {
    this.best = start;
    this.fails = fails;
  }

  /// The smallest case found for which `fails` holds.
  ///
  /// @param fails holds for `start`; otherwise that is what is returned
  public static Case minimise(Case start, Predicate<Case> fails) {
    return new Minimiser(start, fails).all();
  }

  private Case all() {
    if (!fails.test(best)) {
      return best;
    }
    boolean smaller = true;
    while (smaller && attempts < MOST_ATTEMPTS) {
      smaller = inputs();
      for (int i = 0; i < best.program().functions().size(); i++) {
        smaller |= statements(i);
      }
      smaller |= constants();
    }
    while (attempts < MOST_ATTEMPTS && contents()) {
      // until nothing changes
    }
    return best;
  }

  private boolean keep(Case smaller) {
    if (smaller.equals(best) || attempts >= MOST_ATTEMPTS) {
      return false;
    }
    attempts++;
    if (fails.test(smaller)) {
      best = smaller;
      return true;
    }
    return false;
  }

  // Inputs.

  private boolean inputs() {
    return shrink(best.inputs(), list -> keep(best.with(list)));
  }

  /// Takes halves, then quarters, and at last single elements out of a list.
  private static <T> boolean shrink(List<T> list, Predicate<List<T>> keep) {
    boolean any = false;
    var now = list;
    for (int size = Math.max(1, now.size() / 2); size >= 1; size /= 2) {
      int at = 0;
      while (at < now.size()) {
        var shorter = new ArrayList<>(now.subList(0, at));
        shorter.addAll(now.subList(Math.min(at + size, now.size()), now.size()));
        if (keep.test(shorter)) {
          now = shorter;
          any = true;
        } else {
          at += size;
        }
      }
    }
    return any;
  }

  /// Simpler bytes in what inputs are left.
  private boolean contents() {
    boolean any = false;
    for (int i = 0; i < best.inputs().size(); i++) {
      int at = i;
      any |= shrink(best.inputs().get(i).entries(), e -> keep(withInput(at, in -> entries(in, e))));
      any |= keep(withInput(at, in -> new RunInput("", in.context(), in.entries())));
      any |= keep(withInput(at, in -> new RunInput(in.packet(), "", in.entries())));
      any |= zeroes(at, RunInput::packet, (in, t) -> new RunInput(t, in.context(), in.entries()));
      any |= zeroes(at, RunInput::context, (in, t) -> new RunInput(in.packet(), t, in.entries()));
      for (int j = 0; j < best.inputs().get(i).entries().size(); j++) {
        int entry = j;
        any |= zeroes(at, in -> in.entries().get(entry).value(), (in, t) -> value(in, entry, t));
      }
    }
    return any;
  }

  private interface Change {
    RunInput apply(RunInput input, String text);
  }

  /// Eight bytes after the other become zero.
  private boolean zeroes(int input, Function<RunInput, String> text, Change change) {
    boolean any = false;
    int length = text.apply(best.inputs().get(input)).length();
    for (int from = 0; from < length; from += 16) {
      int start = from;
      int end = Math.min(length, from + 16);
      any |=
          keep(
              withInput(
                  input,
                  in -> {
                    var old = text.apply(in);
                    return change.apply(
                        in, old.substring(0, start) + "0".repeat(end - start) + old.substring(end));
                  }));
    }
    return any;
  }

  private static RunInput entries(RunInput input, List<RunInput.Entry> entries) {
    return new RunInput(input.packet(), input.context(), entries);
  }

  private static RunInput value(RunInput input, int entry, String value) {
    var entries = new ArrayList<>(input.entries());
    var old = entries.get(entry);
    entries.set(entry, new RunInput.Entry(old.map(), old.key(), value));
    return entries(input, entries);
  }

  private Case withInput(int at, Function<RunInput, RunInput> change) {
    var inputs = new ArrayList<>(best.inputs());
    inputs.set(at, change.apply(inputs.get(at)));
    return best.with(inputs);
  }

  // Statements.

  private boolean statements(int function) {
    return reduce(
        () -> best.program().functions().get(function).statements(),
        list -> keep(best.with(withBody(function, list))));
  }

  private GeneratedProgram withBody(int function, List<Statement> statements) {
    var functions = new ArrayList<>(best.program().functions());
    functions.set(function, new Body(statements));
    return new GeneratedProgram(best.program().seed(), functions);
  }

  private interface Now {
    List<Statement> statements();
  }

  private boolean reduce(Now now, Predicate<List<Statement>> keep) {
    boolean any = shrink(now.statements(), keep);
    for (int i = 0; i < now.statements().size(); i++) {
      int at = i;
      for (var simpler : replacements(now.statements().get(at))) {
        if (keep.test(replaced(now.statements(), at, simpler))) {
          any = true;
          break;
        }
      }
    }
    for (int i = 0; i < now.statements().size(); i++) {
      any |= inside(now, i, keep);
    }
    return any;
  }

  private static List<Statement> replaced(List<Statement> all, int at, List<Statement> by) {
    var result = new ArrayList<>(all.subList(0, at));
    result.addAll(by);
    result.addAll(all.subList(at + 1, all.size()));
    return result;
  }

  /// What may stand for a statement.
  private static List<List<Statement>> replacements(Statement statement) {
    return switch (statement) {
      case Statement.Sequence sequence -> List.of(sequence.parts());
      case Statement.Branch branch -> List.of(branch.taken(), branch.other());
      case Statement.Loop loop -> List.of(loop.body());
      case Statement.Straight _, Statement.Leave _, Statement.Invoke _ -> List.of();
    };
  }

  /// The same within the statement at `at`.
  private boolean inside(Now now, int at, Predicate<List<Statement>> keep) {
    if (at >= now.statements().size()) {
      return false;
    }
    Predicate<Statement> put = s -> keep.test(replaced(now.statements(), at, List.of(s)));
    return switch (now.statements().get(at)) {
      case Statement.Straight straight ->
          shrink(
              units(straight.lines()),
              units ->
                  put.test(
                      new Statement.Straight(
                          straight.kind(), units.stream().flatMap(List::stream).toList())));
      case Statement.Branch _ -> {
        boolean taken =
            reduce(
                () -> branch(now, at).taken(), list -> put.test(withTaken(branch(now, at), list)));
        boolean other =
            reduce(
                () -> branch(now, at).other(), list -> put.test(withOther(branch(now, at), list)));
        yield taken || other;
      }
      case Statement.Loop loop ->
          reduce(
              () -> as(now, at, Statement.Loop.class, Statement.Loop::body),
              list ->
                  put.test(new Statement.Loop(loop.kind(), loop.limited(), list, loop.again())));
      case Statement.Sequence sequence ->
          reduce(
              () -> as(now, at, Statement.Sequence.class, Statement.Sequence::parts),
              list -> put.test(new Statement.Sequence(sequence.kind(), list)));
      case Statement.Leave _, Statement.Invoke _ -> false;
    };
  }

  private static Statement.Branch branch(Now now, int at) {
    return (Statement.Branch) now.statements().get(at);
  }

  private static Statement.Branch withTaken(Statement.Branch branch, List<Statement> taken) {
    return new Statement.Branch(branch.kind(), branch.condition(), taken, branch.other());
  }

  private static Statement.Branch withOther(Statement.Branch branch, List<Statement> other) {
    return new Statement.Branch(branch.kind(), branch.condition(), branch.taken(), other);
  }

  private static <S extends Statement, T> T as(Now now, int at, Class<S> type, Function<S, T> get) {
    return get.apply(type.cast(now.statements().get(at)));
  }

  /// Instructions, those of two slots together.
  private static List<List<Line>> units(List<Line> lines) {
    var units = new ArrayList<List<Line>>();
    for (int i = 0; i < lines.size(); i++) {
      boolean wide = lines.get(i).isWide() && i + 1 < lines.size();
      units.add(wide ? List.of(lines.get(i), lines.get(i + 1)) : List.of(lines.get(i)));
      i += wide ? 1 : 0;
    }
    return units;
  }

  // Constants.

  private boolean constants() {
    boolean any = false;
    int count = Lines.count(best.program());
    for (int i = 0; i < count; i++) {
      var line = Lines.at(best.program(), i);
      for (var simpler : simpler(line)) {
        if (keep(best.with(Lines.with(best.program(), i, simpler)))) {
          any = true;
          break;
        }
      }
    }
    return any;
  }

  private static Set<Line> simpler(Line line) {
    var result = new LinkedHashSet<Line>();
    int immediate = line.raw().immediate();
    int kind = line.raw().opcode() & 7;
    boolean number = kind != 3 && line.raw().opcode() != Code.CALL;
    if (line.to() instanceof Line.Nothing && number) {
      for (int candidate : new int[] {0, 1, -1, immediate / 2}) {
        if (Math.abs((long) candidate) < Math.abs((long) immediate)
            || (candidate == 1 && immediate == -1)) {
          result.add(line.withImmediate(candidate));
        }
      }
    }
    return result;
  }
}
