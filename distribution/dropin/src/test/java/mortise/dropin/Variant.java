package mortise.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// Another release of a plugin: its sources with something changed, compiled, in a jar that says of
/// itself what the original's does but for the version.
///
/// @param original the plugin's jar
/// @param sources the folder of its `module-info.java`
record Variant(Path original, Path sources, String version, List<Edit> edits) {
  /// A change that must be possible.
  record Edit(String from, String to) {}

  static Variant of(Path original, Path sources, String version) {
    return new Variant(original, sources, version, List.of());
  }

  Variant with(String from, String to) {
    return new Variant(
        original,
        sources,
        version,
        Stream.concat(edits.stream(), Stream.of(new Edit(from, to))).toList());
  }

  /// Compiles and packs it; the jar appears in its place at once.
  Path writeTo(Path jar) throws IOException {
    var work = Files.createTempDirectory(SourceTree.TARGET, "variant");
    try {
      Files.createDirectories(work.resolve("sources"));
      SourceTree.copy(sources, work.resolve("sources"));
      var classes = Files.createDirectory(work.resolve("classes"));
      compile(edit(work.resolve("sources")), classes);
      var packed = pack(classes, work.resolve("packed"));
      return Files.move(packed, jar, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      PluginJar.delete(work);
    }
  }

  private List<Path> edit(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      var java = files.filter(file -> file.toString().endsWith(".java")).toList();
      for (var edit : edits) {
        var changed = new ArrayList<Path>();
        for (var file : java) {
          var text = Files.readString(file);
          if (text.contains(edit.from())) {
            Files.writeString(file, text.replace(edit.from(), edit.to()));
            changed.add(file);
          }
        }
        assertThat(changed).as(edit.from()).hasSize(1);
      }
      return java;
    }
  }

  private void compile(List<Path> java, Path classes) {
    var arguments = new ArrayList<String>();

    var path =
        Stream.of(SourceTree.property("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar"));
    arguments.addAll(List.of("--module-path", String.join(File.pathSeparator, path.toList())));
    arguments.addAll(List.of("--module-version", version, "-d", classes.toString()));
    java.forEach(file -> arguments.add(file.toString()));
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, arguments.toArray(String[]::new));
    assertThat(status).isZero();
  }

  private Path pack(Path classes, Path packed) throws IOException {
    try (var jar = new JarFile(original.toFile())) {
      var manifest = jar.getManifest();
      manifest.getMainAttributes().putValue("Bundle-Version", version);
      try (var out = new JarOutputStream(Files.newOutputStream(packed), manifest);
          var files = Files.walk(classes)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
          Files.copy(file, out);
        }
      }
    }
    return packed;
  }
}
