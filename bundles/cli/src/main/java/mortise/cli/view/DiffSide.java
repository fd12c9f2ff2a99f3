package mortise.cli.view;

import java.util.Optional;

/// A program under one of two semantics.
///
/// @param word the verdict; `n/a` where the program was not written for this semantics, `missing`
///   where there is no such program
/// @param row what checking gave, exactly if there is a verdict
/// @param note why there is none, in words
public record DiffSide(String word, Optional<ProgramRow> row, String note) {
  public static DiffSide judged(ProgramRow row) {
    return new DiffSide(row.verdict().word(), Optional.of(row), "");
  }

  public static DiffSide notApplicable(String why) {
    return new DiffSide("n/a", Optional.empty(), why);
  }

  public static DiffSide absent(String why) {
    return new DiffSide("missing", Optional.empty(), why);
  }

  public boolean isAbsent() {
    return word.equals("missing");
  }

  public boolean isNotApplicable() {
    return word.equals("n/a");
  }

  /// The id of the rule that decided, or empty.
  public String rule() {
    return row.map(ProgramRow::rule).orElse("");
  }
}
