package mortise.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleException;

/// `mortise.host PLUGINS [BUNDLES]`: watches a folder of plugins, with the bundles of another
/// folder (the Gogo shell) beside them, until the shell ends.
public final class Main {
  private static final int USAGE = 2;

  private Main() {}

  public static void main(String[] arguments) {
    // The framework's threads are no daemons: only exit ends them all.
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    if (arguments.isEmpty()
        || arguments.size() > 2
        || !Files.isDirectory(Path.of(arguments.get(0)))) {
      say("usage: mortise.host PLUGINS [BUNDLES], both folders");
      return USAGE;
    }
    try {
      var bundles = arguments.size() == 2 ? jars(Path.of(arguments.get(1))) : List.<Path>of();
      try (var host = Host.start(Path.of(arguments.get(0)), bundles, Main::say)) {
        host.await();
      }
      return 0;
    } catch (IOException | BundleException | DirectoryIteratorException e) {
      say("cannot start: " + e.getMessage());
      return USAGE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static List<Path> jars(Path folder) throws IOException {
    var jars = new ArrayList<Path>();
    try (var found = Files.newDirectoryStream(folder, "*.jar")) {
      found.forEach(jars::add);
    }
    jars.sort(null);
    return jars;
  }

  private static void say(String line) {
    System.err.println("mortise: " + line);
  }
}
