package mortise.verifier.explore;

import mortise.object.Instruction;
import mortise.object.JumpCondition;
import mortise.object.Width;
import mortise.verifier.domain.AluOperation;
import mortise.verifier.domain.Comparison;
import mortise.verifier.domain.Extent;

/// The instructions' operations as the scalar domain calls them.
final class Operations {
  private Operations() {}

  static AluOperation of(Instruction.Alu alu) {
    return switch (alu.operation()) {
      case ADD -> AluOperation.ADD;
      case SUBTRACT -> AluOperation.SUB;
      case MULTIPLY -> AluOperation.MUL;
      case DIVIDE -> AluOperation.DIV;
      case SIGNED_DIVIDE -> AluOperation.SDIV;
      case OR -> AluOperation.OR;
      case AND -> AluOperation.AND;
      case SHIFT_LEFT -> AluOperation.LSH;
      case SHIFT_RIGHT -> AluOperation.RSH;
      case MODULO -> AluOperation.MOD;
      case SIGNED_MODULO -> AluOperation.SMOD;
      case XOR -> AluOperation.XOR;
      case ARITHMETIC_SHIFT_RIGHT -> AluOperation.ARSH;
    };
  }

  static Comparison of(JumpCondition condition) {
    return switch (condition) {
      case EQUAL -> Comparison.EQ;
      case NOT_EQUAL -> Comparison.NE;
      case GREATER -> Comparison.GT;
      case GREATER_OR_EQUAL -> Comparison.GE;
      case LESS -> Comparison.LT;
      case LESS_OR_EQUAL -> Comparison.LE;
      case TEST -> Comparison.SET;
      case SIGNED_GREATER -> Comparison.SGT;
      case SIGNED_GREATER_OR_EQUAL -> Comparison.SGE;
      case SIGNED_LESS -> Comparison.SLT;
      case SIGNED_LESS_OR_EQUAL -> Comparison.SLE;
    };
  }

  static Extent of(Width width) {
    return width == Width.W64 ? Extent.DOUBLE_WORD : Extent.WORD;
  }
}
