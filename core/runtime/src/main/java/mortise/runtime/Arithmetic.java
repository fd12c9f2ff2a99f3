package mortise.runtime;

/// Division as the instruction set has it: by zero it gives 0, and its remainder is the dividend;
/// what overflows wraps. The 32-bit forms look at the lower halves and zero-extend the result.
final class Arithmetic {
  private static final long LOW = 0xffff_ffffL;

  private Arithmetic() {}

  static long divide64(long dividend, long divisor) {
    return divisor == 0 ? 0 : Long.divideUnsigned(dividend, divisor);
  }

  static long divide32(long dividend, long divisor) {
    return (divisor & LOW) == 0 ? 0 : (dividend & LOW) / (divisor & LOW);
  }

  static long signedDivide64(long dividend, long divisor) {
    return divisor == 0 ? 0 : dividend / divisor;
  }

  static long signedDivide32(long dividend, long divisor) {
    return (int) divisor == 0 ? 0 : ((int) dividend / (int) divisor) & LOW;
  }

  static long modulo64(long dividend, long divisor) {
    return divisor == 0 ? dividend : Long.remainderUnsigned(dividend, divisor);
  }

  static long modulo32(long dividend, long divisor) {
    return (divisor & LOW) == 0 ? dividend & LOW : (dividend & LOW) % (divisor & LOW);
  }

  static long signedModulo64(long dividend, long divisor) {
    return divisor == 0 ? dividend : dividend % divisor;
  }

  static long signedModulo32(long dividend, long divisor) {
    return (int) divisor == 0 ? dividend & LOW : ((int) dividend % (int) divisor) & LOW;
  }
}
