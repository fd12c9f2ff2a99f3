package mortise.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same jar in the distribution's shell, whose plugins are bundles: it comes, is replaced and
/// goes while the shell runs.
class ShellIT {
  private static final long PATIENCE_SECONDS = 120;
  private static final String MARK = "that-was-it";

  @TempDir private Path work;
  private Path seal = Path.of("");
  private Distribution mortise = new Distribution(Path.of(""), Path.of(""));
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private List<AutoCloseable> open = new ArrayList<>();
  private Writer commands = Writer.nullWriter();

  @BeforeEach
  void start() throws Exception {
    seal = SealJar.build();
    mortise = Distribution.in(work.resolve("mortise"));
    var builder = new ProcessBuilder(mortise.command("shell")).redirectErrorStream(true);
    builder.environment().putAll(Distribution.environment());
    var process = builder.start();
    commands = process.outputWriter(StandardCharsets.UTF_8);
    var reader = process.inputReader(StandardCharsets.UTF_8);
    Thread.ofPlatform().daemon().start(() -> reader.lines().forEach(lines::add));
    open =
        List.of(
            commands,
            () -> assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue(),
            process::destroyForcibly);
  }

  /// The shell ends with its input.
  @AfterEach
  void end() throws Exception {
    for (var one : open) {
      one.close();
    }
  }

  /// What the shell answers to a command.
  private List<String> say(Object... words) throws IOException, InterruptedException {
    commands.write(
        String.join(" ", Stream.of(words).map(Object::toString).toList())
            + "\necho "
            + MARK
            + "\n");
    commands.flush();
    var answer = new ArrayList<String>();
    while (true) {
      var line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(line).as("the shell is silent after %s", answer).isNotNull();
      var text = String.valueOf(line).replaceAll("^(g! )+", "");
      if (text.equals(MARK)) {
        return answer;
      }
      answer.add(text);
    }
  }

  /// Asks for the families until they are as expected: the shell looks at its folder on its own.
  private void awaitSeals(String... expected) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    List<String> seals;
    do {
      seals = say("mortise:families").stream().filter(line -> line.startsWith("seal ")).toList();
    } while (!seals.equals(List.of(expected)) && System.nanoTime() < deadline);
    assertThat(seals).containsExactly(expected);
  }

  private List<String> check(String program) throws IOException, InterruptedException {
    return say(
        "mortise:check",
        SourceTree.SEAL_OBJECT,
        "-f",
        program,
        "-o",
        "csv",
        "-e",
        "prog,verdict,rule");
  }

  private Path second(Path jar) throws IOException {
    return Variant.of(seal, SourceTree.PLUGIN.resolve("src/main/java"), "2.0.0")
        .with("\"seal\", \"linux\", \"1.0.0\"", "\"seal\", \"linux\", \"2.0.0\"")
        .with(".requires(SealRules.ALREADY_CLOSED, seal.is(STATE, Seal.UNKNOWN, Seal.OPEN))", "")
        .writeTo(jar);
  }

  @Test
  void comesIsReplacedAndGoes() throws Exception {
    awaitSeals();
    assertThat(check("close_twice")).contains("close_twice,failure,call.function-unknown");

    var jar = mortise.plugins().resolve("seal.jar");
    Files.copy(seal, jar);
    awaitSeals("seal 1.0.0 (linux)");
    assertThat(check("post")).contains("post,success,");
    assertThat(check("post_open")).contains("post_open,failure,seal.open-object-linked");
    assertThat(check("close_twice")).contains("close_twice,failure,seal.already-closed");

    var next = second(work.resolve("seal-2.jar"));
    Files.move(next, jar, StandardCopyOption.REPLACE_EXISTING);
    awaitSeals("seal 2.0.0 (linux)");
    assertThat(check("close_twice")).contains("close_twice,success,");
    assertThat(check("post_open")).contains("post_open,failure,seal.open-object-linked");

    Files.delete(jar);
    awaitSeals();
    assertThat(check("post")).contains("post,failure,call.function-unknown");
  }

  @Test
  void ofTwoVersionsTheNewerIsUsed() throws Exception {
    Files.copy(seal, mortise.plugins().resolve("seal-1.jar"));
    second(mortise.plugins().resolve("seal-2.jar"));
    awaitSeals("seal 1.0.0 (linux)", "seal 2.0.0 (linux)");
    assertThat(check("close_twice"))
        .contains(
            "mortise: family seal 1.0.0 (linux) of seal-1.jar is passed over,"
                + " because seal 2.0.0 (linux) of seal-2.jar is here too",
            "close_twice,success,");
  }
}
