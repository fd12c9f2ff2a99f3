package mortise.verifier.domain;

/// Both operands of a comparison in the branch where its outcome is known. Either both are empty
/// (that branch cannot be taken) or none is.
///
/// @param left the left operand, a subset of what it was
/// @param right the right operand, a subset of what it was
public record Refined(ScalarRange left, ScalarRange right) {
  static final Refined IMPOSSIBLE = new Refined(ScalarRange.EMPTY, ScalarRange.EMPTY);

  /// Says whether the branch can be taken at all.
  public boolean isPossible() {
    return !left.isEmpty();
  }
}
