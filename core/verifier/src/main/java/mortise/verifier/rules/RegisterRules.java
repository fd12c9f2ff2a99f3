package mortise.verifier.rules;

import java.util.List;
import mortise.spi.Category;
import mortise.spi.Rule;

/// Reading and computing with registers.
public final class RegisterRules {
  public static final Rule UNINITIALISED =
      Rule.id("register.uninitialised")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("give it a value on every path; a call leaves R1 to R5 without one")
          .documentation(
              "A register may be read only after something was written to it on this path.")
          .source("linux: `check_reg_arg` (6.18)")
          .message("{register} !read_ok");

  public static final Rule FRAME_POINTER =
      Rule.id("register.frame-pointer-write")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("use another register")
          .documentation("R10 holds the frame pointer and cannot be changed.")
          .source("linux: `check_reg_arg` (6.18)")
          .message("frame pointer is read only");

  public static final Rule DIVISION_BY_ZERO =
      Rule.id("scalar.division-by-zero")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("divide by something other than the constant 0")
          .documentation("A division by the constant 0 is a mistake that can be seen.")
          .source("linux: `check_alu_op` (6.18)")
          .message("div by zero");

  public static final Rule INVALID_SHIFT =
      Rule.id("scalar.invalid-shift")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("shift by less than the width")
          .documentation("A shift by a constant must be by less than the width of the operand.")
          .source("linux: `check_alu_op` (6.18)")
          .message("invalid shift {amount}");

  /// All of them.
  public static final List<Rule> ALL =
      List.of(UNINITIALISED, FRAME_POINTER, DIVISION_BY_ZERO, INVALID_SHIFT);

  private RegisterRules() {}
}
