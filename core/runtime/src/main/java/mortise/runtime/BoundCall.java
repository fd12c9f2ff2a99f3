package mortise.runtime;

import java.util.List;
import mortise.runtime.ghost.Meaning;
import mortise.spi.runtime.Implementation;

/// What one helper or kfunc call site calls.
///
/// @param name the function's, for messages
/// @param before told before the implementation is called, in order
/// @param after told after it
/// @param meaning what it is meant to do, for instances that are watched
public record BoundCall(
    String name,
    Implementation implementation,
    List<BoundListener> before,
    List<BoundListener> after,
    Meaning meaning) {
  public BoundCall {
    before = List.copyOf(before);
    after = List.copyOf(after);
    if (before.stream().anyMatch(bound -> bound.subjects().contains(BoundListener.RESULT))) {
      throw new IllegalArgumentException("before the call there is no result: " + name);
    }
  }

  /// A call that does nothing that is accounted for.
  public BoundCall(
      String name,
      Implementation implementation,
      List<BoundListener> before,
      List<BoundListener> after) {
    this(name, implementation, before, after, Meaning.NOTHING);
  }

  /// A call that nobody listens to.
  public static BoundCall of(String name, Implementation implementation) {
    return new BoundCall(name, implementation, List.of(), List.of());
  }

  /// The same, of which it is known what it does.
  public BoundCall meaning(Meaning value) {
    return new BoundCall(name, implementation, before, after, value);
  }
}
