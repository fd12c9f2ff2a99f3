package mortise.cli.output;

import java.io.PrintWriter;
import java.util.List;
import mortise.cli.view.CheckResults;

/// Comma-separated values.
record CsvRenderer(List<Column> columns) implements Renderer {
  @Override
  public void render(CheckResults results, PrintWriter out) {
    out.print(Csv.line(columns.stream().map(Column::key).toList()));
    for (var row : results.rows()) {
      out.print(Csv.line(columns.stream().map(column -> column.text(row)).toList()));
    }
  }
}
