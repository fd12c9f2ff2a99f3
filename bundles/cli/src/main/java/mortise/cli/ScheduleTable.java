package mortise.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mortise.cli.output.Plain;
import mortise.object.SourceLine;
import mortise.runtime.RunnableProgram;
import mortise.runtime.VisibleOperation;
import mortise.runtime.schedule.Operation;

/// A schedule as a table: a column a CPU, a row a line of source, a rule where another CPU goes on.
final class ScheduleTable {
  private static final int NARROWEST = 24;
  private static final int WIDTH = 110;
  private static final int MOST_ROWS = 200;
  private static final String GAP = "  ";

  private final List<RunnableProgram> programs;
  private int columns;
  private int width;
  private final StringBuilder out = new StringBuilder();

  private ScheduleTable(List<RunnableProgram> programs) {
    this.programs = programs;
  }

  static String of(List<RunnableProgram> programs, List<Operation> operations) {
    return new ScheduleTable(programs).table(operations);
  }

  private String table(List<Operation> operations) {
    boolean late = operations.stream().anyMatch(operation -> operation.cpu() == programs.size());
    columns = programs.size() + (late ? 1 : 0);
    width = Math.max(NARROWEST, WIDTH / columns - GAP.length());
    var titles = new ArrayList<String>();
    for (int cpu = 0; cpu < programs.size(); cpu++) {
      titles.add("CPU %d: %s".formatted(cpu, programs.get(cpu).name()));
    }
    if (late) {
      titles.add("after grace periods");
    }
    row(titles);
    row(titles.stream().map(title -> "-".repeat(width)).toList());
    int skipped = 0;
    String previous = "";
    for (int at = 0; at < operations.size(); at++) {
      var operation = operations.get(at);
      int cpu = operation.cpu();
      var text = text(operation);
      boolean switched = at > 0 && operations.get(at - 1).cpu() != cpu;
      if (switched) {
        rule(operations.get(at - 1), cpu, operations.subList(at, operations.size()));
      }
      if (switched || !text.equals(previous)) {
        if (at < operations.size() - MOST_ROWS) {
          skipped++;
        } else {
          if (skipped > 0) {
            out.append("(").append(skipped).append(" rows left out)\n");
            skipped = 0;
          }
          column(cpu, text);
        }
      }
      previous = text;
    }
    return out.toString();
  }

  private void rule(Operation before, int to, List<Operation> rest) {
    int cpu = before.cpu();
    String why;
    if (before.waiting().isPresent()) {
      why = "waits for " + before.waiting().get();
    } else if (cpu == programs.size()) {
      why = "";
    } else if (rest.stream().noneMatch(operation -> operation.cpu() == cpu)) {
      why = "is done, or goes no further";
    } else {
      var next =
          rest.stream().filter(operation -> operation.cpu() == cpu).findFirst().orElse(before);
      var where = next.part() == Operation.Part.INSIDE ? " within " : " before ";
      why = "stops" + next.what().map(what -> where + described(cpu, what)).orElse("");
    }
    var line =
        "~~ "
            + (why.isEmpty() ? "" : "CPU %d %s; ".formatted(cpu, why))
            + (to == programs.size()
                ? "what waited for a grace period happens "
                : "CPU %d goes on ".formatted(to));
    out.append(Plain.line(line)).append("~".repeat(Math.max(2, total() - line.length())));
    out.append('\n');
  }

  private int total() {
    return columns * (width + GAP.length()) - GAP.length();
  }

  /// The line of source that the operation comes from; the operation itself if it is not known.
  private String text(Operation operation) {
    var what = operation.what();
    if (what.isEmpty()) {
      return operation.label().isEmpty() ? "starts" : operation.label();
    }
    var again = operation.part() == Operation.Part.AGAIN ? "(again) " : "";
    return again
        + line(operation.cpu(), what.get())
            .filter(line -> !line.text().isBlank())
            .map(line -> line.line() + ": " + line.text().strip())
            .orElseGet(() -> described(operation.cpu(), what.get()));
  }

  private Optional<SourceLine> line(int cpu, VisibleOperation what) {
    return programs.get(cpu).program().lineAt(what.slot());
  }

  /// `call bpf_spin_lock (insn 12, queue.bpf.c:33)`
  static String described(RunnableProgram program, VisibleOperation what) {
    var name =
        switch (what.kind()) {
          case LOAD -> "a load of " + what.size();
          case STORE -> "a store of " + what.size();
          case ATOMIC -> "an atomic operation on " + what.size();
          case CALL -> what.function();
        };
    var place =
        program.program().lineAt(what.slot()).map(l -> ", " + l.file() + ":" + l.line()).orElse("");
    return "%s%s (insn %d%s)"
        .formatted(
            name, what.kind() == VisibleOperation.Kind.CALL ? "" : " bytes", what.slot(), place);
  }

  private String described(int cpu, VisibleOperation what) {
    return described(programs.get(cpu), what);
  }

  private void column(int cpu, String text) {
    var cells = new String[columns];
    Arrays.fill(cells, "");
    cells[cpu] = text;
    row(Arrays.asList(cells));
  }

  private void row(List<String> cells) {
    var line = new StringBuilder();
    for (var cell : cells) {
      var plain = Plain.line(cell.replace('\t', ' '));
      var fits = plain.length() <= width ? plain : plain.substring(0, width - 1) + "…";
      line.append(fits).append(" ".repeat(width - fits.length())).append(GAP);
    }
    out.append(line.toString().stripTrailing()).append('\n');
  }
}
