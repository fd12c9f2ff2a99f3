package mortise.verifier.domain;

/// Shifts at one width. The amount counts modulo the width.
final class Shifts {
  private Shifts() {}

  static Tnum apply(AluOperation operation, Operands operands, Span out) {
    int bits = out.bits;
    Tnum amounts = operands.right().truncate(Integer.numberOfTrailingZeros(bits));
    if (amounts.isConstant()) {
      return byConstant(operation, operands, (int) amounts.value(), out);
    }
    // Joins the results of each amount that is possible; there are at most 64.
    boolean inRange = Bits.below(operands.b().umax, bits);
    int first = inRange ? (int) operands.b().umin : 0;
    int last = inRange ? (int) operands.b().umax : bits - 1;
    Span all = null;
    Tnum tnum = operands.left();
    for (int amount = first; amount <= last; amount++) {
      if (!amounts.contains(amount)) {
        continue;
      }
      Span one = new Span(bits);
      Tnum shifted = byConstant(operation, operands, amount, one);
      one.clipToBits(shifted.value(), shifted.mask());
      one.reconcile();
      tnum = all == null ? shifted : tnum.union(shifted);
      all = all == null ? one : all.include(one);
    }
    if (all != null) {
      out.clip(all);
    }
    return tnum;
  }

  private static Tnum byConstant(AluOperation operation, Operands operands, int amount, Span out) {
    Span a = operands.a();
    int bits = out.bits;
    return switch (operation) {
      case LSH -> {
        left(a, amount, out);
        yield operands.left().lsh(amount).truncate(bits);
      }
      case RSH -> {
        out.clip(a.umin >>> amount, a.umax >>> amount);
        yield operands.left().rsh(amount);
      }
      case ARSH -> {
        out.clip(a.smin >> amount, a.smax >> amount);
        yield operands.left().arsh(amount, bits);
      }
      case ADD, SUB, MUL, DIV, SDIV, MOD, SMOD, OR, AND, XOR ->
          throw new IllegalArgumentException("not a shift: " + operation);
    };
  }

  static void left(Span a, int amount, Span out) {
    long room = Bits.mask(out.bits) >>> amount;
    if (Bits.atMost(a.umax - a.umin, room)) {
      out.clip(a.umin << amount, a.umax << amount);
    }
    if (Bits.atMost(a.smax - a.smin, room)) {
      out.clip(a.smin << amount, a.smax << amount);
    }
  }
}
