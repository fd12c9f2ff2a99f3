package mortise.verifier.domain;

/// What conditional jumps tell about their operands.
final class Branches {
  private Branches() {}

  static Decision decide(
      Comparison condition, ScalarRange left, ScalarRange right, Extent width, int bits) {
    if (left.isEmpty() || right.isEmpty()) {
      return Decision.UNKNOWN;
    }
    int size = width == Extent.WORD ? bits / 2 : bits;
    Span a = left.span(size, bits);
    Span b = right.span(size, bits);
    return switch (condition) {
      case EQ -> equal(left, right, a, b);
      case NE -> equal(left, right, a, b).negated();
      case LT -> unsignedLess(a, b);
      case GE -> unsignedLess(a, b).negated();
      case GT -> unsignedLess(b, a);
      case LE -> unsignedLess(b, a).negated();
      case SLT -> signedLess(a, b);
      case SGE -> signedLess(a, b).negated();
      case SGT -> signedLess(b, a);
      case SLE -> signedLess(b, a).negated();
      case SET -> commonBit(left, right, size);
      case CLEAR -> commonBit(left, right, size).negated();
    };
  }

  private static Decision equal(ScalarRange left, ScalarRange right, Span a, Span b) {
    if (a.umin == a.umax && b.umin == b.umax) {
      return a.umin == b.umin ? Decision.TRUE : Decision.FALSE;
    }
    boolean apart =
        Bits.below(a.umax, b.umin)
            || Bits.below(b.umax, a.umin)
            || a.smax < b.smin
            || b.smax < a.smin
            || left.umax32() < right.umin32()
            || right.umax32() < left.umin32()
            || left.smax32() < right.smin32()
            || right.smax32() < left.smin32()
            || !left.tnum().truncate(a.bits).intersects(right.tnum().truncate(a.bits));
    return apart ? Decision.FALSE : Decision.UNKNOWN;
  }

  private static Decision unsignedLess(Span a, Span b) {
    if (Bits.below(a.umax, b.umin)) {
      return Decision.TRUE;
    }
    return Bits.atMost(b.umax, a.umin) ? Decision.FALSE : Decision.UNKNOWN;
  }

  private static Decision signedLess(Span a, Span b) {
    if (a.smax < b.smin) {
      return Decision.TRUE;
    }
    return b.smax <= a.smin ? Decision.FALSE : Decision.UNKNOWN;
  }

  private static Decision commonBit(ScalarRange left, ScalarRange right, int size) {
    Tnum a = left.tnum().truncate(size);
    Tnum b = right.tnum().truncate(size);
    if ((a.value() & b.value()) != 0) {
      return Decision.TRUE;
    }
    return (a.max() & b.max()) == 0 ? Decision.FALSE : Decision.UNKNOWN;
  }

  static Refined refine(
      Comparison condition, ScalarRange left, ScalarRange right, Extent width, int bits) {
    ScalarRange first = refineLeft(condition, left, right, width, bits);
    ScalarRange second = refineLeft(condition.swapped(), right, left, width, bits);
    return first.isEmpty() || second.isEmpty() ? Refined.IMPOSSIBLE : new Refined(first, second);
  }

  /// The values of `left` for which the condition can hold with a value of `right`.
  static ScalarRange refineLeft(
      Comparison condition, ScalarRange left, ScalarRange right, Extent width, int bits) {
    if (left.isEmpty() || right.isEmpty()) {
      return ScalarRange.EMPTY;
    }
    if (left.isConstant()) {
      boolean possible = decide(condition, left, right, width, bits) != Decision.FALSE;
      return possible ? left : ScalarRange.EMPTY;
    }
    ScalarRange small = SmallNumbers.refineLeft(condition, left, right, bits);
    if (small != null) {
      return small;
    }
    int size = width == Extent.WORD ? bits / 2 : bits;
    Bounds bounds = Bounds.of(left, bits);
    Span span = width == Extent.WORD ? bounds.low : bounds.full;
    Span other = right.span(size, bits);
    switch (condition) {
      case EQ -> equalTo(bounds, span, other, right, width, bits);
      case NE -> differentFrom(span, other);
      case GT -> raise(span, other.umin, 1);
      case GE -> raise(span, other.umin, 0);
      case LT -> lower(span, other.umax, 1);
      case LE -> lower(span, other.umax, 0);
      case SGT -> raiseSigned(span, other.smin, 1);
      case SGE -> raiseSigned(span, other.smin, 0);
      case SLT -> lowerSigned(span, other.smax, 1);
      case SLE -> lowerSigned(span, other.smax, 0);
      case SET -> commonBit(bounds, span, right);
      case CLEAR -> {
        long zero = right.tnum().truncate(size).value();
        bounds.intersect(new Tnum(0, ~zero));
      }
    }
    return bounds.normalize(left);
  }

  private static void equalTo(
      Bounds bounds, Span span, Span other, ScalarRange right, Extent width, int bits) {
    span.clip(other);
    if (width == Extent.DOUBLE_WORD) {
      bounds.low.clip(right.span(bits / 2, bits));
      bounds.intersect(right.tnum());
    } else {
      Tnum low = right.tnum().truncate(span.bits);
      bounds.intersect(new Tnum(low.value(), low.mask() | ~Bits.mask(span.bits)));
    }
  }

  /// A number that is ruled out moves a bound if it is one.
  private static void differentFrom(Span span, Span other) {
    if (other.umin != other.umax) {
      return;
    }
    if (span.umin == span.umax && span.umin == other.umin) {
      span.clear();
      return;
    }
    if (span.umin == other.umin) {
      span.umin++;
    } else if (span.umax == other.umin) {
      span.umax--;
    }
    if (span.smin == other.smin) {
      span.smin++;
    } else if (span.smax == other.smin) {
      span.smax--;
    }
  }

  private static void raise(Span span, long bound, int step) {
    if (step > 0 && bound == Bits.mask(span.bits)) {
      span.clear();
    } else {
      span.umin = Bits.greater(span.umin, bound + step);
    }
  }

  private static void lower(Span span, long bound, int step) {
    if (step > 0 && bound == 0) {
      span.clear();
    } else {
      span.umax = Bits.lesser(span.umax, bound - step);
    }
  }

  private static void raiseSigned(Span span, long bound, int step) {
    if (step > 0 && bound == Bits.greatest(span.bits)) {
      span.clear();
    } else {
      span.smin = Math.max(span.smin, bound + step);
    }
  }

  private static void lowerSigned(Span span, long bound, int step) {
    if (step > 0 && bound == Bits.least(span.bits)) {
      span.clear();
    } else {
      span.smax = Math.min(span.smax, bound - step);
    }
  }

  private static void commonBit(Bounds bounds, Span span, ScalarRange right) {
    long limit = Bits.mask(span.bits);
    long possible = (bounds.value | bounds.mask) & right.tnum().max() & limit;
    if (possible == 0) {
      span.clear();
    } else if (Long.bitCount(possible) == 1) {
      bounds.intersect(new Tnum(possible, ~possible));
    } else {
      // Its lowest possible common bit, at least, is a lower bound.
      span.umin = Bits.greater(span.umin, Long.lowestOneBit(possible));
    }
  }
}
