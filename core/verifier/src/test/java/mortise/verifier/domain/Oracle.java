package mortise.verifier.domain;

import java.math.BigInteger;

/// What instructions do to plain numbers, written from the BPF instruction set (RFC 9669) in
/// unbounded integers, so that it shares nothing with the code it judges.
final class Oracle {
  private Oracle() {}

  /// The register after an instruction on `operandBits` bits of registers of `bits` bits.
  static long alu(AluOperation operation, long left, long right, int operandBits) {
    BigInteger a = unsigned(left, operandBits);
    BigInteger b = unsigned(right, operandBits);
    BigInteger sa = signed(left, operandBits);
    BigInteger sb = signed(right, operandBits);
    int amount = b.mod(BigInteger.valueOf(operandBits)).intValueExact();
    boolean zero = b.signum() == 0;
    BigInteger result =
        switch (operation) {
          case ADD -> a.add(b);
          case SUB -> a.subtract(b);
          case MUL -> a.multiply(b);
          case DIV -> zero ? BigInteger.ZERO : a.divide(b);
          case MOD -> zero ? a : a.mod(b);
          case SDIV -> zero ? BigInteger.ZERO : sa.divide(sb);
          case SMOD -> zero ? a : sa.remainder(sb);
          case OR -> a.or(b);
          case AND -> a.and(b);
          case XOR -> a.xor(b);
          case LSH -> a.shiftLeft(amount);
          case RSH -> a.shiftRight(amount);
          case ARSH -> sa.shiftRight(amount);
        };
    return unsigned(result, operandBits).longValue();
  }

  static boolean holds(Comparison comparison, long left, long right, int operandBits) {
    BigInteger a = unsigned(left, operandBits);
    BigInteger b = unsigned(right, operandBits);
    int unsigned = a.compareTo(b);
    int signed = signed(left, operandBits).compareTo(signed(right, operandBits));
    return switch (comparison) {
      case EQ -> unsigned == 0;
      case NE -> unsigned != 0;
      case GT -> unsigned > 0;
      case GE -> unsigned >= 0;
      case LT -> unsigned < 0;
      case LE -> unsigned <= 0;
      case SGT -> signed > 0;
      case SGE -> signed >= 0;
      case SLT -> signed < 0;
      case SLE -> signed <= 0;
      case SET -> a.and(b).signum() != 0;
      case CLEAR -> a.and(b).signum() == 0;
    };
  }

  static long signExtend(long number, int from, int to) {
    return unsigned(signed(number, from), to).longValue();
  }

  /// The lower `from` bits with their bytes (of `byteBits` bits) in reverse.
  static long swapBytes(long number, int from, int byteBits) {
    BigInteger result = BigInteger.ZERO;
    for (int part = 0; part < from / byteBits; part++) {
      BigInteger piece = unsigned(unsigned(number, 64).shiftRight(part * byteBits), byteBits);
      result = result.shiftLeft(byteBits).or(piece);
    }
    return result.longValue();
  }

  static BigInteger unsigned(long number, int bits) {
    return unsigned(BigInteger.valueOf(number), bits);
  }

  private static BigInteger unsigned(BigInteger number, int bits) {
    return number.mod(BigInteger.TWO.pow(bits));
  }

  static BigInteger signed(long number, int bits) {
    BigInteger unsigned = unsigned(number, bits);
    return unsigned.testBit(bits - 1) ? unsigned.subtract(BigInteger.TWO.pow(bits)) : unsigned;
  }
}
