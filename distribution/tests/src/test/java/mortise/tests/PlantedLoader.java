package mortise.tests;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Loads everything of ours anew, one class of it with a bug.
final class PlantedLoader extends ClassLoader {
  private static final String OURS = "mortise.";

  private final PlantedBug bug;

  PlantedLoader(PlantedBug bug) {
    super(PlantedLoader.class.getClassLoader());
    this.bug = bug;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      var known = findLoadedClass(name);
      return known != null ? known : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (var in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      var bytes = in.readAllBytes();
      var planted =
          name.equals(bug.className()) ? bug.edit().apply(bytes, bug.method(), this) : bytes;
      return defineClass(name, planted, 0, planted.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
