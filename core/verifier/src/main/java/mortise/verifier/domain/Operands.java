package mortise.verifier.domain;

/// Two operands at one width: their known bits and bounds.
record Operands(Tnum left, Tnum right, Span a, Span b) {
  int bits() {
    return a.bits;
  }
}
