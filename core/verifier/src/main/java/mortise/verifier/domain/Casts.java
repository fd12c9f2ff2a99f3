package mortise.verifier.domain;

/// Instructions that take a part of a register and extend or reorder it.
final class Casts {
  private Casts() {}

  static ScalarRange zeroExtend(ScalarRange source, int from, int bits) {
    if (source.isEmpty() || from == bits || Bits.atMost(source.umax(), Bits.mask(from))) {
      return source;
    }
    Span part = lowest(source, from, bits);
    Span full = new Span(bits);
    full.clip(part.umin, part.umax);
    Span low = from == bits / 2 ? part : new Span(bits / 2);
    return new Bounds(source.tnum().truncate(from), full, low).normalize();
  }

  static ScalarRange signExtend(ScalarRange source, int from, Extent width, int bits) {
    int to = width == Extent.WORD ? bits / 2 : bits;
    if (source.isEmpty() || from >= to) {
      return zeroExtend(source, to, bits);
    }
    Span part = lowest(source, from, bits);
    if (width == Extent.DOUBLE_WORD && source.smin() == part.smin && source.smax() == part.smax) {
      return source;
    }
    Span full = new Span(bits);
    Span low = new Span(bits / 2);
    (width == Extent.WORD ? low : full).clip(part.smin, part.smax);
    return new Bounds(source.tnum().signExtend(from, to), full, low).normalize();
  }

  /// Reverses the bytes of the lower `from` bits; a byte is an eighth of the register.
  static ScalarRange swapBytes(ScalarRange source, int from, int bits) {
    if (source.isEmpty()) {
      return source;
    }
    Tnum tnum = source.tnum();
    long value = swapBytes(tnum.value(), from, bits / 8);
    long mask = swapBytes(tnum.mask(), from, bits / 8);
    return ScalarRange.fromTnum(new Tnum(value, mask), bits);
  }

  static long swapBytes(long number, int from, int byteBits) {
    if (byteBits == 8) {
      return Long.reverseBytes(number) >>> (64 - from);
    }
    long result = 0;
    for (int bit = 0; bit < from; bit += byteBits) {
      long part = (number >>> bit) & Bits.mask(byteBits);
      result |= part << (from - byteBits - bit);
    }
    return result;
  }

  /// Bounds of the lowest `from` bits.
  private static Span lowest(ScalarRange source, int from, int bits) {
    if (from == bits / 2) {
      return source.span(from, bits);
    }
    Span part = new Span(from);
    Tnum tnum = source.tnum().truncate(from);
    long limit = Bits.mask(from);
    if (Bits.atMost(source.umax() - source.umin(), limit)) {
      part.clip(source.umin(), source.umax());
    }
    if (Bits.atMost(source.smax() - source.smin(), limit)) {
      part.clip(source.smin(), source.smax());
    }
    if (source.umax32() - source.umin32() <= limit) {
      part.clip(source.umin32(), source.umax32());
    }
    if (source.smax32() - source.smin32() <= limit) {
      part.clip(source.smin32(), source.smax32());
    }
    part.clipToBits(tnum.value(), tnum.mask());
    part.reconcile();
    return part;
  }
}
