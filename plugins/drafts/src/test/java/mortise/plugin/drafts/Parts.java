package mortise.plugin.drafts;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Everything that a declaration is made of: a record, its components, theirs, and so on.
final class Parts {
  static <T> List<T> of(Class<T> wanted, Object... roots) {
    var found = new ArrayList<T>();
    for (var root : roots) {
      collect(wanted, root, found);
    }
    return found;
  }

  private static <T> void collect(Class<T> wanted, Object part, List<T> found) {
    if (wanted.isInstance(part)) {
      found.add(wanted.cast(part));
    }
    for (var component : components(part)) {
      collect(wanted, component, found);
    }
  }

  /// The immediate parts.
  static List<Object> components(Object part) {
    return switch (part) {
      case Collection<?> collection -> new ArrayList<Object>(collection);
      case Optional<?> optional -> new ArrayList<Object>(optional.stream().toList());
      case Record recorded -> {
        var parts = new ArrayList<Object>();
        for (var component : recorded.getClass().getRecordComponents()) {
          try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            parts.add(accessor.invoke(recorded));
          } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(component + " cannot be read", e);
          }
        }
        yield parts;
      }
      default -> List.of();
    };
  }

  private Parts() {}
}
