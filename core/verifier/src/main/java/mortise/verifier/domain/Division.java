package mortise.verifier.domain;

/// Quotients and remainders at one width, with BPF's answers for a zero divisor.
final class Division {
  private Division() {}

  static Tnum divide(Operands operands, Span out) {
    Span a = operands.a();
    Span b = operands.b();
    int bits = out.bits;
    if (b.umax == 0) {
      return Tnum.constant(0);
    }
    long least = b.umin == 0 ? 0 : Long.divideUnsigned(a.umin, b.umax);
    out.clip(least, Long.divideUnsigned(a.umax, Bits.greater(b.umin, 1)));
    if (b.umin == b.umax && Long.bitCount(b.umin) == 1) {
      return operands.left().rsh(Long.numberOfTrailingZeros(b.umin));
    }
    return Tnum.unknown(bits);
  }

  static Tnum remainder(Operands operands, Span out) {
    Span a = operands.a();
    Span b = operands.b();
    if (b.umax == 0 || Bits.below(a.umax, b.umin)) {
      out.clip(a);
      return operands.left();
    }
    if (b.umin == 0) {
      out.clip(0, a.umax);
    } else {
      out.clip(0, Bits.lesser(a.umax, b.umax - 1));
      long quotient = Long.divideUnsigned(a.umin, b.umax);
      if (quotient == Long.divideUnsigned(a.umax, b.umin)) {
        // The same multiple is taken away from all of them; no intermediate result overflows.
        long least = a.umin - quotient * b.umax;
        out.clip(least, Bits.lesser(a.umax - quotient * b.umin, b.umax - 1));
      }
    }
    return commonLowBits(operands, out.bits);
  }

  static Tnum divideSigned(Operands operands, Span out) {
    Span a = operands.a();
    Span b = operands.b();
    if (a.smin >= 0 && b.smin >= 0) {
      return divide(operands, out);
    }
    if (b.umax == 0) {
      return Tnum.constant(0);
    }
    long from = Long.MAX_VALUE;
    long to = Long.MIN_VALUE;
    // Nearest to zero are the greatest divisor below it and the least above, in unsigned order.
    if (b.smin < 0) {
      long near = Bits.signed(b.umax, out.bits);
      from = Math.min(from, leastQuotient(a.smax, b.smin, near, out.bits));
      to = Math.max(to, greatestQuotient(a.smin, b.smin, near));
    }
    if (b.smax > 0) {
      long near = Math.max(b.umin, 1);
      from = Math.min(from, leastQuotient(a.smin, b.smax, near, out.bits));
      to = Math.max(to, greatestQuotient(a.smax, b.smax, near));
    }
    if (b.umin == 0) {
      from = Math.min(from, 0);
      to = Math.max(to, 0);
    }
    if (a.smin == Bits.least(out.bits) && b.smin <= -1 && b.smax >= -1) {
      // The least number by -1 is itself, one step above the greatest.
      to = a.smin;
    }
    if (from != Bits.least(out.bits) || to != from) {
      out.clip(from, to);
    }
    return Tnum.unknown(out.bits);
  }

  private static long leastQuotient(long dividend, long far, long near, int bits) {
    boolean turns = dividend == Bits.least(bits) && near == -1;
    return Math.min(dividend / far, turns ? Long.MAX_VALUE : dividend / near);
  }

  private static long greatestQuotient(long dividend, long far, long near) {
    return Math.max(dividend / far, dividend / near);
  }

  static Tnum remainderSigned(Operands operands, Span out) {
    Span a = operands.a();
    Span b = operands.b();
    if (a.smin >= 0 && b.smin >= 0) {
      return remainder(operands, out);
    }
    if (b.umax == 0) {
      out.clip(a);
      return operands.left();
    }
    if (b.umin == 0) {
      out.clip(Math.min(a.smin, 0), Math.max(a.smax, 0));
      return commonLowBits(operands, out.bits);
    }
    // Negative magnitudes, because the least number has no positive one.
    long greatest = -1 - Math.min(b.smin, -b.smax);
    long smallest =
        Math.max(
            b.smin < 0 ? Bits.signed(b.umax, out.bits) : Long.MIN_VALUE,
            b.smax > 0 ? -b.umin : Long.MIN_VALUE);
    if (a.smin > smallest && a.smax <= -1 - smallest) {
      out.clip(a);
      return operands.left();
    }
    out.clip(
        a.smin < 0 ? Math.max(a.smin, -greatest) : 0, a.smax > 0 ? Math.min(a.smax, greatest) : 0);
    return commonLowBits(operands, out.bits);
  }

  /// The remainder differs from the dividend by a multiple of the divisor: where every divisor has
  /// zeros at the end, the dividend's last bits remain.
  private static Tnum commonLowBits(Operands operands, int bits) {
    int zeros = Long.numberOfTrailingZeros(operands.right().max());
    long above = zeros >= bits ? 0 : Bits.mask(bits) & (-1L << zeros);
    Tnum left = operands.left();
    return new Tnum(left.value() & ~above, (left.mask() & ~above) | above);
  }
}
