package mortise.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.engine.Semantics;
import mortise.testkit.Expected;

/// The source tree and the engine of the linux distribution.
final class Product {
  /// The top of the source tree; the tests run in their module's folder.
  static final Path ROOT = root();

  static final Path EXAMPLES = ROOT.resolve("distribution/examples");

  private Product() {}

  private static Path root() {
    var folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("mortise"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("not within the source tree");
    }
    return folder;
  }

  /// All families on the class path, as services.
  static Engine linux() {
    return Engine.of(Semantics.named("linux"));
  }

  /// The folders that hold examples.
  static List<Path> folders() {
    return List.of(EXAMPLES, EXAMPLES.resolve("verdicts"), EXAMPLES.resolve("types"));
  }

  static Stream<Path> objects() {
    return folders().stream().flatMap(Expected::objects);
  }
}
