package mortise.dropin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Where things lie that the build has made before these tests.
final class SourceTree {
  static final String VERSION = "0.1.0";
  static final Path ROOT = Path.of(property("mortise.root")).toAbsolutePath().normalize();
  static final Path EXAMPLES = ROOT.resolve("distribution/examples");
  static final Path PLUGIN = EXAMPLES.resolve("plugin");
  static final Path SEAL_OBJECT = PLUGIN.resolve("programs/seal.bpf.o");
  static final Path TARGET = ROOT.resolve("distribution/dropin/target");
  static final Path DISTRIBUTION =
      ROOT.resolve("distribution/linux/target/mortise-linux-" + VERSION);
  static final Path LAB = ROOT.resolve("distribution/lab/target/mortise-lab-" + VERSION);
  static final Path PROPOSAL =
      ROOT.resolve("distribution/proposal/target/mortise-proposal-" + VERSION);

  private SourceTree() {}

  static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name), name + ": is set by the build");
  }

  /// The jar of a module of the reactor, by its folder: `plugins/lock`.
  static Path jar(String module) throws IOException {
    try (var jars = Files.newDirectoryStream(ROOT.resolve(module + "/target"), "*.jar")) {
      for (var jar : jars) {
        if (jar.getFileName().toString().endsWith("-" + VERSION + ".jar")) {
          return jar;
        }
      }
    }
    throw new IOException(module + " has no jar");
  }

  static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        var target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
