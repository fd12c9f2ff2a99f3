package mortise.runtime;

import java.util.List;
import mortise.spi.runtime.EventListener;

/// Somebody who is told of an event at one call site.
///
/// @param subjects what plays the event's roles, in order: an argument's index (0 is R1), or
///   [#RESULT]
public record BoundListener(EventListener listener, List<Integer> subjects) {
  /// The call's result; there is one after the call only.
  public static final int RESULT = -1;

  public BoundListener {
    subjects = List.copyOf(subjects);
    for (int subject : subjects) {
      if (subject < RESULT || subject > 4) {
        throw new IllegalArgumentException("no argument has index " + subject);
      }
    }
  }
}
