package mortise.dropin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A copy of a distribution, whose commands run as processes.
///
/// @param built the distribution that it is a copy of
record Distribution(Path built, Path home) {
  static Distribution in(Path home) throws IOException {
    return of(SourceTree.DISTRIBUTION, home);
  }

  static Distribution of(Path built, Path home) throws IOException {
    SourceTree.copy(built, home);
    Files.deleteIfExists(home.resolve("bin/mortise"));
    Files.copy(
        built.resolve("bin/mortise"),
        home.resolve("bin/mortise"),
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    return new Distribution(built, home);
  }

  Path plugins() {
    return home.resolve("plugins");
  }

  /// Leaves only the plugins that the distribution came with.
  void reset() throws IOException {
    PluginJar.delete(plugins());
    SourceTree.copy(built.resolve("plugins"), plugins());
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
