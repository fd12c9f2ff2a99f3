package mortise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mortise.cli.output.ToolVersion;
import mortise.cli.view.ProgramRow;
import mortise.engine.Exploration;
import mortise.spi.runtime.ContextFactory.Input;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleStoreTest {
  private static final String TEXT =
      """
      format 1
      mortise %s
      sha256 abcd
      semantics linux (lock 1.0.0)
      cpu put
      watched no
      instructions 10
      operations 10
      turn 0 1
      """
          .formatted(ToolVersion.current());

  private final ScheduleStore store =
      new ScheduleStore(
          new EngineGateway.Explorable() {
            @Override
            public String name() {
              return "queue.bpf.o";
            }

            @Override
            public String sha256() {
              return "abcd";
            }

            @Override
            public List<String> programs() {
              return List.of("put");
            }

            @Override
            public ProgramRow check(String program) {
              return Rows.accepted(name(), program, 1);
            }

            @Override
            public Exploration exploration(List<String> programs, Input input) throws InputProblem {
              throw new InputProblem("not here");
            }
          },
          "linux (lock 1.0.0)");

  @TempDir private Path folder = Path.of("");

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("a.schedule"), text);
  }

  @Test
  void aScheduleOfTheSameIsRead() throws Exception {
    assertThat(store.load(file(TEXT)).programs()).containsExactly("put");
  }

  @ParameterizedTest
  @CsvSource({
    "sha256 abcd, sha256 ef, 'another object (SHA-256): ef there, abcd here'",
    "semantics linux (lock 1.0.0), semantics linux (lock 2.0.0), "
        + "'another semantics: linux (lock 2.0.0) there, linux (lock 1.0.0) here'",
    "mortise, mortise 9, another version of mortise",
    "turn 0 1, turn 0 x, line 9: 'x' is no number",
  })
  void aScheduleOfSomethingElseIsRefused(String right, String wrong, String problem)
      throws Exception {
    var file = file(TEXT.replace(right, wrong));
    var e = catchThrowableOfType(InputProblem.class, () -> store.load(file));
    assertThat(e.line()).startsWith("--replay " + file).contains(problem);
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    var missing = folder.resolve("missing");
    var e = catchThrowableOfType(InputProblem.class, () -> store.load(missing));
    assertThat(e.line()).isEqualTo("--replay " + missing + ": cannot be read");
  }
}
