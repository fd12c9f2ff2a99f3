package mortise.verifier.domain;

/// How much of a register an instruction works on.
public enum Extent {
  /// The lower 32 bits; as a destination, the upper 32 become zero.
  WORD,
  /// All 64 bits.
  DOUBLE_WORD
}
