package mortise.tests;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import mortise.spi.HelperFamily;
import org.assertj.core.api.Assertions;

/// Compiles plugins as their authors do: as modules, against what Mortise exports.
final class Compiler {
  private Compiler() {}

  /// The entries of the class path that are modules of the product, or that these need.
  static String modulePath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(e -> Files.exists(Path.of(e)))
        .filter(Compiler::isModule)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isModule(String entry) {
    return (Files.exists(Path.of(entry, "module-info.class")) && !entry.contains("/bundles/"))
        || entry.matches(
            ".*/(mortise-(?!bench|cli|host|testkit)|dagger-|jakarta\\.inject|javax\\.inject).*jar");
  }

  /// Compiles a module, all warnings on.
  static void compile(Path classes, List<Path> sources) {
    var arguments =
        Stream.concat(
                Stream.of(
                    "--release",
                    "25",
                    "-Xlint:all",
                    "-proc:none",
                    // nothing that only the tests see
                    "--class-path",
                    "",
                    "--module-path",
                    modulePath(),
                    "-d",
                    classes.toString()),
                sources.stream().map(Path::toString))
            .toList();
    var said = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    var units = new ArrayList<>(arguments);
    int status =
        compiler.run(
            null,
            null,
            new java.io.OutputStream() {
              @Override
              public void write(int b) {
                said.write(b);
              }
            },
            units.toArray(String[]::new));
    Assertions.assertThat(status).as("javac: %s", said).isZero();
    Assertions.assertThat(said.toString()).as("javac has no warnings").isEmpty();
  }

  /// Compiles the Maven project of a plugin in a folder.
  static void compileProject(Path classes, Path project) throws IOException {
    try (var files = Files.walk(project.resolve("src/main/java"))) {
      compile(classes, files.filter(file -> file.toString().endsWith(".java")).toList());
    }
  }

  /// Loads a family from compiled classes.
  static HelperFamily load(Path classes, String name) throws Exception {
    var loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, Compiler.class.getClassLoader());
    return (HelperFamily) loader.loadClass(name).getConstructor().newInstance();
  }
}
