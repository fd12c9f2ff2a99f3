package mortise.engine.compare;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mortise.engine.LoadedProgram;
import mortise.engine.Verdict;
import mortise.object.SourceLine;

/// The instructions that were processed, in order.
final class Trace {
  private final LoadedProgram program;
  private int[] slots = new int[64];
  private int size;
  private boolean explored;

  private Trace(LoadedProgram program) {
    this.program = program;
  }

  /// Where two programs that were verified part; nothing if no path was followed.
  static Optional<Parting> parting(LoadedProgram left, LoadedProgram right) {
    var one = of(left);
    var other = of(right);
    if (!Arrays.equals(left.program().encode(), right.program().encode())) {
      var leftLines = one.lines();
      var rightLines = other.lines();
      one.keepFirstOfEachLine(rightLines);
      other.keepFirstOfEachLine(leftLines);
      return parting(one, other, true);
    }
    return parting(one, other, false);
  }

  /// Ends with the instruction that the program is rejected at, if it is and that has one.
  private static Trace of(LoadedProgram program) {
    var trace = new Trace(program);
    var verdict = program.verify((slot, state) -> trace.add(slot));
    trace.explored = trace.size > 0;
    if (verdict instanceof Verdict.Rejected no) {
      int slot = no.diagnostics().getFirst().slot();
      if (slot >= 0 && (trace.size == 0 || trace.slots[trace.size - 1] != slot)) {
        trace.add(slot);
      }
    }
    return trace;
  }

  private void add(int slot) {
    if (size == slots.length) {
      slots = Arrays.copyOf(slots, 2 * size);
    }
    slots[size++] = slot;
  }

  private static Optional<Parting> parting(Trace left, Trace right, boolean byLine) {
    int same = 0;
    while (same < left.size && same < right.size && isSame(left, right, same, byLine)) {
      same++;
    }
    if (same == 0) {
      return beforeAnyPath(left, right);
    }
    return Optional.of(
        new Parting(
            left.place(same - 1), right.place(same - 1), left.next(same), right.next(same)));
  }

  /// One was rejected before any path was followed: they part at the instruction that was rejected.
  private static Optional<Parting> beforeAnyPath(Trace left, Trace right) {
    var refused = left.explored ? right : left;
    if (refused.explored || refused.size == 0) {
      return Optional.empty();
    }
    var at = refused.place(0);
    return Optional.of(
        new Parting(
            at,
            at,
            left.explored ? left.next(0) : Optional.empty(),
            right.explored ? right.next(0) : Optional.empty()));
  }

  private static boolean isSame(Trace left, Trace right, int at, boolean byLine) {
    return byLine ? left.lineAt(at).equals(right.lineAt(at)) : left.slots[at] == right.slots[at];
  }

  private Optional<Parting.Place> next(int at) {
    return at < size ? Optional.of(place(at)) : Optional.empty();
  }

  private Parting.Place place(int at) {
    return new Parting.Place(slots[at], program.program().lineAt(slots[at]));
  }

  private String lineAt(int at) {
    return program.program().lineAt(slots[at]).map(Trace::key).orElse("");
  }

  private static String key(SourceLine line) {
    return line.file() + ":" + line.line();
  }

  /// The lines that the whole program comes from.
  private Set<String> lines() {
    return program.program().lines().stream().map(Trace::key).collect(Collectors.toSet());
  }

  /// Where several instructions in a row come from one line, only the first is kept; and none that
  /// comes from a line of which the other program has nothing.
  private void keepFirstOfEachLine(Set<String> others) {
    int kept = 0;
    for (int at = 0; at < size; at++) {
      int slot = slots[at];
      var line = lineAt(at);
      if (others.contains(line) && (kept == 0 || !line.equals(lineAt(kept - 1)))) {
        slots[kept++] = slot;
      }
    }
    size = kept;
  }
}
