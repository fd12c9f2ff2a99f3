package mortise.runtime;

import mortise.runtime.ghost.Meaning;
import mortise.spi.runtime.Implementation;

/// What one helper or kfunc call site calls.
///
/// @param name the function's, for messages
/// @param meaning what it is meant to do, for instances that are watched
public record BoundCall(String name, Implementation implementation, Meaning meaning) {
  /// A call that does nothing that is accounted for.
  public static BoundCall of(String name, Implementation implementation) {
    return new BoundCall(name, implementation, Meaning.NOTHING);
  }

  /// The same, of which it is known what it does.
  public BoundCall meaning(Meaning value) {
    return new BoundCall(name, implementation, value);
  }
}
