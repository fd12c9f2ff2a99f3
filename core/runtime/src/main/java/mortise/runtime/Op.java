package mortise.runtime;

import mortise.object.AluOperation;
import mortise.object.JumpCondition;

/// The interpreter's own operation codes: dense, one for each combination of operation, width and
/// kind of operand, so that the loop needs one switch.
final class Op {
  // Added to the codes of arithmetic and jumps.
  static final int K64 = 0;
  static final int X64 = 1;
  static final int K32 = 2;
  static final int X32 = 3;

  // Arithmetic, four codes each.
  static final int ADD = 0;
  static final int SUB = 4;
  static final int MUL = 8;
  static final int DIV = 12;
  static final int SDIV = 16;
  static final int OR = 20;
  static final int AND = 24;
  static final int LSH = 28;
  static final int RSH = 32;
  static final int MOD = 36;
  static final int SMOD = 40;
  static final int XOR = 44;
  static final int ARSH = 48;

  // Conditional jumps, four codes each.
  static final int JEQ = 52;
  static final int JNE = 56;
  static final int JGT = 60;
  static final int JGE = 64;
  static final int JLT = 68;
  static final int JLE = 72;
  static final int JSET = 76;
  static final int JSGT = 80;
  static final int JSGE = 84;
  static final int JSLT = 88;
  static final int JSLE = 92;

  static final int NEG64 = 96;
  static final int NEG32 = 97;

  /// Moves of constants, sign-extended and zero-extended.
  static final int CONST64 = 98;

  static final int MOV64 = 99;
  static final int MOV32 = 100;
  static final int MOVSX64_8 = 101;
  static final int MOVSX64_16 = 102;
  static final int MOVSX64_32 = 103;
  static final int MOVSX32_8 = 104;
  static final int MOVSX32_16 = 105;
  static final int SWAP16 = 106;
  static final int SWAP32 = 107;
  static final int SWAP64 = 108;
  static final int LD1 = 109;
  static final int LD2 = 110;
  static final int LD4 = 111;
  static final int LD8 = 112;
  static final int LDS1 = 113;
  static final int LDS2 = 114;
  static final int LDS4 = 115;
  static final int ST1 = 116;
  static final int ST2 = 117;
  static final int ST4 = 118;
  static final int ST8 = 119;
  static final int STK1 = 120;
  static final int STK2 = 121;
  static final int STK4 = 122;
  static final int STK8 = 123;
  static final int ATOMIC = 124;
  static final int JA = 125;

  /// A jump whose distance needs more than 16 bits: the immediate is the target.
  static final int JA_LONG = 126;

  static final int MAY_GOTO = 127;
  static final int CALL = 128;
  static final int CALL_SUBPROGRAM = 129;
  static final int EXIT = 130;
  static final int LOAD_IMMEDIATE = 131;
  static final int PACKET = 132;

  /// What cannot be executed; the immediate is the number of the message.
  static final int FAULT = 133;

  /// Stands before an operation that somebody wants to know of.
  static final int TRAP = 134;

  static final int CONST32 = 135;

  /// A load that gives 0 where there is nothing; the immediate is the size in bytes, negative where
  /// the sign is extended.
  static final int PROBE = 136;

  private Op() {}

  /// The first of the four codes of an operation.
  static int of(AluOperation operation) {
    return switch (operation) {
      case ADD -> ADD;
      case SUBTRACT -> SUB;
      case MULTIPLY -> MUL;
      case DIVIDE -> DIV;
      case SIGNED_DIVIDE -> SDIV;
      case OR -> OR;
      case AND -> AND;
      case SHIFT_LEFT -> LSH;
      case SHIFT_RIGHT -> RSH;
      case MODULO -> MOD;
      case SIGNED_MODULO -> SMOD;
      case XOR -> XOR;
      case ARITHMETIC_SHIFT_RIGHT -> ARSH;
    };
  }

  /// The first of the four codes of a conditional jump.
  static int of(JumpCondition condition) {
    return switch (condition) {
      case EQUAL -> JEQ;
      case NOT_EQUAL -> JNE;
      case GREATER -> JGT;
      case GREATER_OR_EQUAL -> JGE;
      case LESS -> JLT;
      case LESS_OR_EQUAL -> JLE;
      case TEST -> JSET;
      case SIGNED_GREATER -> JSGT;
      case SIGNED_GREATER_OR_EQUAL -> JSGE;
      case SIGNED_LESS -> JSLT;
      case SIGNED_LESS_OR_EQUAL -> JSLE;
    };
  }
}
