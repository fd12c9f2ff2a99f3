package mortise.verifier.domain;

/// One instruction at one width: works out known bits (the result) and bounds (clipped from `out`).
final class Transfer {
  private Transfer() {}

  static Tnum apply(AluOperation operation, Operands operands, Span out) {
    Tnum left = operands.left();
    Tnum right = operands.right();
    int bits = out.bits;
    return switch (operation) {
      case ADD -> {
        bounds(operation, operands, out);
        yield left.add(right).truncate(bits);
      }
      case SUB -> {
        bounds(operation, operands, out);
        yield left.sub(right).truncate(bits);
      }
      case MUL -> {
        bounds(operation, operands, out);
        yield left.mul(right).truncate(bits);
      }
      case AND -> {
        bounds(operation, operands, out);
        yield left.and(right);
      }
      case OR -> {
        bounds(operation, operands, out);
        yield left.or(right);
      }
      case XOR -> left.xor(right);
      case DIV -> Division.divide(operands, out);
      case MOD -> Division.remainder(operands, out);
      case SDIV -> Division.divideSigned(operands, out);
      case SMOD -> Division.remainderSigned(operands, out);
      case LSH, RSH, ARSH -> Shifts.apply(operation, operands, out);
    };
  }

  /// Says whether the lower half of the result depends on nothing but the lower halves of the
  /// operands and is the same operation at half the width.
  static boolean followsLowHalves(AluOperation operation, Tnum right, int half) {
    return switch (operation) {
      case ADD, SUB, MUL, AND, OR -> true;
      case LSH -> right.isConstant() && Bits.below(right.value(), half);
      case XOR, DIV, MOD, SDIV, SMOD, RSH, ARSH -> false;
    };
  }

  /// The bounds alone, for the operations of which [#followsLowHalves] can be true.
  static void bounds(AluOperation operation, Operands operands, Span out) {
    Span a = operands.a();
    Span b = operands.b();
    switch (operation) {
      case ADD -> add(a, b, out);
      case SUB -> sub(a, b, out);
      case MUL -> mul(a, b, out);
      case AND -> out.umax = Bits.lesser(a.umax, b.umax);
      case OR -> out.umin = Bits.greater(a.umin, b.umin);
      case LSH -> Shifts.left(a, (int) b.umin, out);
      case XOR, DIV, MOD, SDIV, SMOD, RSH, ARSH -> {
        // Nothing that the known bits do not say.
      }
    }
  }

  private static void add(Span a, Span b, Span out) {
    if (fit(a.umax - a.umin, b.umax - b.umin, out.bits)) {
      out.clip(a.umin + b.umin, a.umax + b.umax);
    }
    if (fit(a.smax - a.smin, b.smax - b.smin, out.bits)) {
      out.clip(a.smin + b.smin, a.smax + b.smax);
    }
  }

  private static void sub(Span a, Span b, Span out) {
    if (fit(a.umax - a.umin, b.umax - b.umin, out.bits)) {
      out.clip(a.umin - b.umax, a.umax - b.umin);
    }
    if (fit(a.smax - a.smin, b.smax - b.smin, out.bits)) {
      out.clip(a.smin - b.smax, a.smax - b.smin);
    }
  }

  /// Says whether a distance that is the sum of two is still less than one turn.
  private static boolean fit(long distance, long other, int bits) {
    return Bits.atMost(distance, Bits.mask(bits) - other);
  }

  private static void mul(Span a, Span b, Span out) {
    long high = Math.unsignedMultiplyHigh(a.umax, b.umax);
    long low = a.umax * b.umax;
    long leastHigh = Math.unsignedMultiplyHigh(a.umin, b.umin);
    long least = a.umin * b.umin;
    long distanceHigh = high - leastHigh - (Bits.below(low, least) ? 1 : 0);
    if (distanceHigh == 0 && Bits.atMost(low - least, Bits.mask(out.bits))) {
      out.clip(least, low);
    }
    if (a.smin >= 0 && b.smin >= 0) {
      return;
    }
    if (overflows(a.smin, b.smin)
        || overflows(a.smin, b.smax)
        || overflows(a.smax, b.smin)
        || overflows(a.smax, b.smax)) {
      return;
    }
    long from =
        Math.min(
            Math.min(a.smin * b.smin, a.smin * b.smax), Math.min(a.smax * b.smin, a.smax * b.smax));
    long to =
        Math.max(
            Math.max(a.smin * b.smin, a.smin * b.smax), Math.max(a.smax * b.smin, a.smax * b.smax));
    if (Bits.atMost(to - from, Bits.mask(out.bits))) {
      out.clip(from, to);
    }
  }

  private static boolean overflows(long left, long right) {
    return Math.multiplyHigh(left, right) != (left * right) >> 63;
  }
}
