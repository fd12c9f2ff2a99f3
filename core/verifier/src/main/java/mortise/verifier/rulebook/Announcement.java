package mortise.verifier.rulebook;

import java.util.List;
import mortise.spi.EventKind;
import mortise.spi.Subject;

/// An event that a function announces, whatever else it does.
public record Announcement(EventKind event, List<Subject> subjects) {
  public Announcement {
    subjects = List.copyOf(subjects);
  }
}
