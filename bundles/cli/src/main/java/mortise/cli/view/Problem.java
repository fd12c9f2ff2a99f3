package mortise.cli.view;

import java.util.List;
import java.util.Optional;

/// Why a program was not accepted.
///
/// @param rule the rule's stable id, `list.lock-not-held`
/// @param message the one line that names the problem, without a line end
/// @param suggestion what to do about it, or empty
/// @param instruction the instruction's index in its program, or -1 if the problem is no
///   instruction's
/// @param text the whole report as a person reads it, any number of lines
public record Problem(
    String rule,
    String category,
    String message,
    String suggestion,
    int instruction,
    Optional<Place> place,
    List<Step> path,
    String text) {
  public Problem {
    path = List.copyOf(path);
  }
}
