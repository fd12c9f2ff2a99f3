package mortise.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Plugins built by Maven from their own poms, away from this source tree.
///
/// What they depend on comes from a local repository made for them: the reactor's jars, and beside
/// them, by links, whatever the user's repository has. Nothing is put into that one.
final class PluginJar {
  private PluginJar() {}

  /// Builds the plugin in a folder, once for all tests of a build.
  ///
  /// @param name the artifact's, in version 1.0.0
  static synchronized Path build(Path source, String name)
      throws IOException, InterruptedException {
    var work = SourceTree.TARGET.resolve(name);
    var jar = work.resolve("target/%s-1.0.0.jar".formatted(name));
    var built = "mortise.%s.built".formatted(name);
    if (System.getProperty(built) != null) {
      return jar;
    }
    delete(work);
    SourceTree.copy(source, work);
    var command =
        new ArrayList<>(
            List.of(
                SourceTree.property("mortise.maven"),
                "-B",
                "-q",
                "-ntp",
                "-Dmaven.repo.local=" + repository(),
                "package"));
    if (SourceTree.property("mortise.maven.settings").equals("offline=true")) {
      command.add("-o");
    }
    var maven = Finished.of(command, work, Map.of("MAVEN_OPTS", "", "MAVEN_ARGS", ""));
    assertThat(maven.code()).as(maven.toString()).isZero();
    System.setProperty(built, "yes");
    return jar;
  }

  private static Path repository() throws IOException {
    var repository = SourceTree.TARGET.resolve("repository");
    if (System.getProperty("mortise.repository.built") != null) {
      return repository;
    }
    delete(repository);
    Files.createDirectories(repository);
    var users = Path.of(SourceTree.property("mortise.maven.repository"));
    try (var groups = Files.newDirectoryStream(users)) {
      for (var group : groups) {
        if (!group.getFileName().toString().equals("mortise")) {
          Files.createSymbolicLink(repository.resolve(group.getFileName()), group);
        }
      }
    }
    install(repository, SourceTree.ROOT.resolve("pom.xml"), "mortise", ".pom");
    for (var module :
        Map.of(
                "spi",
                "mortise-spi",
                "plugins/ownership",
                "mortise-plugin-ownership",
                "plugins/interrupt",
                "mortise-plugin-interrupt",
                "plugins/lock",
                "mortise-plugin-lock")
            .entrySet()) {
      var pom = SourceTree.ROOT.resolve(module.getKey()).resolve("pom.xml");
      install(repository, pom, module.getValue(), ".pom");
      install(repository, SourceTree.jar(module.getKey()), module.getValue(), ".jar");
    }
    System.setProperty("mortise.repository.built", "yes");
    return repository;
  }

  private static void install(Path repository, Path file, String artifact, String suffix)
      throws IOException {
    var folder = repository.resolve("mortise").resolve(artifact).resolve(SourceTree.VERSION);
    Files.createDirectories(folder);
    Files.copy(file, folder.resolve(artifact + "-" + SourceTree.VERSION + suffix));
  }

  /// Deletes a tree; links are deleted, not followed.
  static void delete(Path tree) throws IOException {
    if (Files.notExists(tree)) {
      return;
    }
    try (var files = Files.walk(tree)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
