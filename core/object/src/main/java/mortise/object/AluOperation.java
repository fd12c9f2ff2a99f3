package mortise.object;

/// Arithmetic on a register and an operand.
///
/// Division by zero gives 0; the remainder of a division by zero is the dividend. Shift amounts are
/// taken modulo the width.
///
/// Source: ISA v4, "Arithmetic instructions".
public enum AluOperation {
  ADD("+="),
  SUBTRACT("-="),
  MULTIPLY("*="),
  DIVIDE("/="),
  SIGNED_DIVIDE("s/="),
  OR("|="),
  AND("&="),
  SHIFT_LEFT("<<="),
  SHIFT_RIGHT(">>="),
  MODULO("%="),
  SIGNED_MODULO("s%="),
  XOR("^="),
  ARITHMETIC_SHIFT_RIGHT("s>>=");

  private final String symbol;

  AluOperation(String symbol) {
    this.symbol = symbol;
  }

  /// The assembler's assignment operator, such as `+=`.
  public String symbol() {
    return symbol;
  }
}
