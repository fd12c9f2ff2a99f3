package mortise.cli.plugins;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With [Supplier] as the service, and jars compiled here.
@SuppressWarnings("rawtypes")
class PluginLoaderTest {
  @TempDir Path folder;

  private Path jar(String name, String module, String version, String provider) throws IOException {
    return jar(name, module, version, provider, "", List.of());
  }

  private Path jar(
      String name,
      String module,
      String version,
      String provider,
      String directives,
      List<Path> modulePath)
      throws IOException {
    var sources = Files.createTempDirectory(folder, "src");
    var classes = Files.createTempDirectory(folder, "classes");
    var info = sources.resolve("module-info.java");
    var source = sources.resolve("Provider.java");
    Files.writeString(
        info,
        "module %s { %s provides java.util.function.Supplier with %s.Provider; }"
            .formatted(module, directives, module));
    Files.writeString(
        source,
        """
        package %s;
        public class Provider implements java.util.function.Supplier<String> {
          %s
        }
        """
            .formatted(module, provider));
    var arguments = new ArrayList<>(List.of("-d", classes.toString(), "--module-version", version));
    if (!modulePath.isEmpty()) {
      var paths = modulePath.stream().map(Path::toString).collect(joining(File.pathSeparator));
      arguments.addAll(List.of("--module-path", paths));
    }
    arguments.addAll(List.of(info.toString(), source.toString()));
    var compiler = ToolProvider.findFirst("javac").orElseThrow();
    int status = compiler.run(System.out, System.err, arguments.toArray(new String[0]));
    assertThat(status).isZero();
    return pack(name, classes);
  }

  private Path pack(String name, Path classes) throws IOException {
    var jar = folder.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar);
        var out = new JarOutputStream(file);
        Stream<Path> tree = Files.walk(classes)) {
      for (var path : tree.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
        Files.copy(path, out);
      }
    }
    return jar;
  }

  private static String says(String text) {
    return "public String get() { return \"" + text + "\"; }";
  }

  private static Plugins<Supplier> load(Path... jars) {
    return PluginLoader.load(
        Supplier.class,
        ModuleLayer.boot(),
        List.of(),
        List.of(jars),
        service ->
            service.get().equals("unwanted") ? Optional.of("is unwanted") : Optional.empty());
  }

  private static List<Object> said(Plugins<Supplier> plugins) {
    return plugins.services().stream().<Object>map(Supplier::get).toList();
  }

  @Test
  void loadsAJar() throws IOException {
    var plugins = load(jar("a.jar", "a", "1.2", says("hello")));
    assertThat(plugins.problems()).isEmpty();
    assertThat(said(plugins)).containsExactly("hello");
    assertThat(plugins.loaded().getFirst().module()).isEqualTo("a");
    assertThat(plugins.loaded().getFirst().version()).isEqualTo("1.2");
  }

  @Test
  void twoVersionsLiveSideBySide() throws IOException {
    var plugins =
        load(jar("a-1.jar", "a", "1", says("one")), jar("a-2.jar", "a", "2", says("two")));
    assertThat(plugins.problems()).isEmpty();
    assertThat(said(plugins)).containsExactly("one", "two");
  }

  @Test
  void whoBuildsOnAPluginGetsItsNewestVersionUnlessAnotherIsAskedFor() throws IOException {
    var exports = "exports z;";
    var old = jar("z-9.jar", "z", "9", says("old"), exports, List.of());
    var current = jar("z-10.jar", "z", "10", says("new"), exports, List.of());
    var user =
        jar(
            "a.jar",
            "a",
            "1",
            says("user of \" + new z.Provider().get() + \""),
            "requires z;",
            List.of(old));
    assertThat(said(load(old, current, user))).containsExactly("old", "new", "user of new");

    var asked =
        PluginLoader.load(
            Supplier.class,
            ModuleLayer.boot(),
            List.of(old),
            List.of(user, current),
            service -> Optional.empty());
    assertThat(said(asked)).containsExactly("old", "user of old", "new");
  }

  @Test
  void nobodyBuildsOnAVersionThatIsRefused() throws IOException {
    var exports = "exports z;";
    var old = jar("z-1.jar", "z", "1", says("old"), exports, List.of());
    var refused = jar("z-2.jar", "z", "2", says("unwanted"), exports, List.of());
    var user =
        jar(
            "a.jar",
            "a",
            "1",
            says("user of \" + new z.Provider().get() + \""),
            "requires z;",
            List.of(old));
    var plugins = load(old, refused, user);
    assertThat(said(plugins)).containsExactly("old", "user of old");
    assertThat(plugins.problems()).containsExactly(refused + ": is unwanted");

    var without = load(refused, user);
    assertThat(said(without)).isEmpty();
    assertThat(without.problems())
        .containsExactly(refused + ": is unwanted", user + ": needs z, which is not here");
  }

  @Test
  void oneMayBuildOnAnotherAndItsSecondVersionTooInAnyOrder() throws IOException {
    var base = jar("z.jar", "z", "1", says("base"), "exports z;", List.of());
    var user = says("user of \" + new z.Provider().get() + \"");
    var one = jar("a-1.jar", "a", "1", user, "requires z;", List.of(base));
    var two = jar("a-2.jar", "a", "2", user, "requires z;", List.of(base));
    var plugins = load(one, two, base);
    assertThat(plugins.problems()).isEmpty();
    assertThat(said(plugins)).containsExactlyInAnyOrder("base", "user of base", "user of base");
  }

  @Test
  void whatIsMissingIsNamedAndTheOthersGoOn() throws IOException {
    var base = jar("z.jar", "z", "1", says("base"), "exports z;", List.of());
    var user = jar("a.jar", "a", "1", says("user"), "requires z;", List.of(base));
    var other = jar("b.jar", "b", "1", says("other"));
    var plugins = load(user, other);
    assertThat(plugins.problems()).containsExactly(user + ": needs z, which is not here");
    assertThat(said(plugins)).containsExactly("other");
  }

  @Test
  void brokenJarsCostALineEach() throws IOException {
    var good = jar("good.jar", "good", "1", says("good"));
    var text = Files.writeString(folder.resolve("text.jar"), "not a zip");
    var empty = Files.writeString(folder.resolve("empty.jar"), "");
    var gone = folder.resolve("gone.jar");
    var plain = pack("plain.jar", Files.createDirectory(folder.resolve("nothing")));
    var odd = Files.createDirectory(folder.resolve("odd"));
    Files.writeString(odd.resolve("module-info.class"), "no class file");
    var oddJar = pack("odd.jar", odd);
    var plugins = load(text, empty, gone, plain, oddJar, folder, good);
    assertThat(said(plugins)).containsExactly("good");
    assertThat(plugins.problems())
        .hasSize(6)
        .allSatisfy(line -> assertThat(line).doesNotContain("\n"));
    assertThat(plugins.problems().get(0)).startsWith(text + ": is not a jar");
    assertThat(plugins.problems().get(1)).startsWith(empty + ": is not a jar");
    assertThat(plugins.problems().get(2)).isEqualTo(gone + ": there is no such file");
    assertThat(plugins.problems().get(3)).contains("no module-info.class");
    assertThat(plugins.problems().get(4)).contains("cannot be used");
    assertThat(plugins.problems().get(5)).endsWith("is not a file");
  }

  @Test
  void aProviderThatFailsOrIsUnwantedCostsALine() throws IOException {
    var fails =
        jar(
            "fails.jar",
            "fails",
            "1",
            "{ if (true) throw new RuntimeException(\"why\"); }" + says("x"));
    var unwanted = jar("unwanted.jar", "unwanted", "1", says("unwanted"));
    var good = jar("good.jar", "good", "1", says("good"));
    var plugins = load(fails, unwanted, good);
    assertThat(said(plugins)).containsExactly("good");
    assertThat(plugins.problems())
        .containsExactly(fails + ": cannot be loaded (why)", unwanted + ": is unwanted");
  }

  @Test
  void whoCannotBeResolvedTogetherWithTheOthersStaysOut() throws IOException {
    var one = jar("one.jar", "one", "1", says("one"), "exports one;", List.of());
    var harmless = jar("two.jar", "two", "1", says("two"), "exports two;", List.of());
    var requires = "requires one; requires two;";
    var both = jar("both.jar", "both", "1", says("both"), requires, List.of(one, harmless));

    // Another release of two, which holds and exports a package of one's.
    var classes = Files.createTempDirectory(folder, "classes");
    var source =
        Files.writeString(folder.resolve("Other.java"), "package one; public class Other {}");
    var info = Files.writeString(folder.resolve("module-info.java"), "module two { exports one; }");
    var compiler = ToolProvider.findFirst("javac").orElseThrow();
    compiler.run(
        System.out, System.err, "-d", classes.toString(), info.toString(), source.toString());
    var clashing = pack("clashing.jar", classes);

    var plugins = load(one, clashing, both);
    assertThat(said(plugins)).containsExactly("one");
    assertThat(plugins.problems()).singleElement().asString().startsWith(both + ": ");
  }

  @Test
  void jarsOfAFolderComeByName() throws IOException {
    Files.writeString(folder.resolve("b.jar"), "");
    Files.writeString(folder.resolve("a.jar"), "");
    Files.writeString(folder.resolve("readme.txt"), "");
    assertThat(PluginLoader.jarsOf(folder))
        .containsExactly(folder.resolve("a.jar"), folder.resolve("b.jar"));
    assertThat(PluginLoader.jarsOf(folder.resolve("none"))).isEmpty();
  }
}
