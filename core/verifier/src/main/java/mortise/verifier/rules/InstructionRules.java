package mortise.verifier.rules;

import java.util.List;
import mortise.object.Instruction.Reason;
import mortise.spi.Category;
import mortise.spi.Rule;

/// Bytes that are no instruction.
public final class InstructionRules {
  public static final Rule UNKNOWN_OPCODE =
      Rule.id("instruction.unknown-opcode")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("compile for an instruction set that this kernel knows")
          .documentation(
              "The first byte of an instruction says what it does; this one is not used.")
          .source("linux: `resolve_pseudo_ldimm64`, `do_check` (6.18)")
          .message("{why}");

  public static final Rule INVALID_REGISTER =
      Rule.id("instruction.invalid-register")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("use R0 to R10")
          .documentation("There are eleven registers, and room for the numbers of sixteen.")
          .source("linux: `check_reg_arg` (6.18)")
          .message("{why}");

  public static final Rule RESERVED_FIELD =
      Rule.id("instruction.reserved-field")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("leave fields that an instruction does not use zero")
          .documentation("What is not used today may mean something tomorrow.")
          .source("linux: `do_check` (6.18)")
          .message("{why}");

  public static final Rule INVALID_WIDE_CONSTANT =
      Rule.id("instruction.invalid-wide-constant")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("write both halves of the instruction")
          .documentation("A 64-bit constant takes two slots, and says what kind of value it is.")
          .source("linux: `resolve_pseudo_ldimm64` (6.18)")
          .message("{why}");

  public static final Rule INVALID_ATOMIC =
      Rule.id("instruction.invalid-atomic")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("use an atomic operation that this kernel knows")
          .documentation("Which operation it is stands in the immediate.")
          .source("linux: `check_atomic` (6.18)")
          .message("{why}");

  public static final Rule INVALID_ATOMIC_SIZE =
      Rule.id("instruction.invalid-atomic-size")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("use atomics of 4 or 8 bytes")
          .documentation("Processors have read-modify-write operations for these sizes only.")
          .source("linux: `check_atomic_rmw` (6.18)")
          .message("{why}");

  public static final Rule NOT_AVAILABLE =
      Rule.id("instruction.not-available")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("do without it")
          .documentation("The instruction exists, but not in a program like this one.")
          .source("linux: `do_check` (6.18)")
          .message("{why}");

  /// All of them.
  public static final List<Rule> ALL =
      List.of(
          UNKNOWN_OPCODE,
          INVALID_REGISTER,
          RESERVED_FIELD,
          INVALID_WIDE_CONSTANT,
          INVALID_ATOMIC,
          INVALID_ATOMIC_SIZE,
          NOT_AVAILABLE);

  private InstructionRules() {}

  /// The rule that an encoding breaks.
  public static Rule of(Reason reason) {
    return switch (reason) {
      case OPCODE -> UNKNOWN_OPCODE;
      case REGISTER -> INVALID_REGISTER;
      case ALU_FIELDS,
          NEGATE_FIELDS,
          SWAP_FIELDS,
          MOVE_FIELDS,
          LOAD_FIELDS,
          STORE_FIELDS,
          STORE_REGISTER_FIELDS,
          LEGACY_LOAD_FIELDS,
          LOAD_IMMEDIATE_FIELDS,
          JUMP_FIELDS,
          CONDITIONAL_JUMP_FIELDS,
          MAY_GOTO_FIELDS,
          CALL_FIELDS,
          EXIT_FIELDS ->
          RESERVED_FIELD;
      case ATOMIC -> INVALID_ATOMIC;
      case ATOMIC_SIZE -> INVALID_ATOMIC_SIZE;
      case LOAD_IMMEDIATE_HALVES, LOAD_IMMEDIATE_KIND -> INVALID_WIDE_CONSTANT;
      case CAST_SPACES, LOAD_IMMEDIATE_MAP -> NOT_AVAILABLE;
    };
  }
}
