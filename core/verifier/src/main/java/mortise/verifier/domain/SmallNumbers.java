package mortise.verifier.domain;

import org.jspecify.annotations.Nullable;

/// The short way for the most frequent case: numbers that are not negative even as a half register.
/// There all four pairs of bounds are one, and both widths compute the same.
final class SmallNumbers {
  private SmallNumbers() {}

  /// The result of an instruction if operands and result are small, otherwise null.
  static @Nullable ScalarRange apply(
      AluOperation operation, ScalarRange left, ScalarRange right, int bits) {
    long limit = Bits.greatest(bits / 2);
    boolean leftFits = Bits.atMost(left.umax(), limit);
    boolean rightFits = Bits.atMost(right.umax(), limit);
    if (operation == AluOperation.AND && (leftFits || rightFits)) {
      // One is small, so that only the lower half of the other matters.
      Tnum tnum = left.tnum().and(right.tnum());
      return normalize(tnum, tnum.value(), Math.min(left.umax32(), right.umax32()));
    }
    if (!leftFits || !rightFits) {
      return null;
    }
    return switch (operation) {
      case ADD -> {
        long max = left.umax() + right.umax();
        yield max > limit
            ? null
            : normalize(left.tnum().add(right.tnum()), left.umin() + right.umin(), max);
      }
      case SUB -> {
        long min = left.umin() - right.umax();
        yield min < 0
            ? null
            : normalize(left.tnum().sub(right.tnum()), min, left.umax() - right.umin());
      }
      case MUL -> {
        long max = left.umax() * right.umax();
        yield max > limit
            ? null
            : normalize(left.tnum().mul(right.tnum()), left.umin() * right.umin(), max);
      }
      case OR -> {
        Tnum tnum = left.tnum().or(right.tnum());
        yield normalize(tnum, Math.max(left.umin(), right.umin()), tnum.max());
      }
      case LSH -> {
        if (!right.isConstant() || right.umin() >= bits / 2) {
          yield null;
        }
        int amount = (int) right.umin();
        long max = left.umax() << amount;
        yield max > limit ? null : normalize(left.tnum().lsh(amount), left.umin() << amount, max);
      }
      case RSH, ARSH -> {
        if (!right.isConstant() || right.umin() >= bits / 2) {
          yield null;
        }
        int amount = (int) right.umin();
        yield normalize(left.tnum().rsh(amount), left.umin() >> amount, left.umax() >> amount);
      }
      case AND, XOR, DIV, SDIV, MOD, SMOD -> null;
    };
  }

  /// The left operand after a comparison of two small ones, otherwise null.
  static @Nullable ScalarRange refineLeft(
      Comparison condition, ScalarRange left, ScalarRange right, int bits) {
    long limit = Bits.greatest(bits / 2);
    if (!Bits.atMost(left.umax(), limit) || !Bits.atMost(right.umax(), limit)) {
      return null;
    }
    long min = left.umin();
    long max = left.umax();
    switch (condition) {
      case GT, SGT -> min = Math.max(min, right.umin() + 1);
      case GE, SGE -> min = Math.max(min, right.umin());
      case LT, SLT -> max = Math.min(max, right.umax() - 1);
      case LE, SLE -> max = Math.min(max, right.umax());
      case NE -> {
        if (right.isConstant()) {
          long excluded = right.umin();
          min += excluded == min ? 1 : 0;
          max -= excluded == max ? 1 : 0;
        }
      }
      case EQ, SET, CLEAR -> {
        return null;
      }
    }
    if (min == left.umin() && max == left.umax()) {
      return left;
    }
    return min > max ? ScalarRange.EMPTY : normalize(left.tnum(), min, max);
  }

  /// The members of `tnum` from `min` to `max`, all of them small.
  static ScalarRange normalize(Tnum tnum, long min, long max) {
    long value = tnum.value();
    long mask = tnum.mask();
    while (true) {
      long up = Tnum.ceiling(value, mask, min);
      long down = Tnum.floor(value, mask, max);
      // Past the last member, the ceiling falls below the bound and the floor rises above it.
      if (up < min || Bits.below(max, down) || up > down) {
        return ScalarRange.EMPTY;
      }
      min = up;
      max = down;
      long unknown = Bits.fillBelow(min ^ max);
      long known = ~unknown & mask;
      if (known == 0) {
        return ScalarRange.ofSmall(value, mask, min, max);
      }
      // Bits above the first difference of the bounds are those of both, which are members.
      value |= min & known;
      mask &= unknown;
    }
  }
}
