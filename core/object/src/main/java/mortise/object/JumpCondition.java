package mortise.object;

/// The comparison of a conditional jump, destination register on the left.
public enum JumpCondition {
  EQUAL("=="),
  NOT_EQUAL("!="),
  GREATER(">"),
  GREATER_OR_EQUAL(">="),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  /// Some bit of the operand is set.
  TEST("&"),
  SIGNED_GREATER("s>"),
  SIGNED_GREATER_OR_EQUAL("s>="),
  SIGNED_LESS("s<"),
  SIGNED_LESS_OR_EQUAL("s<=");

  private final String symbol;

  JumpCondition(String symbol) {
    this.symbol = symbol;
  }

  /// The assembler's operator, such as `s>=`.
  public String symbol() {
    return symbol;
  }
}
