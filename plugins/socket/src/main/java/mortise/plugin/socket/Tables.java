package mortise.plugin.socket;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Tables of the family: lines of cells between tabs, the first line the columns' names.
final class Tables {
  private Tables() {}

  static List<List<String>> read(String name) {
    var stream = Objects.requireNonNull(Tables.class.getResourceAsStream(name), name);
    try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).map(line -> List.of(line.split("\t", -1))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
