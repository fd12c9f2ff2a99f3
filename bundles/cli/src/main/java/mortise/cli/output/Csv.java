package mortise.cli.output;

import java.util.List;
import java.util.stream.Collectors;

/// Comma-separated values after RFC 4180, with the line ends of Unix, as veristat writes them.
final class Csv {
  private Csv() {}

  static String line(List<String> fields) {
    return fields.stream().map(Csv::field).collect(Collectors.joining(",", "", "\n"));
  }

  private static String field(String text) {
    boolean quoted = text.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
