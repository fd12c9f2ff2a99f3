package mortise.verifier.domain;

/// What is known about a comparison.
public enum Decision {
  /// It holds for every pair of values.
  TRUE,
  /// It holds for no pair of values.
  FALSE,
  /// Nothing is known.
  UNKNOWN;

  Decision negated() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
