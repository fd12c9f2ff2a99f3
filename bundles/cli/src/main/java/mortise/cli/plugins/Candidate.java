package mortise.cli.plugins;

import java.io.IOException;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleDescriptor.Version;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A jar that holds exactly one named module.
record Candidate(Path jar, ModuleReference reference) {
  /// A jar that cannot be a plugin; the message says why, in one line that names the jar.
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(Path jar, String why) {
      super(jar + ": " + why);
    }
  }

  static Candidate of(Path jar) throws Unusable {
    if (!Files.isRegularFile(jar)) {
      throw new Unusable(jar, Files.exists(jar) ? "is not a file" : "there is no such file");
    }
    try (var zip = new ZipFile(jar.toFile())) {
      if (zip.getEntry("module-info.class") == null) {
        throw new Unusable(jar, "is no plugin: it has no module-info.class");
      }
    } catch (ZipException e) {
      throw new Unusable(jar, "is not a jar (" + e.getMessage() + ")");
    } catch (IOException e) {
      throw new Unusable(jar, "cannot be read (" + e.getMessage() + ")");
    }
    try {
      var found = ModuleFinder.of(jar).findAll();
      return new Candidate(jar, found.iterator().next());
    } catch (FindException e) {
      var cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new Unusable(jar, "has a module-info.class that cannot be used (" + line(cause) + ")");
    }
  }

  ModuleDescriptor descriptor() {
    return reference.descriptor();
  }

  String name() {
    return descriptor().name();
  }

  /// The module's version; the lowest there is if it has none.
  Version version() {
    return descriptor().version().orElseGet(() -> Version.parse("0"));
  }

  List<String> needs() {
    return descriptor().requires().stream()
        .filter(requires -> !requires.modifiers().contains(Requires.Modifier.STATIC))
        .map(Requires::name)
        .sorted()
        .toList();
  }

  Unusable unusable(String why) {
    return new Unusable(jar, why);
  }

  static String line(Throwable problem) {
    var message =
        Objects.requireNonNullElse(problem.getMessage(), problem.getClass().getSimpleName());
    return message.lines().findFirst().orElse(message);
  }
}
