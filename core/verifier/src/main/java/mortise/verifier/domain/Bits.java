package mortise.verifier.domain;

/// Numbers of fewer than 64 bits inside a long. Widths are between 1 and 64.
final class Bits {
  private Bits() {}

  /// All ones in the lower `bits` bits.
  static long mask(int bits) {
    return -1L >>> (64 - bits);
  }

  /// The lower `bits` bits as a signed number.
  static long signed(long value, int bits) {
    return value << (64 - bits) >> (64 - bits);
  }

  /// The greatest signed number of `bits` bits.
  static long greatest(int bits) {
    return mask(bits) >>> 1;
  }

  /// The least signed number of `bits` bits, sign-extended.
  static long least(int bits) {
    return ~greatest(bits);
  }

  static boolean below(long left, long right) {
    return Long.compareUnsigned(left, right) < 0;
  }

  static boolean atMost(long left, long right) {
    return Long.compareUnsigned(left, right) <= 0;
  }

  static long lesser(long left, long right) {
    return below(left, right) ? left : right;
  }

  static long greater(long left, long right) {
    return below(left, right) ? right : left;
  }

  /// Ones from bit 0 up to the highest set bit of `value`.
  static long fillBelow(long value) {
    return value == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(value);
  }
}
