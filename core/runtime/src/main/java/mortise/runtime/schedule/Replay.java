package mortise.runtime.schedule;

import java.util.List;
import java.util.Optional;

/// One schedule that was run.
///
/// @param fits whether every turn was as long as the schedule says
/// @param failure what went wrong
/// @param outcome what it came to, if it came to its end
public record Replay(
    boolean fits,
    Optional<Failure> failure,
    Optional<Outcome> outcome,
    List<Operation> operations) {
  public Replay {
    operations = List.copyOf(operations);
  }
}
