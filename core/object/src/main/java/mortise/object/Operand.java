package mortise.object;

/// The right-hand side of an instruction.
public sealed interface Operand {

  /// Register `number`, 0 to 10.
  record Register(int number) implements Operand {
    @Override
    public String toString() {
      return "r" + number;
    }
  }

  /// A constant; 32-bit immediates are sign-extended.
  record Immediate(int value) implements Operand {
    @Override
    public String toString() {
      return Integer.toString(value);
    }
  }
}
