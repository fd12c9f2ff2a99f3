package mortise.verifier.domain;

/// The results of two-operand instructions on sets of values.
///
/// Source: linux `adjust_scalar_min_max_vals` (6.18), made sharper: sums, differences and shifts
/// that wrap around as a whole stay precise, divisions and shifts by ranges are bounded.
final class Arithmetic {
  private Arithmetic() {}

  static ScalarRange apply(
      AluOperation operation, ScalarRange left, ScalarRange right, Extent width, int bits) {
    if (left.isEmpty() || right.isEmpty()) {
      return ScalarRange.EMPTY;
    }
    int size = width == Extent.WORD ? bits / 2 : bits;
    if (left.isConstant() && right.isConstant()) {
      long keep = Bits.mask(size);
      long number = operation.evaluate(left.umin() & keep, right.umin() & keep, size);
      return ScalarRange.constant(number, bits);
    }
    ScalarRange small = SmallNumbers.apply(operation, left, right, bits);
    if (small != null) {
      return small;
    }
    Tnum a = left.tnum().truncate(size);
    Tnum b = right.tnum().truncate(size);
    if (a.isConstant() && b.isConstant()) {
      return ScalarRange.constant(operation.evaluate(a.value(), b.value(), size), bits);
    }
    Operands operands = new Operands(a, b, left.span(size, bits), right.span(size, bits));
    Span result = new Span(size);
    Tnum tnum = Transfer.apply(operation, operands, result);
    if (size < bits) {
      Span full = new Span(bits);
      full.clip(result.umin, result.umax);
      return new Bounds(tnum, full, result).normalize();
    }
    int half = bits / 2;
    Span low = new Span(half);
    if (Transfer.followsLowHalves(operation, b, half)) {
      operands =
          new Operands(
              a.truncate(half), b.truncate(half), left.span(half, bits), right.span(half, bits));
      Transfer.bounds(operation, operands, low);
    }
    return new Bounds(tnum, result, low).normalize();
  }
}
