package mortise.verifier.rules;

import java.util.List;
import mortise.spi.Category;
import mortise.spi.Rule;

/// Computing with pointers.
public final class PointerRules {
  public static final Rule NULLABLE_ARITHMETIC =
      Rule.id("pointer.arithmetic-on-nullable")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("compare with NULL before adding")
          .documentation("Moving a pointer that may be null would hide that it was null.")
          .source("linux: `adjust_ptr_min_max_vals` (6.18)")
          .message("{register} pointer arithmetic on {type} prohibited, null-check it first");

  public static final Rule ARITHMETIC =
      Rule.id("pointer.arithmetic-prohibited")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("use this pointer as it is")
          .documentation("Some pointers are handles: nothing lies beside what they name.")
          .source("linux: `adjust_ptr_min_max_vals` (6.18)")
          .message("{register} pointer arithmetic on {type} prohibited");

  public static final Rule ARITHMETIC_32 =
      Rule.id("pointer.arithmetic-32-bit")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("compute addresses in 64 bits")
          .documentation("32-bit arithmetic would cut the address.")
          .source("linux: `adjust_ptr_min_max_vals` (6.18)")
          .message("{register} 32-bit pointer arithmetic prohibited");

  public static final Rule FROM_SCALAR =
      Rule.id("pointer.subtracted-from-scalar")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("swap the operands")
          .documentation("A number less an address is nothing useful.")
          .source("linux: `adjust_ptr_min_max_vals` (6.18)")
          .message("{register} tried to subtract pointer from scalar");

  public static final Rule STACK_SUBTRACTION =
      Rule.id("pointer.stack-subtraction")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("add a negative constant instead")
          .documentation("Stack pointers move by adding.")
          .source("linux: `adjust_ptr_min_max_vals` (6.18)")
          .message("{register} subtraction from stack pointer prohibited");

  public static final Rule PLUS_POINTER =
      Rule.id("pointer.plus-pointer")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("add a number to a pointer")
          .documentation("Two addresses combined are no address.")
          .source("linux: `adjust_reg_min_max_vals` (6.18)")
          .message("{register} pointer {operator} pointer prohibited");

  public static final Rule BITWISE =
      Rule.id("pointer.bitwise")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("do bit operations on numbers only")
          .documentation("The bits of an address are not the program's business.")
          .source("linux: `adjust_ptr_min_max_vals` (6.18)")
          .message("{register} bitwise operator {operator} on pointer prohibited");

  public static final Rule OPERATOR =
      Rule.id("pointer.operator")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("only + and - move a pointer")
          .documentation("Only sums and differences of addresses mean something.")
          .source("linux: `adjust_ptr_min_max_vals` (6.18)")
          .message("{register} pointer arithmetic with {operator} operator prohibited");

  public static final Rule CONSTANT_TOO_LARGE =
      Rule.id("pointer.constant-too-large")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("keep offsets below 2^29")
          .documentation("Offsets are limited so that sums of them cannot wrap.")
          .source("linux: `check_reg_sane_offset` (6.18)")
          .message("math between {type} pointer and {value} is not allowed");

  public static final Rule OFFSET_TOO_LARGE =
      Rule.id("pointer.offset-too-large")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("keep offsets below 2^29")
          .documentation("Offsets are limited so that sums of them cannot wrap.")
          .source("linux: `check_reg_sane_offset` (6.18)")
          .message("{type} pointer offset {value} is not allowed");

  public static final Rule UNBOUNDED_OFFSET =
      Rule.id("pointer.unbounded-offset")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("bound the number from both sides first")
          .documentation("An offset must be bounded before it is added.")
          .source("linux: `check_reg_sane_offset` (6.18)")
          .message(
              "math between {type} pointer and register with unbounded min value is not allowed");

  public static final Rule OUT_OF_BOUNDS =
      Rule.id("pointer.offset-out-of-bounds")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("bound the number from both sides first")
          .documentation("An offset must be bounded before it is added.")
          .source("linux: `check_reg_sane_offset` (6.18)")
          .message("value {value} makes {type} pointer be out of bounds");

  public static final Rule RETURNS_STACK =
      Rule.id("pointer.returns-stack")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("let the caller pass the memory")
          .documentation("The callee's stack is gone when it returns.")
          .source("linux: `prepare_func_exit` (6.18)")
          .message("cannot return stack pointer to the caller");

  public static final Rule MODIFIED =
      Rule.id("pointer.modified")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("use the pointer as it was given")
          .documentation("Such a pointer may be used only as it was given.")
          .source("linux: `__check_ptr_off_reg` (6.18)")
          .message("dereference of modified {type} ptr {register} off={offset} disallowed");

  public static final Rule NEGATIVE_OFFSET =
      Rule.id("pointer.negative-offset")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("use the pointer as it was given")
          .documentation("Nothing lies in front of it.")
          .source("linux: `__check_ptr_off_reg` (6.18)")
          .message("negative offset {type} ptr {register} off={offset} disallowed");

  public static final Rule VARIABLE_OFFSET =
      Rule.id("pointer.variable-offset")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("use a constant offset")
          .documentation("What lies there depends on the exact offset.")
          .source("linux: `__check_ptr_off_reg` (6.18)")
          .message("variable {type} access var_off={var_off} disallowed");

  public static final Rule POISONED =
      Rule.id("pointer.poisoned")
          .category(Category.REGISTER_TYPE_SAFETY)
          .suggestion("check the result of the call that decides before using it")
          .documentation(
              "What the pointer is depends on an answer that the program has not taken into account"
                  + " on this path.")
          .source("discussion section 8")
          .message("{why}");

  /// Somebody used a pointer that is poisoned; a `why` that speaks of the register is a sentence of
  /// its own.
  public static Rejection poisoned(String register, String why) {
    var sentence = why.startsWith("{register}") ? why : "{register} is poisoned: " + why;
    return Rejection.of(POISONED, "why", sentence.replace("{register}", register));
  }

  /// All of them.
  public static final List<Rule> ALL =
      List.of(
          NULLABLE_ARITHMETIC,
          ARITHMETIC,
          ARITHMETIC_32,
          FROM_SCALAR,
          STACK_SUBTRACTION,
          PLUS_POINTER,
          BITWISE,
          OPERATOR,
          CONSTANT_TOO_LARGE,
          OFFSET_TOO_LARGE,
          UNBOUNDED_OFFSET,
          OUT_OF_BOUNDS,
          RETURNS_STACK,
          MODIFIED,
          NEGATIVE_OFFSET,
          VARIABLE_OFFSET,
          POISONED);

  private PointerRules() {}
}
