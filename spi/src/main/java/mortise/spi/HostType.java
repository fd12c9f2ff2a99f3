package mortise.spi;

import java.util.Optional;
import mortise.spi.runtime.Machine;

/// A type that the host brings: programs get pointers to such objects from functions, and never
/// make one.
///
/// @param name as the program's BTF calls it, `task_struct`
/// @param destructor how one is given back that a pointer field still holds when the field goes;
///   without it no field can [own][FieldKind#isOwning] one
public record HostType(String name, Optional<Destructor> destructor) {
  /// The runtime half.
  @FunctionalInterface
  public interface Destructor {
    void release(Machine machine, long object);
  }

  /// One that no field can own.
  public static HostType of(String name) {
    return new HostType(name, Optional.empty());
  }

  /// The same, given back in that way.
  public HostType releasedBy(Destructor value) {
    return new HostType(name, Optional.of(value));
  }
}
