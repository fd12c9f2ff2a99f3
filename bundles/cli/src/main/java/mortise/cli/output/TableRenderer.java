package mortise.cli.output;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    var widths =
        IntStream.range(0, columns.size())
            .map(
                i ->
                    cells.stream()
                        .mapToInt(row -> row.get(i).length())
                        .reduce(columns.get(i).title().length(), Math::max))
            .toArray();
    out.println(line(columns.stream().map(Column::title).toList(), widths));
    out.println(IntStream.of(widths).mapToObj("-"::repeat).collect(Collectors.joining(GAP)));
    cells.forEach(row -> out.println(line(row, widths)));
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

  private String line(List<String> cells, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(
            i -> {
              var padding = " ".repeat(widths[i] - cells.get(i).length());
              return columns.get(i).isNumber() ? padding + cells.get(i) : cells.get(i) + padding;
            })
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }
}
