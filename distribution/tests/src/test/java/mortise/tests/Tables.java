package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Committed tables that tests establish. With `-Dmortise.rewrite` the tests write them anew
/// instead of comparing; what changes is then reviewed like code.
final class Tables {
  private Tables() {}

  static void check(Path file, List<String> lines) throws IOException {
    if (Boolean.getBoolean("mortise.rewrite")) {
      Files.writeString(file, String.join("\n", lines) + "\n");
    }
    assertThat(Files.readAllLines(file)).as("%s", file.getFileName()).isEqualTo(lines);
  }
}
