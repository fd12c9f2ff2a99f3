package mortise.plugin.task;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with the kernel's objects, beside what their types forbid.
final class KernelRules {
  static final Rule TASKS_OF_STATE =
      Rule.id("iterator.tasks-of-state")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("iterate in a sleepable program, or in one that is an iterator itself")
          .documentation(
              "The iteration takes a lock that may be held already where a program interrupts the"
                  + " kernel.")
          .source("linux: `check_css_task_iter_allowlist` (6.18)")
          .message("css_task_iter is only allowed in bpf_lsm, bpf_iter and sleepable progs");

  static final Rule CAST_TYPE =
      Rule.id("host.cast-to-no-struct")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass bpf_core_type_id_kernel(struct T), or 0")
          .documentation(
              "What the number names is what lies where the pointer leads, as far as the verifier"
                  + " believes: one of the kernel's structs, or bytes.")
          .source("linux: `check_special_kfunc` (6.18)")
          .message("{why}");

  private KernelRules() {}
}
