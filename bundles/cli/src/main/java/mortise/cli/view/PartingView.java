package mortise.cli.view;

import java.util.Optional;

/// Where two explorations of a program part: the last instruction that they have in common, and
/// what each goes on with, if it does.
public record PartingView(At left, At right, Optional<At> leftNext, Optional<At> rightNext) {
  /// An instruction.
  ///
  /// @param source the text of the line that it comes from, or empty
  public record At(int instruction, Optional<Place> place, String source) {}
}
