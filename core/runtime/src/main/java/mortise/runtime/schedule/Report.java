package mortise.runtime.schedule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What an exploration covered and found.
///
/// @param end why it ended
/// @param preemptions the bound that the counts are of: the last one that was begun
/// @param schedules run under that bound, those that were ended early included
/// @param pruned of those, how many were ended early since all that could follow was known
/// @param states told apart under that bound; 0 where nothing is left out
/// @param points how many instructions CPUs were switched at
/// @param rounds schedules run in all, for smaller bounds and to find the points included
/// @param steps operations executed in all; an operation is one that another CPU could notice
/// @param nanoseconds it took
/// @param outcomes what complete schedules came to, in the order found, each with the first of them
/// @param failure what went wrong, made as simple as possible
public record Report(
    End end,
    int preemptions,
    long schedules,
    long pruned,
    long states,
    int points,
    long rounds,
    long steps,
    long nanoseconds,
    Map<Outcome, Schedule> outcomes,
    Optional<Failure> failure) {
  /// Why an exploration ended.
  public enum End {
    /// There is no other schedule, however many preemptions.
    ALL,
    /// There is no other schedule with so many preemptions.
    BOUND,
    /// As many random schedules were run as were asked for.
    SAMPLED,
    FAILED,
    /// Whoever watched had enough.
    STOPPED,
    /// The same choices did not lead to the same places: a function knows of more than its machine.
    UNREPEATABLE
  }

  public Report {
    outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
  }
}
