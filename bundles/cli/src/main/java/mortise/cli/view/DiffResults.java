package mortise.cli.view;

import java.util.List;

/// What one `diff` has to show.
///
/// @param left the left semantics as one line
/// @param right the right one
/// @param files how many objects were read
/// @param skipped how many programs the filters left out
public record DiffResults(String left, String right, List<DiffRow> rows, int files, int skipped) {
  public DiffResults {
    rows = List.copyOf(rows);
  }
}
