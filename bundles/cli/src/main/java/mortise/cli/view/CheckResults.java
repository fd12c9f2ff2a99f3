package mortise.cli.view;

import java.util.List;

/// What one `check` has to show.
///
/// @param semantics the semantics that was checked under, as one line
/// @param rows in the order in which they are to be shown
/// @param files how many objects were read
/// @param skipped how many programs the filters left out
public record CheckResults(String semantics, List<ProgramRow> rows, int files, int skipped) {
  public CheckResults {
    rows = List.copyOf(rows);
  }
}
