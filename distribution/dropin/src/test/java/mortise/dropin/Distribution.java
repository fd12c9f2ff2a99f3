package mortise.dropin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A copy of the linux distribution, whose commands run as processes.
record Distribution(Path home) {
  static Distribution in(Path home) throws IOException {
    SourceTree.copy(SourceTree.DISTRIBUTION, home);
    Files.deleteIfExists(home.resolve("bin/mortise"));
    Files.copy(
        SourceTree.DISTRIBUTION.resolve("bin/mortise"),
        home.resolve("bin/mortise"),
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    return new Distribution(home);
  }

  Path plugins() {
    return home.resolve("plugins");
  }

  /// Leaves only the plugins that the distribution came with.
  void reset() throws IOException {
    SealJar.delete(plugins());
    SourceTree.copy(SourceTree.DISTRIBUTION.resolve("plugins"), plugins());
  }

  Finished mortise(Object... arguments) throws IOException, InterruptedException {
    return Finished.of(command(arguments), home, environment());
  }

  List<String> command(Object... arguments) {
    var command = new ArrayList<String>();
    command.add(home.resolve("bin/mortise").toString());
    List.of(arguments).forEach(argument -> command.add(argument.toString()));
    return command;
  }

  static Map<String, String> environment() {
    return Map.of("MORTISE_JAVA_HOME", SourceTree.property("java.home"));
  }
}
