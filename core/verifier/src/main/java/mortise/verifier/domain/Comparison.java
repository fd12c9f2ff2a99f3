package mortise.verifier.domain;

/// The conditions of the conditional jumps, on the lower 32 or all 64 bits.
public enum Comparison {
  /// Equal.
  EQ,
  /// Not equal.
  NE,
  /// Greater, unsigned.
  GT,
  /// Greater or equal, unsigned.
  GE,
  /// Less, unsigned.
  LT,
  /// Less or equal, unsigned.
  LE,
  /// Greater, signed.
  SGT,
  /// Greater or equal, signed.
  SGE,
  /// Less, signed.
  SLT,
  /// Less or equal, signed.
  SLE,
  /// A bit is set in both (`JSET`).
  SET,
  /// No bit is set in both: the other branch of [#SET]; no instruction of its own.
  CLEAR;

  /// The condition that holds exactly when this one does not.
  public Comparison negated() {
    return switch (this) {
      case EQ -> NE;
      case NE -> EQ;
      case GT -> LE;
      case GE -> LT;
      case LT -> GE;
      case LE -> GT;
      case SGT -> SLE;
      case SGE -> SLT;
      case SLT -> SGE;
      case SLE -> SGT;
      case SET -> CLEAR;
      case CLEAR -> SET;
    };
  }

  /// The condition that says the same with the operands exchanged.
  public Comparison swapped() {
    return switch (this) {
      case EQ, NE, SET, CLEAR -> this;
      case GT -> LT;
      case GE -> LE;
      case LT -> GT;
      case LE -> GE;
      case SGT -> SLT;
      case SGE -> SLE;
      case SLT -> SGT;
      case SLE -> SGE;
    };
  }

  /// Says whether the condition holds for every pair of values, or for none. Empty operands give
  /// [Decision#UNKNOWN].
  ///
  /// Source: linux `is_branch_taken` (6.18).
  public Decision decide(ScalarRange left, ScalarRange right, Extent width) {
    return Branches.decide(this, left, right, width, ScalarRange.REGISTER);
  }

  /// The operands after the jump was (or was not) taken.
  ///
  /// Source: linux `regs_refine_cond_op` (6.18).
  public Refined refine(boolean taken, ScalarRange left, ScalarRange right, Extent width) {
    Comparison holds = taken ? this : negated();
    return Branches.refine(holds, left, right, width, ScalarRange.REGISTER);
  }

  /// The left operand alone of [#refine].
  public ScalarRange refineLeft(boolean taken, ScalarRange left, ScalarRange right, Extent width) {
    Comparison holds = taken ? this : negated();
    return Branches.refineLeft(holds, left, right, width, ScalarRange.REGISTER);
  }
}
