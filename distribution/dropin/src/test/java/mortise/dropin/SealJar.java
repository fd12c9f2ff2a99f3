package mortise.dropin;

import java.io.IOException;
import java.nio.file.Path;

/// The example plugin.
final class SealJar {
  private SealJar() {}

  static Path build() throws IOException, InterruptedException {
    return PluginJar.build(SourceTree.PLUGIN, "seal");
  }
}
