package mortise.verifier.domain;

/// The two-operand arithmetic instructions. Shift amounts are taken modulo the operand width;
/// dividing by zero gives 0, the remainder of a division by zero is the (32-bit: zero-extended)
/// dividend, and the signed division of the least value by -1 gives that value with remainder 0.
public enum AluOperation {
  /// Sum, modulo the width.
  ADD,
  /// Difference, modulo the width.
  SUB,
  /// Product, modulo the width.
  MUL,
  /// Unsigned quotient.
  DIV,
  /// Signed quotient, rounded towards zero.
  SDIV,
  /// Unsigned remainder.
  MOD,
  /// Signed remainder, with the sign of the dividend.
  SMOD,
  /// Bitwise or.
  OR,
  /// Bitwise and.
  AND,
  /// Bitwise exclusive or.
  XOR,
  /// Shift left.
  LSH,
  /// Shift right, zeros enter.
  RSH,
  /// Shift right, copies of the sign enter.
  ARSH;

  /// Computes the operation on plain numbers of `bits` bits (zero-extended in a long on the way in
  /// and out).
  long evaluate(long left, long right, int bits) {
    long result =
        switch (this) {
          case ADD -> left + right;
          case SUB -> left - right;
          case MUL -> left * right;
          case DIV -> right == 0 ? 0 : Long.divideUnsigned(left, right);
          case MOD -> right == 0 ? left : Long.remainderUnsigned(left, right);
          case SDIV -> right == 0 ? 0 : Bits.signed(left, bits) / Bits.signed(right, bits);
          case SMOD -> right == 0 ? left : Bits.signed(left, bits) % Bits.signed(right, bits);
          case OR -> left | right;
          case AND -> left & right;
          case XOR -> left ^ right;
          case LSH -> left << (right & (bits - 1));
          case RSH -> left >>> (right & (bits - 1));
          case ARSH -> Bits.signed(left, bits) >> (right & (bits - 1));
        };
    return result & Bits.mask(bits);
  }
}
