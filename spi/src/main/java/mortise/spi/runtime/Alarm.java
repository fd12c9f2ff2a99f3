package mortise.spi.runtime;

import java.util.Optional;

/// A callback that is set for later, and may be called off until it begins.
public interface Alarm {
  /// The time has come: what the callback gets, or empty if nobody wants it any more.
  Optional<long[]> begin();

  /// The callback that [began][#begin] has returned, or its run broke.
  default void done() {}
}
