package mortise.verifier.domain;

/// Unsigned and signed bounds of a number of `bits` bits, while they are being worked out.
///
/// Mutable, and never seen outside one computation: [Bounds] turns it into a [ScalarRange].
/// Unsigned bounds are zero-extended, signed ones sign-extended. It is empty when a minimum is
/// above its maximum; no method makes an empty span non-empty.
final class Span {
  final int bits;
  long umin;
  long umax;
  long smin;
  long smax;

  /// Any number of `bits` bits.
  Span(int bits) {
    this(bits, 0, Bits.mask(bits), Bits.least(bits), Bits.greatest(bits));
  }

  Span(int bits, long umin, long umax, long smin, long smax) {
    this.bits = bits;
    this.umin = umin;
    this.umax = umax;
    this.smin = smin;
    this.smax = smax;
  }

  boolean isEmpty() {
    return Bits.below(umax, umin) || smin > smax;
  }

  boolean isEverything() {
    return equals(0, Bits.mask(bits), Bits.least(bits), Bits.greatest(bits));
  }

  boolean equals(long umin, long umax, long smin, long smax) {
    return this.umin == umin && this.umax == umax && this.smin == smin && this.smax == smax;
  }

  /// Leaves nothing.
  void clear() {
    umin = Bits.mask(bits);
    umax = 0;
  }

  /// Keeps what lies on the way up from `low` to `high`, which may wrap around; both modulo the
  /// width.
  void clip(long low, long high) {
    clipUnsigned(low, high);
    clipSigned(low, high);
  }

  /// Keeps what is also within the bounds of `other`.
  Span clip(Span other) {
    umin = Bits.greater(umin, other.umin);
    umax = Bits.lesser(umax, other.umax);
    smin = Math.max(smin, other.smin);
    smax = Math.min(smax, other.smax);
    return this;
  }

  /// Adds what is within the bounds of `other`, neither being empty.
  Span include(Span other) {
    umin = Bits.lesser(umin, other.umin);
    umax = Bits.greater(umax, other.umax);
    smin = Math.min(smin, other.smin);
    smax = Math.max(smax, other.smax);
    return this;
  }

  private void clipUnsigned(long from, long to) {
    long low = from & Bits.mask(bits);
    long high = to & Bits.mask(bits);
    boolean wraps = Bits.below(high, low);
    if (!wraps || Bits.below(high, umin)) {
      umin = Bits.greater(umin, low);
    }
    if (!wraps || Bits.below(umax, low)) {
      umax = Bits.lesser(umax, high);
    }
  }

  private void clipSigned(long from, long to) {
    long low = Bits.signed(from, bits);
    long high = Bits.signed(to, bits);
    boolean wraps = high < low;
    if (!wraps || high < smin) {
      smin = Math.max(smin, low);
    }
    if (!wraps || smax < low) {
      smax = Math.min(smax, high);
    }
  }

  /// Lets the unsigned and the signed bounds learn from each other.
  void reconcile() {
    clipSigned(umin, umax);
    clipUnsigned(smin, smax);
  }

  /// Moves the bounds to members of the tnum.
  void clipToBits(long value, long mask) {
    if (mask == Bits.mask(bits)) {
      return;
    }
    umin = ceiling(value, mask, umin);
    umax = floor(value, mask, umax);
    // The signed order is the unsigned one with the sign bit turned over.
    long sign = 1L << (bits - 1);
    long turned = value ^ (sign & ~mask);
    smin = Bits.signed(ceiling(turned, mask, (smin ^ sign) & Bits.mask(bits)) ^ sign, bits);
    smax = Bits.signed(floor(turned, mask, (smax ^ sign) & Bits.mask(bits)) ^ sign, bits);
  }

  // When all members are on the wrong side of one bound, the other bound passes it.

  private static long ceiling(long value, long mask, long bound) {
    return ((bound ^ value) & ~mask) == 0
        ? bound
        : Bits.greater(bound, Tnum.ceiling(value, mask, bound));
  }

  private static long floor(long value, long mask, long bound) {
    return ((bound ^ value) & ~mask) == 0
        ? bound
        : Bits.lesser(bound, Tnum.floor(value, mask, bound));
  }
}
