package mortise.verifier.rules;

import java.util.List;
import mortise.spi.Category;
import mortise.spi.Rule;
import mortise.spi.StandardRules;

/// The shape of programs, and how they end.
public final class ProgramRules {
  public static final Rule UNREACHABLE =
      Rule.id("program.unreachable")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("remove code that no path reaches")
          .documentation("Code that cannot be reached cannot be verified.")
          .source("linux: `check_cfg` (6.18)")
          .message("unreachable insn {at}");

  public static final Rule JUMP_OUT_OF_RANGE =
      Rule.id("program.jump-out-of-range")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("jump within the function")
          .documentation("A jump must stay in its function.")
          .source("linux: `check_subprogs` (6.18)")
          .message("jump out of range from insn {at} to {target}");

  public static final Rule JUMP_INTO_LOAD =
      Rule.id("program.jump-into-instruction")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("jump to an instruction")
          .documentation("A 64-bit load takes two slots.")
          .source("linux: `check_cfg` (6.18)")
          .message("jump into the middle of ldimm64 insn {target}");

  public static final Rule NO_EXIT =
      Rule.id("program.falls-off-the-end")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("end every function with an exit")
          .documentation("A function must not run into the next.")
          .source("linux: `check_subprogs` (6.18)")
          .message("last insn is not an exit or jmp");

  public static final Rule INVALID_CALL_TARGET =
      Rule.id("program.call-target")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("call a function of the program")
          .documentation("A call must go to the start of a function.")
          .source("linux: `add_subprog` (6.18)")
          .message("call to invalid destination");

  public static final Rule INFINITE_LOOP =
      Rule.id("program.infinite-loop")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("let every round change what ends the loop")
          .documentation("A state that was seen before on the same path will be seen again.")
          .source("linux: `is_state_visited` (6.18)")
          .message("infinite loop detected at insn {at}");

  public static final Rule TOO_LARGE =
      Rule.id("program.too-large")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("make loops shorter, or bound them with an iterator")
          .documentation("There is more to explore than the limits allow.")
          .source("linux: `do_check` (6.18)")
          .message("{why}");

  public static final Rule RETURN_RANGE =
      Rule.id("program.return-range")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("return only values that are allowed here")
          .documentation("What a program returns decides what happens next.")
          .source("linux: `check_return_code` (6.18)")
          .message("{what} the register R0 has{bounds} should have been in [{lowest}, {highest}]");

  public static final Rule RETURN_NOT_SCALAR =
      Rule.id("program.return-not-scalar")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("return a number")
          .documentation("What a program returns decides what happens next.")
          .source("linux: `check_return_code` (6.18)")
          .message("At program exit the register R0 is not a known value ({type})");

  public static final Rule SUBPROGRAM_RETURN =
      Rule.id("program.subprogram-return")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("return a number from a global function")
          .documentation("The result of a global function is a number for its callers.")
          .source("linux: `check_return_code` (6.18)")
          .message("At subprogram exit the register R0 is not a scalar value ({type})");

  public static final Rule CALLBACK_RETURN =
      Rule.id("program.callback-return")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("return a number from a callback")
          .documentation("The caller looks at the number.")
          .source("linux: `prepare_func_exit` (6.18)")
          .message("R0 not a scalar value");

  public static final Rule CALLBACK_NOT_STATIC =
      Rule.id("program.callback-not-static")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("make the callback static")
          .documentation("A callback is verified where it is called.")
          .source("linux: `push_callback_call` (6.18)")
          .message("callback function not static");

  public static final Rule LAYOUT =
      Rule.id("layout.invalid")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("correct the type")
          .documentation("Special fields must stand where their family can find and guard them.")
          .source("linux: `btf_parse_fields` (6.18)")
          .message("{why}");

  public static final Rule OWNERSHIP = StandardRules.OWNERSHIP;

  /// All of them.
  public static final List<Rule> ALL =
      List.of(
          UNREACHABLE,
          JUMP_OUT_OF_RANGE,
          JUMP_INTO_LOAD,
          NO_EXIT,
          INVALID_CALL_TARGET,
          INFINITE_LOOP,
          TOO_LARGE,
          RETURN_RANGE,
          RETURN_NOT_SCALAR,
          SUBPROGRAM_RETURN,
          CALLBACK_RETURN,
          CALLBACK_NOT_STATIC,
          LAYOUT,
          OWNERSHIP);

  private ProgramRules() {}
}
