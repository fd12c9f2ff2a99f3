package mortise.cli.output;

import java.io.PrintWriter;
import java.util.List;
import mortise.cli.view.CheckResults;
import mortise.cli.view.Problem;

/// A table as veristat prints it, and below it a report for each program that was not accepted.
record TableRenderer(List<Column> columns) implements Renderer {
  private static final String GAP = "  ";

  @Override
  public void render(CheckResults results, PrintWriter out) {
    var cells =
        results.rows().stream()
            .map(row -> columns.stream().map(column -> Plain.line(column.text(row))).toList())
            .toList();
    new Grid(
            columns.stream().map(Column::title).toList(),
            columns.stream().map(Column::isNumber).toList())
        .print(cells, out);
    for (var row : results.rows()) {
      row.problem()
          .map(Problem::text)
          .ifPresent(text -> report(row.fileName(), row.progName(), text, out));
    }
    out.println();
    out.printf(
        "Done. Processed %d files, %d programs. Skipped %d programs.%n",
        results.files(), results.rows().size(), results.skipped());
  }

  private static void report(String file, String program, String text, PrintWriter out) {
    out.println();
    out.println(Plain.line(file + "/" + program) + ":");
    text.lines().map(Plain::line).forEach(line -> out.println(line.isEmpty() ? "" : GAP + line));
  }
}
