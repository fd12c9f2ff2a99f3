package mortise.cli.view;

import java.util.Optional;

/// One program under two semantics.
///
/// @param fileName the object as it was named on the command line
/// @param differs whether anything does
/// @param parting where the two part, if the verdict is not the same
public record DiffRow(
    String fileName,
    String progName,
    DiffSide left,
    DiffSide right,
    boolean differs,
    Optional<PartingView> parting) {
  /// Whether both have a verdict, and they or the rules that decided are not the same.
  public boolean changesVerdict() {
    return left.row().isPresent() && right.row().isPresent() && !difference().equals("MATCH");
  }

  /// What became of the verdict, in a word: `MATCH`, `MISMATCH`, `RULE` (rejected by another),
  /// `NEW`, `MISSING`, `N/A`.
  public String difference() {
    if (left.isNotApplicable() || right.isNotApplicable()) {
      return "N/A";
    }
    if (left.isAbsent()) {
      return "NEW";
    }
    if (right.isAbsent()) {
      return "MISSING";
    }
    if (!left.word().equals(right.word())) {
      return "MISMATCH";
    }
    return left.rule().equals(right.rule()) ? "MATCH" : "RULE";
  }
}
