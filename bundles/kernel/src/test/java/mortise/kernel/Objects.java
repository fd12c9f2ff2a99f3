package mortise.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import mortise.object.BpfObject;

/// The committed examples.
public final class Objects {
  private Objects() {}

  public static BpfObject example(String name) {
    return BpfObject.load(file(name));
  }

  static Path file(String name) {
    var folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("distribution/examples"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("not within the source tree");
    }
    return folder.resolve("distribution/examples").resolve(name + ".bpf.o");
  }
}
