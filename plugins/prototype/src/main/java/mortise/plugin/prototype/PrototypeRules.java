package mortise.plugin.prototype;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What these helpers ask beside what their parameters say.
final class PrototypeRules {
  static final Rule FORMAT =
      Rule.id("call.format")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass 8 bytes for each conversion of the format, and only conversions it has")
          .documentation(
              """
              A conversion takes 8 bytes of the data. Those that there are: `%d`, `%i`, `%u`, \
              `%x`, `%X`, with `l` and `ll` too, `%c`, `%s`, `%p`, `%pK`, `%px`, `%pB`, `%ps`, \
              `%pS`, `%pks`, `%pus`, and `%pi4`, `%pI4`, `%pi6`, `%pI6` for addresses; none may \
              be left without data.
              """)
          .source("linux: `check_bpf_snprintf_call`, `bpf_bprintf_prepare` (6.18)")
          .message("Invalid format string");

  static final Rule NO_FLAGS =
      Rule.id("call.no-flags")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass 0")
          .documentation("The function has flags for times to come, and none yet.")
          .source("linux: `check_helper_call` (6.18)")
          .message("get_local_storage() doesn't support non-zero flags");

  static final Rule NOT_IN_PROBE =
      Rule.id("call.not-in-probe")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("call it from an iterator, or from a program attached to another function")
          .documentation(
              """
              Paths are followed under locks. Where the kernel may already hold them, the function \
              is not to be called: only iterators, and programs attached to a few functions, can.
              """)
          .source("linux: `bpf_d_path_allowed` (6.18)")
          .message("helper call is not allowed in probe");

  static final Rule TRAP =
      Rule.id("call.trap")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("give every variable a value before it is read")
          .documentation(
              "Compilers put this call where they find that a program reads what was never set.")
          .source("linux: `check_kfunc_call` (6.18)")
          .message("unexpected __bpf_trap() due to uninitialized variable?");

  static final Rule NEEDS_DEVICE =
      Rule.id("call.needs-device")
          .category(Category.POLICY)
          .suggestion("load the program for one device")
          .documentation("What a device knows of a packet, programs can ask that are bound to it.")
          .source("linux: `bpf_dev_bound_kfunc_check` (6.18)")
          .message("metadata kfuncs require device-bound program");

  private PrototypeRules() {}
}
