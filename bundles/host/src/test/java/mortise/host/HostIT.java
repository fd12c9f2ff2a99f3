package mortise.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real framework, a real folder, and plugins that come and go.
class HostIT {
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path work;
  private Path plugins = Path.of("");
  private TestJars jars = new TestJars(plugins);
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> problems = new LinkedBlockingQueue<>();

  @BeforeEach
  void folder() throws Exception {
    plugins = Files.createDirectory(work.resolve("plugins"));
    jars = new TestJars(Files.createDirectory(work.resolve("build")));
  }

  @AfterEach
  void everyProblemWasExpected() {
    assertThat(problems).isEmpty();
  }

  private Host start(List<Path> bundles) throws Exception {
    var host = Host.start(plugins, bundles, problems::add);
    host.context().addServiceListener(event -> events.add(event.toString()));
    return host;
  }

  private static List<String> installed(Host host) {
    return host.families().stream().map(family -> family.info().toString()).toList();
  }

  /// Lets service events pass until the families are these.
  private void awaitFamilies(Host host, String... expected) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!installed(host).equals(List.of(expected)) && System.nanoTime() < deadline) {
      if (events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS) == null) {
        break;
      }
    }
    assertThat(installed(host)).containsExactly(expected);
  }

  private String nextProblem() throws InterruptedException {
    var problem = problems.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(problem).isNotNull();
    return String.valueOf(problem);
  }

  @Test
  void pluginsComeAreReplacedAndGo() throws Exception {
    jars.family(plugins.resolve("first.jar"), "first", "1.0.0", "[0.1,0.2)");
    try (var host = start(List.of())) {
      assertThat(installed(host)).containsExactly("first 1.0.0 (test)");

      jars.family(plugins.resolve("second.jar"), "second", "2.0.0", "[0.1,0.2)");
      awaitFamilies(host, "first 1.0.0 (test)", "second 2.0.0 (test)");

      jars.family(plugins.resolve("first.jar"), "first", "1.1.0", "[0.1,0.2)");
      awaitFamilies(host, "first 1.1.0 (test)", "second 2.0.0 (test)");

      Files.delete(plugins.resolve("second.jar"));
      awaitFamilies(host, "first 1.1.0 (test)");
    }
  }

  @Test
  void twoVersionsSideBySide() throws Exception {
    jars.family(plugins.resolve("first-1.jar"), "first", "1.0.0", "[0.1,0.2)");
    jars.family(plugins.resolve("first-2.jar"), "first", "2.0.0", "[0.1,0.2)");
    try (var host = start(List.of())) {
      assertThat(installed(host)).containsExactly("first 1.0.0 (test)", "first 2.0.0 (test)");
      assertThat(host.families().get(0).getClass()).isNotEqualTo(host.families().get(1).getClass());
    }
  }

  @Test
  void aBrokenJarCostsALineAndIsTakenOnceItIsMended() throws Exception {
    var broken = Files.writeString(plugins.resolve("broken.jar"), "not a jar");
    jars.family(plugins.resolve("good.jar"), "good", "1.0.0", "[0.1,0.2)");
    try (var host = start(List.of())) {
      assertThat(installed(host)).containsExactly("good 1.0.0 (test)");
      assertThat(nextProblem()).startsWith(broken.toString()).doesNotContain("\n");

      jars.family(broken, "broken", "1.0.0", "[0.1,0.2)");
      awaitFamilies(host, "broken 1.0.0 (test)", "good 1.0.0 (test)");
    }
  }

  @Test
  void aFamilyForAnotherSpiIsNotRegistered() throws Exception {
    jars.family(plugins.resolve("future.jar"), "future", "1.0.0", "[7,8)");
    try (var host = start(List.of())) {
      assertThat(installed(host)).isEmpty();
      assertThat(nextProblem())
          .contains("future 1.0.0 (test) was written for SPI [7.0.0,8.0.0), and this is");
    }
  }

  @Test
  void theShellKnowsTheCommands() throws Exception {
    jars.family(plugins.resolve("first.jar"), "first", "1.0.0", "[0.1,0.2)");
    var bundles = Path.of("target", "bundles");
    assertThat(bundles).isDirectory();
    try (var files = Files.list(bundles);
        var host =
            start(
                files
                    .filter(file -> !file.getFileName().toString().contains("gogo.shell"))
                    .toList())) {
      assertThat(shell(host, "mortise:families")).isEqualTo("first 1.0.0 (test)\n");
      assertThat(shell(host, "mortise:check")).contains("Missing required parameter");
    }
  }

  /// Gogo's API lives in a bundle, out of our reach but by reflection.
  private static String shell(Host host, String command) throws ReflectiveOperationException {
    var context = host.context();
    var reference =
        context.getServiceReference("org.apache.felix.service.command.CommandProcessor");
    var processor = context.getService(reference);
    var api = reference.getBundle().loadClass("org.apache.felix.service.command.CommandProcessor");
    var sessionApi =
        reference.getBundle().loadClass("org.apache.felix.service.command.CommandSession");
    var out = new ByteArrayOutputStream();
    var print = new PrintStream(out, true, StandardCharsets.UTF_8);
    var session =
        api.getMethod("createSession", InputStream.class, OutputStream.class, OutputStream.class)
            .invoke(processor, InputStream.nullInputStream(), print, print);
    sessionApi.getMethod("execute", CharSequence.class).invoke(session, command);
    sessionApi.getMethod("close").invoke(session);
    return out.toString(StandardCharsets.UTF_8);
  }
}
