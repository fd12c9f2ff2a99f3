package mortise.verifier.domain;

/// A number of which some bits are known ("tristate number"). It stands for the set of all numbers
/// that have the bits of `value` where `mask` is 0; where `mask` is 1 the bit is unknown.
///
/// Numbers of fewer than 64 bits are kept with zeros above; after an operation that can carry into
/// those ([#add], [#sub], [#mul], [#lsh], [#neg]) use [#truncate].
///
/// Source: linux `kernel/bpf/tnum.c`; Vishwanathan et al., "Sound, Precise, and Fast Abstract
/// Interpretation with Tristate Numbers" (CGO 2022).
///
/// @param value the known bits, 0 where unknown
/// @param mask the unknown bits
public record Tnum(long value, long mask) {
  /// Nothing is known.
  public static final Tnum UNKNOWN = new Tnum(0, -1);

  /// Refuses a value with bits in the mask.
  public Tnum {
    if ((value & mask) != 0) {
      throw new IllegalArgumentException("known bits overlap unknown bits");
    }
  }

  /// Exactly one number.
  public static Tnum constant(long value) {
    return new Tnum(value, 0);
  }

  /// Unknown in the lower `bits` bits (1 to 64), zero above.
  public static Tnum unknown(int bits) {
    return new Tnum(0, Bits.mask(bits));
  }

  /// The smallest tnum that contains all numbers from `min` to `max`, unsigned and inclusive.
  public static Tnum range(long min, long max) {
    long delta = Bits.fillBelow(min ^ max);
    return new Tnum(min & ~delta, delta);
  }

  /// Says whether exactly one number is left.
  public boolean isConstant() {
    return mask == 0;
  }

  /// Says whether nothing is known at 64 bits.
  public boolean isUnknown() {
    return mask == -1;
  }

  /// The greatest member, unsigned.
  public long max() {
    return value | mask;
  }

  /// Says whether `number` is a member.
  public boolean contains(long number) {
    return ((number ^ value) & ~mask) == 0;
  }

  /// Says whether every member of `other` is a member of this.
  public boolean contains(Tnum other) {
    return (other.mask & ~mask) == 0 && ((other.value ^ value) & ~mask) == 0;
  }

  /// Says whether every member is a multiple of `alignment`, a power of two (0 counts as aligned to
  /// anything).
  public boolean isAligned(long alignment) {
    return ((value | mask) & (alignment - 1)) == 0;
  }

  /// Sum of members.
  public Tnum add(Tnum other) {
    long sm = mask + other.mask;
    long sv = value + other.value;
    long mu = ((sm + sv) ^ sv) | mask | other.mask;
    return new Tnum(sv & ~mu, mu);
  }

  /// Difference of members.
  public Tnum sub(Tnum other) {
    long dv = value - other.value;
    long mu = ((dv + mask) ^ (dv - other.mask)) | mask | other.mask;
    return new Tnum(dv & ~mu, mu);
  }

  /// Negation of members.
  public Tnum neg() {
    return new Tnum(0, 0).sub(this);
  }

  /// Bitwise and.
  public Tnum and(Tnum other) {
    long v = value & other.value;
    return new Tnum(v, (value | mask) & (other.value | other.mask) & ~v);
  }

  /// Bitwise or.
  public Tnum or(Tnum other) {
    long v = value | other.value;
    return new Tnum(v, (mask | other.mask) & ~v);
  }

  /// Bitwise exclusive or.
  public Tnum xor(Tnum other) {
    long mu = mask | other.mask;
    return new Tnum((value ^ other.value) & ~mu, mu);
  }

  /// Product of members: what is known when either number is taken apart into its bits.
  public Tnum mul(Tnum other) {
    if (isConstant() && Long.bitCount(value) <= 1) {
      return value == 0 ? this : other.lsh(Long.numberOfTrailingZeros(value));
    }
    if (other.isConstant() && Long.bitCount(other.value) <= 1) {
      return other.mul(this);
    }
    return sumOfProducts(other).intersect(other.sumOfProducts(this));
  }

  /// The sum of this number's partial products, where an unknown bit joins the sum with and without
  /// its product (linux `tnum_mul`).
  private Tnum sumOfProducts(Tnum other) {
    long accV = 0;
    long accM = 0;
    for (long rest = value | mask; rest != 0; rest &= rest - 1) {
      int bit = Long.numberOfTrailingZeros(rest);
      long productM = other.mask << bit;
      long sv = accV + (other.value << bit);
      long mu = ((accM + productM + sv) ^ sv) | accM | productM;
      sv &= ~mu;
      if ((mask & (1L << bit)) != 0) {
        mu |= accM | (sv ^ accV);
        sv &= ~mu;
      }
      accV = sv;
      accM = mu;
    }
    return new Tnum(accV, accM);
  }

  /// Shift left by 0 to 63.
  public Tnum lsh(int amount) {
    return new Tnum(value << amount, mask << amount);
  }

  /// Shift right by 0 to 63, zeros enter.
  public Tnum rsh(int amount) {
    return new Tnum(value >>> amount, mask >>> amount);
  }

  /// Shift right by 0 to `bits - 1` as a signed number of `bits` bits.
  public Tnum arsh(int amount, int bits) {
    return new Tnum(
        (Bits.signed(value, bits) >> amount) & Bits.mask(bits),
        (Bits.signed(mask, bits) >> amount) & Bits.mask(bits));
  }

  /// The members that both have; ask [#intersects] first.
  ///
  /// @throws IllegalArgumentException if they have none in common
  public Tnum intersect(Tnum other) {
    if (!intersects(other)) {
      throw new IllegalArgumentException("no number in both " + this + " and " + other);
    }
    return new Tnum(value | other.value, mask & other.mask);
  }

  /// Says whether a number is in both.
  public boolean intersects(Tnum other) {
    return ((value ^ other.value) & ~mask & ~other.mask) == 0;
  }

  /// The smallest tnum that contains both.
  public Tnum union(Tnum other) {
    long mu = mask | other.mask | (value ^ other.value);
    return new Tnum(value & other.value & ~mu, mu);
  }

  /// The lower `bits` bits (1 to 64), zero above.
  public Tnum truncate(int bits) {
    long keep = Bits.mask(bits);
    return new Tnum(value & keep, mask & keep);
  }

  /// The lower `bytes` bytes (1 to 8), zero above.
  public Tnum cast(int bytes) {
    return truncate(8 * bytes);
  }

  /// The lower `from` bits, sign-extended to `to` bits.
  public Tnum signExtend(int from, int to) {
    return new Tnum(
        Bits.signed(value, from) & Bits.mask(to), Bits.signed(mask, from) & Bits.mask(to));
  }

  /// The lower 32 bits, zero above.
  public Tnum subreg() {
    return truncate(32);
  }

  /// This with the lower 32 bits zero.
  public Tnum clearSubreg() {
    return new Tnum(value & ~0xffff_ffffL, mask & ~0xffff_ffffL);
  }

  /// The upper 32 bits of this with the lower 32 bits of `low`.
  public Tnum withSubreg(Tnum low) {
    return clearSubreg().or(low.subreg());
  }

  /// The least member that is not below `bound`, unsigned; below `bound` if there is none.
  static long ceiling(long value, long mask, long bound) {
    long different = (bound ^ value) & ~mask;
    if (different == 0) {
      return bound;
    }
    long top = Long.highestOneBit(different);
    if ((value & top) != 0) {
      // The bound has a 0 where members have a 1: keep what is above, take the least below.
      long below = top | (top - 1);
      return (bound & ~below) | (value & below);
    }
    // The bound has a 1 where members have a 0: one of the unknown bits above must grow.
    long carry = Long.lowestOneBit(mask & ~bound & ~(top | (top - 1)));
    return carry == 0 ? value : (bound & -carry) | carry | (value & (carry - 1));
  }

  /// The greatest member that is not above `bound`, unsigned; above `bound` if there is none.
  static long floor(long value, long mask, long bound) {
    return ~ceiling(~(value | mask), mask, ~bound);
  }

  /// As in the kernel's log: `(0x0; 0xff)`.
  @Override
  public String toString() {
    return "(0x" + Long.toHexString(value) + "; 0x" + Long.toHexString(mask) + ")";
  }
}
