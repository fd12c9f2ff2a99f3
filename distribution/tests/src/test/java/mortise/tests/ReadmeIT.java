package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The commands that the README shows do what it says, on the built distribution.
class ReadmeIT {
  @TempDir private Path folder = Path.of("");

  /// One after the other, as a reader would: later blocks use what earlier ones made.
  @TestFactory
  Stream<DynamicTest> commands() throws Exception {
    var built = Product.ROOT.resolve("distribution/linux/target/mortise-linux-0.1.0/bin/mortise");
    assumeTrue(Files.isExecutable(built), "the linux distribution is not built: " + built);
    Readme.writeSources(folder);
    for (var name : new String[] {"mortise", "distribution"}) {
      Files.createSymbolicLink(folder.resolve(name), Product.ROOT.resolve(name));
    }
    return Readme.blocks("sh").stream()
        .map(
            block ->
                DynamicTest.dynamicTest(
                    "line " + block.line() + ": " + block.text().lines().findFirst().orElse(""),
                    () -> run(block)));
  }

  private void run(Readme.Block block) throws Exception {
    var builder =
        new ProcessBuilder("sh", "-e", "-c", block.text())
            .directory(folder.toFile())
            .redirectErrorStream(true);
    var home = Path.of(System.getProperty("java.home"));
    builder.environment().put("MORTISE_JAVA_HOME", home.toString());
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    builder
        .environment()
        .merge(
            "PATH", home.resolve("bin").toString(), (old, bin) -> bin + File.pathSeparator + old);
    var process = builder.start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int expected = block.mark().equals("rejected") ? 1 : 0;
    assertThat(process.waitFor()).as(said).isEqualTo(expected);
    assertThat(said).isNotEmpty().doesNotContain("Exception");
  }
}
