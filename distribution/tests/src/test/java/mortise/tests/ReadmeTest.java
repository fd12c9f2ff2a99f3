package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.engine.Semantics;
import mortise.testkit.Expected;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The code that the README shows works.
class ReadmeTest {
  private static final Path RESOURCES =
      Product.ROOT.resolve("distribution/tests/src/test/resources/mortise/tests");

  @TempDir private Path folder = Path.of("");

  @TestFactory
  Stream<DynamicTest> thePluginCompilesAndItsProgramRuns() throws Exception {
    Readme.writeSources(folder);
    var classes = folder.resolve("classes");
    Compiler.compile(
        classes,
        List.of(
            folder.resolve("dice/module-info.java"),
            folder.resolve("dice/example/dice/DiceFamily.java")));
    var families = new ArrayList<>(Product.families());
    families.add(Compiler.load(classes, "example.dice.DiceFamily"));
    var engine = Engine.of(Semantics.named("linux"), families);
    return Expected.of(engine, RESOURCES.resolve("dice.bpf.o"));
  }

  @Test
  void theProgramShownIsTheOneThatIsRun() throws Exception {
    assertThat(Files.readString(RESOURCES.resolve("dice.bpf.c")))
        .isEqualTo(Readme.file("dice.bpf.c").text());
  }

  @Test
  void theEmbeddingRunsTheProgram() throws Exception {
    Readme.writeSources(folder);
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "--module-path",
                Compiler.modulePath(),
                "--add-modules",
                "ALL-MODULE-PATH",
                "--enable-native-access=mortise.runtime",
                "Embedded.java",
                Product.EXAMPLES.resolve("queue.bpf.o").toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    // the value that the program's own tag expects
    assertThat(said).isEqualTo("returned 102\n");
  }
}
