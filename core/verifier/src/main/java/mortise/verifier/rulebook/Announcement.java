package mortise.verifier.rulebook;

import java.util.List;
import mortise.spi.EventKind;
import mortise.spi.Subject;
import mortise.spi.runtime.EventListener;

/// An event that a function announces, with everybody who listens while programs run.
public record Announcement(
    EventKind event,
    List<Subject> subjects,
    List<EventListener> before,
    List<EventListener> after) {
  public Announcement {
    subjects = List.copyOf(subjects);
    before = List.copyOf(before);
    after = List.copyOf(after);
  }
}
