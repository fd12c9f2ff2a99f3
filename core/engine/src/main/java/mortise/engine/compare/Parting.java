package mortise.engine.compare;

import java.util.Optional;
import mortise.object.SourceLine;

/// Where two explorations of a program part.
///
/// Both follow a program's paths in the same order, fall-through first. So their lists of
/// instructions processed begin alike, and part at the last instruction that both processed before
/// one went on with another than the other did, or stopped. Whatever the two treat differently
/// first is that instruction: one rejects it, forks there, knows which way a branch goes, or need
/// not follow the path any further. Where a program was compiled for each semantics, source lines
/// are compared instead of instructions.
///
/// @param left the last instruction that they have in common, in the left program
/// @param right the same in the right one
/// @param leftNext what the left one goes on with; empty if it stops
/// @param rightNext what the right one goes on with; empty if it stops
public record Parting(
    Place left, Place right, Optional<Place> leftNext, Optional<Place> rightNext) {
  /// An instruction.
  public record Place(int slot, Optional<SourceLine> line) {}
}
