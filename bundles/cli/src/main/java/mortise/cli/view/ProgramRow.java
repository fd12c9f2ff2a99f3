package mortise.cli.view;

import java.util.Optional;

/// One program's line in the results.
///
/// @param fileName the object as it was named on the command line
/// @param progName the program's function
/// @param durationUs what checking took, in microseconds
/// @param totalInsns instructions visited, over all paths
/// @param totalStates states saved
/// @param peakStates the most states that were kept at once
/// @param problem absent exactly when the verdict is success
public record ProgramRow(
    String fileName,
    String progName,
    Verdict verdict,
    long durationUs,
    long totalInsns,
    long totalStates,
    long peakStates,
    Optional<Problem> problem) {
  public ProgramRow {
    if (problem.isPresent() == (verdict == Verdict.SUCCESS)) {
      throw new IllegalArgumentException("a program has a problem exactly if it is not accepted");
    }
  }

  /// The id of the rule that decided, or empty.
  public String rule() {
    return problem.map(Problem::rule).orElse("");
  }

  /// What the rule had to say, or empty.
  public String message() {
    return problem.map(Problem::message).orElse("");
  }
}
