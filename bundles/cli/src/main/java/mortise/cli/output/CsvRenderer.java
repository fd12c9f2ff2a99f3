package mortise.cli.output;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mortise.cli.view.CheckResults;

/// Comma-separated values after RFC 4180, with the line ends of Unix, as veristat writes them.
record CsvRenderer(List<Column> columns) implements Renderer {
  @Override
  public void render(CheckResults results, PrintWriter out) {
    out.print(line(columns.stream().map(Column::key)));
    results.rows().forEach(row -> out.print(line(columns.stream().map(c -> c.text(row)))));
  }

  private static String line(Stream<String> fields) {
    return fields.map(CsvRenderer::field).collect(Collectors.joining(",", "", "\n"));
  }

  private static String field(String text) {
    boolean quoted = text.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
