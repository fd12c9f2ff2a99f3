package mortise.verifier.domain;

/// What is known about the contents of a 64-bit register: its known bits, and bounds of the
/// register and of its lower 32 bits ("32"), each as an unsigned and as a signed number. All bounds
/// are inclusive; unsigned ones are to be compared as unsigned, 32-bit ones are kept in a long
/// (unsigned zero-extended, signed sign-extended).
///
/// Instances are immutable and always mutually refined: what one part says about another has been
/// used. The only one without a member is [#EMPTY]: a register at a point that cannot be reached.
/// Every operation on it gives it again.
///
/// Source: linux `struct bpf_reg_state`, `reg_bounds_sync` (6.18).
public final class ScalarRange {
  static final int REGISTER = 64;

  /// No value at all.
  public static final ScalarRange EMPTY = new ScalarRange();

  /// Any value.
  public static final ScalarRange UNKNOWN = unknown(REGISTER);

  /// Exactly 0.
  public static final ScalarRange ZERO = constant(0);

  /// Exactly 1.
  public static final ScalarRange ONE = constant(1);

  private static final ScalarRange BYTE = UNKNOWN.zeroExtend(8);
  private static final ScalarRange HALF_WORD = UNKNOWN.zeroExtend(16);
  private static final ScalarRange WORD = UNKNOWN.zeroExtend(32);

  private final long value;
  private final long mask;
  private final long umin;
  private final long umax;
  private final long smin;
  private final long smax;
  private final long umin32;
  private final long umax32;
  private final long smin32;
  private final long smax32;

  private ScalarRange() {
    value = 0;
    mask = -1;
    umin = -1;
    umax = 0;
    smin = Long.MAX_VALUE;
    smax = Long.MIN_VALUE;
    umin32 = 0xffff_ffffL;
    umax32 = 0;
    smin32 = Integer.MAX_VALUE;
    smax32 = Integer.MIN_VALUE;
  }

  private ScalarRange(long number, int bits) {
    value = number & Bits.mask(bits);
    mask = 0;
    umin = value;
    umax = value;
    smin = Bits.signed(number, bits);
    smax = smin;
    umin32 = number & Bits.mask(bits / 2);
    umax32 = umin32;
    smin32 = Bits.signed(number, bits / 2);
    smax32 = smin32;
  }

  private ScalarRange(long value, long mask, long min, long max) {
    this.value = value;
    this.mask = mask;
    umin = min;
    umax = max;
    smin = min;
    smax = max;
    umin32 = min;
    umax32 = max;
    smin32 = min;
    smax32 = max;
  }

  ScalarRange(Bounds bounds) {
    value = bounds.value;
    mask = bounds.mask;
    umin = bounds.full.umin;
    umax = bounds.full.umax;
    smin = bounds.full.smin;
    smax = bounds.full.smax;
    umin32 = bounds.low.umin;
    umax32 = bounds.low.umax;
    smin32 = bounds.low.smin;
    smax32 = bounds.low.smax;
  }

  // Where they come from.

  /// Exactly one value.
  public static ScalarRange constant(long number) {
    return constant(number, REGISTER);
  }

  static ScalarRange constant(long number, int bits) {
    return new ScalarRange(number, bits);
  }

  /// Numbers that are not negative even as a half register, already refined.
  static ScalarRange ofSmall(long value, long mask, long min, long max) {
    return new ScalarRange(value, mask, min, max);
  }

  static ScalarRange unknown(int bits) {
    return new ScalarRange(new Bounds(Tnum.unknown(bits), new Span(bits), new Span(bits / 2)));
  }

  /// All values from `min` to `max`, unsigned and inclusive; empty if `max` is below `min`.
  public static ScalarRange fromUnsignedRange(long min, long max) {
    return fromUnsignedRange(min, max, REGISTER);
  }

  static ScalarRange fromUnsignedRange(long min, long max, int bits) {
    Span full = new Span(bits, min, max, Bits.least(bits), Bits.greatest(bits));
    return new Bounds(Tnum.unknown(bits), full, new Span(bits / 2)).normalize();
  }

  /// All values from `min` to `max`, signed and inclusive; empty if `max` is less than `min`.
  public static ScalarRange fromSignedRange(long min, long max) {
    return fromSignedRange(min, max, REGISTER);
  }

  static ScalarRange fromSignedRange(long min, long max, int bits) {
    Span full = new Span(bits, 0, Bits.mask(bits), min, max);
    return new Bounds(Tnum.unknown(bits), full, new Span(bits / 2)).normalize();
  }

  /// All members of a tnum.
  public static ScalarRange fromTnum(Tnum tnum) {
    return fromTnum(tnum, REGISTER);
  }

  static ScalarRange fromTnum(Tnum tnum, int bits) {
    return new Bounds(tnum, new Span(bits), new Span(bits / 2)).normalize();
  }

  /// What a load of `bytes` (1, 2, 4 or 8) bytes gives.
  public static ScalarRange zeroExtendedLoad(int bytes) {
    return switch (bytes) {
      case 1 -> BYTE;
      case 2 -> HALF_WORD;
      case 4 -> WORD;
      case 8 -> UNKNOWN;
      default -> throw new IllegalArgumentException("no load has " + bytes + " bytes");
    };
  }

  /// What a sign-extending load of `bytes` (1, 2, 4 or 8) bytes gives.
  public static ScalarRange signExtendedLoad(int bytes) {
    return UNKNOWN.signExtend(8 * bytes, Extent.DOUBLE_WORD);
  }

  // What is known.

  /// The known bits.
  public Tnum tnum() {
    return new Tnum(value, mask);
  }

  /// The least value, unsigned.
  public long umin() {
    return umin;
  }

  /// The greatest value, unsigned.
  public long umax() {
    return umax;
  }

  /// The least value, signed.
  public long smin() {
    return smin;
  }

  /// The greatest value, signed.
  public long smax() {
    return smax;
  }

  /// The least lower half, unsigned.
  public long umin32() {
    return umin32;
  }

  /// The greatest lower half, unsigned.
  public long umax32() {
    return umax32;
  }

  /// The least lower half, signed.
  public long smin32() {
    return smin32;
  }

  /// The greatest lower half, signed.
  public long smax32() {
    return smax32;
  }

  /// Says whether there is no value.
  public boolean isEmpty() {
    return smin > smax;
  }

  /// Says whether nothing is known.
  public boolean isUnknown() {
    return equals(UNKNOWN);
  }

  /// Says whether there is exactly one value.
  public boolean isConstant() {
    return mask == 0;
  }

  /// Says whether the only value is `number`.
  public boolean isConstant(long number) {
    return mask == 0 && value == number;
  }

  /// The only value.
  ///
  /// @throws IllegalStateException unless [#isConstant()]
  public long constantValue() {
    if (!isConstant()) {
      throw new IllegalStateException("not a constant: " + this);
    }
    return value;
  }

  /// Says whether the lower 32 bits have exactly one value.
  public boolean isConstant32() {
    return umin32 == umax32;
  }

  Span span(int operandBits, int bits) {
    return operandBits == bits
        ? new Span(bits, umin, umax, smin, smax)
        : new Span(operandBits, umin32, umax32, smin32, smax32);
  }

  // Arithmetic.

  /// The results of an arithmetic instruction with this on the left; those of [Extent#WORD] are
  /// zero-extended.
  public ScalarRange apply(AluOperation operation, ScalarRange right, Extent width) {
    return Arithmetic.apply(operation, this, right, width, REGISTER);
  }

  /// The negated values; those of [Extent#WORD] are zero-extended.
  public ScalarRange negate(Extent width) {
    return Arithmetic.apply(AluOperation.SUB, ZERO, this, width, REGISTER);
  }

  /// The lower `bits` (8, 16, 32 or 64) bits with zeros above: a 32-bit move, a spill and fill of a
  /// part, or a conversion to the byte order the machine already has.
  public ScalarRange zeroExtend(int bits) {
    return Casts.zeroExtend(this, bits, REGISTER);
  }

  /// The lower `bits` (8, 16, 32 or 64) bits with copies of their sign above, up to `width`; zeros
  /// above that.
  public ScalarRange signExtend(int bits, Extent width) {
    return Casts.signExtend(this, bits, width, REGISTER);
  }

  /// The lower `bits` (16, 32 or 64) bits with their bytes in reverse, zeros above.
  public ScalarRange swapBytes(int bits) {
    return Casts.swapBytes(this, bits, REGISTER);
  }

  // The order of sets.

  /// Says whether this contains one value.
  public boolean contains(long number) {
    return contains(number, REGISTER);
  }

  boolean contains(long number, int bits) {
    long signed = Bits.signed(number, bits);
    long low = number & Bits.mask(bits / 2);
    long lowSigned = Bits.signed(number, bits / 2);
    return ((number ^ value) & ~mask) == 0
        && Bits.atMost(umin, number)
        && Bits.atMost(number, umax)
        && smin <= signed
        && signed <= smax
        && umin32 <= low
        && low <= umax32
        && smin32 <= lowSigned
        && lowSigned <= smax32;
  }

  /// Says whether every part of `other` lies within that part of this; then all its values are in
  /// this.
  ///
  /// Source: linux `range_within` and `tnum_in`.
  @SuppressWarnings("ReferenceEquality") // A short cut.
  public boolean contains(ScalarRange other) {
    return this == other
        || other.isEmpty()
        || (Bits.atMost(umin, other.umin)
            && Bits.atMost(other.umax, umax)
            && smin <= other.smin
            && other.smax <= smax
            && umin32 <= other.umin32
            && other.umax32 <= umax32
            && smin32 <= other.smin32
            && other.smax32 <= smax32
            && (other.mask & ~mask) == 0
            && ((other.value ^ value) & ~mask) == 0);
  }

  /// A set that contains both.
  public ScalarRange union(ScalarRange other) {
    return union(other, REGISTER);
  }

  ScalarRange union(ScalarRange other, int bits) {
    if (contains(other)) {
      return this;
    }
    if (other.contains(this)) {
      return other;
    }
    return new Bounds(
            tnum().union(other.tnum()),
            span(bits, bits).include(other.span(bits, bits)),
            span(bits / 2, bits).include(other.span(bits / 2, bits)))
        .normalize();
  }

  /// A set that contains what is in both, and nothing that is not in each part of both.
  public ScalarRange intersect(ScalarRange other) {
    return intersect(other, REGISTER);
  }

  ScalarRange intersect(ScalarRange other, int bits) {
    if (contains(other)) {
      return other;
    }
    if (other.contains(this)) {
      return this;
    }
    return new Bounds(
            tnum(),
            span(bits, bits).clip(other.span(bits, bits)),
            span(bits / 2, bits).clip(other.span(bits / 2, bits)))
        .intersect(other.tnum())
        .normalize();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof ScalarRange range
            && value == range.value
            && mask == range.mask
            && umin == range.umin
            && umax == range.umax
            && smin == range.smin
            && smax == range.smax
            && umin32 == range.umin32
            && umax32 == range.umax32
            && smin32 == range.smin32
            && smax32 == range.smax32);
  }

  @Override
  public int hashCode() {
    long hash = value * 31 + mask;
    hash = (hash * 31 + umin) * 31 + umax;
    hash = (hash * 31 + smin) * 31 + smax;
    hash = (hash * 31 + umin32) * 31 + umax32;
    return Long.hashCode((hash * 31 + smin32) * 31 + smax32);
  }

  /// As in the kernel's log: `scalar(smin=smin32=0,smax=umax=...,var_off=(0x0; 0xff))`, or the
  /// number.
  @Override
  public String toString() {
    return Rendering.kernelStyle(this);
  }

  /// For people: `5`, `0..255`, `-1..1`, `any value`, with the known bits where the bounds do not
  /// say it.
  public String describe() {
    return Rendering.describe(this);
  }
}
