package mortise.plugin.drafts.linux;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with preemption and interrupts.
final class LinuxInterruptRules {
  static final Rule UNMATCHED_ENABLE =
      Rule.id("interrupt.unmatched-enable")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("disable it first")
          .documentation("Preemption is enabled as often as it was disabled.")
          .source("linux 6.18: check_kfunc_call; semantics 7.6")
          .message("unmatched attempt to enable preemption (kernel function {function})");

  static final Rule PREEMPTION_HELD =
      Rule.id("interrupt.preemption-held")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("enable preemption first")
          .documentation("Preemption is enabled again on every path.")
          .source("linux 6.18: check_resource_leak; semantics 7.6")
          .message("{boundary} cannot be used inside bpf_preempt_disable-ed region");

  static final Rule IRQ_HELD =
      Rule.id("interrupt.irq-held")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("restore the flags first")
          .documentation("Interrupts are enabled again on every path.")
          .source("linux 6.18: check_resource_leak; semantics 11.5")
          .message("{boundary} cannot be used inside bpf_local_irq_save-ed region");

  static final Rule NOT_ON_STACK =
      Rule.id("interrupt.not-on-stack")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of a local variable")
          .documentation("Saved flags live on the stack.")
          .source("linux 6.18: process_irq_flag; semantics 11.5")
          .message("{arg} doesn't point to an irq flag on stack");

  static final Rule IN_USE =
      Rule.id("interrupt.in-use")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("use another variable")
          .documentation("Saved flags must not be overwritten.")
          .source("linux 6.18: process_irq_flag; semantics 11.5")
          .message("expected uninitialized irq flag as {arg}");

  static final Rule NOT_SAVED =
      Rule.id("interrupt.not-saved")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("save first")
          .documentation("Only saved flags can be restored.")
          .source("linux 6.18: process_irq_flag; semantics 11.5")
          .message("expected an initialized irq flag as {arg}");

  static final Rule OUT_OF_ORDER =
      Rule.id("interrupt.out-of-order")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("restore what was saved last first")
          .documentation("Saved flags nest.")
          .source("linux 6.18: release_irq_state; semantics 11.5")
          .message(
              "cannot restore irq state out of order, expected id={expected.id} "
                  + "acquired at insn_idx={expected.instruction}");

  static final Rule OTHER_CLASS =
      Rule.id("interrupt.other-class")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("restore with the functions that saved")
          .documentation("Flags that a lock saved are restored by its unlock.")
          .source("linux 6.18: unmark_stack_slot_irq_flag; semantics 11.5")
          .message("irq flag acquired by {value} kfuncs cannot be restored with {function} kfuncs");

  private LinuxInterruptRules() {}
}
