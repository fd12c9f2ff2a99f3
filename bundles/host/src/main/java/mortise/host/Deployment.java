package mortise.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/// Makes the installed bundles those of a folder's jars, whenever it is told to look.
///
/// Jars are copied into the framework, not referred to, so that they can be overwritten at any
/// time. One that cannot be installed or started gets a line, and another chance when it, or
/// anything beside it, changes.
final class Deployment {
  private record Stamp(long size, FileTime modified) {}

  private record Installed(Stamp stamp, Optional<Bundle> bundle) {}

  private final Path folder;
  private final BundleContext framework;
  private final Runnable refresh;
  private final Consumer<String> problems;
  private final Map<Path, Installed> known = new LinkedHashMap<>();

  /// @param refresh makes the framework forget the classes of bundles that were replaced or removed
  Deployment(Path folder, BundleContext framework, Runnable refresh, Consumer<String> problems) {
    this.folder = folder;
    this.framework = framework;
    this.refresh = refresh;
    this.problems = problems;
  }

  synchronized void synchronize() {
    var present = scan();
    boolean changed = false;
    for (var path : List.copyOf(known.keySet())) {
      if (!present.containsKey(path)) {
        remove(path);
        changed = true;
      }
    }
    for (var jar : present.entrySet()) {
      var before = known.get(jar.getKey());
      if (before == null || !before.stamp().equals(jar.getValue())) {
        install(jar.getKey(), jar.getValue(), before);
        changed = true;
      }
    }
    if (changed) {
      refresh.run();
      known.forEach(this::start);
    }
  }

  private Map<Path, Stamp> scan() {
    var found = new TreeMap<Path, Stamp>();
    try (var jars = Files.newDirectoryStream(folder, "*.jar")) {
      for (var jar : jars) {
        var attributes = Files.readAttributes(jar, BasicFileAttributes.class);
        if (attributes.isRegularFile()) {
          found.put(jar, new Stamp(attributes.size(), attributes.lastModifiedTime()));
        }
      }
    } catch (IOException | DirectoryIteratorException | UncheckedIOException e) {
      // A jar that goes away while it is looked at: the next event brings us back.
      problems.accept(folder + ": cannot be read completely (" + e.getMessage() + ")");
    }
    return found;
  }

  private void install(Path jar, Stamp stamp, @Nullable Installed before) {
    var bundle = before == null ? Optional.<Bundle>empty() : before.bundle();
    try (InputStream bytes = Files.newInputStream(jar)) {
      if (bundle.isPresent()) {
        bundle.get().update(bytes);
      } else {
        bundle = Optional.of(framework.installBundle("plugin:" + jar.getFileName(), bytes));
      }
    } catch (IOException | BundleException e) {
      problems.accept(jar + ": cannot be installed (" + line(e) + ")");
    }
    known.put(jar, new Installed(stamp, bundle));
  }

  private void remove(Path jar) {
    var bundle = Objects.requireNonNull(known.remove(jar)).bundle();
    try {
      if (bundle.isPresent()) {
        bundle.get().uninstall();
      }
    } catch (BundleException e) {
      problems.accept(jar + ": cannot be removed (" + line(e) + ")");
    }
  }

  private void start(Path jar, Installed installed) {
    try {
      if (installed.bundle().isPresent()) {
        installed.bundle().get().start();
      }
    } catch (BundleException e) {
      problems.accept(jar + ": cannot be started (" + line(e) + ")");
    }
  }

  private static String line(Exception problem) {
    var cause = problem.getCause() instanceof IOException io ? io : problem;
    var text = Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
    // The framework says the same again behind this.
    var once = text.split(" Unresolved requirements: ", 2)[0];
    return once.lines().findFirst().orElse(once);
  }
}
