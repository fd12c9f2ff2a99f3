package mortise.plugin.interrupt.api;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What must not be done with interrupts and preemption.
public final class InterruptRules {
  public static final Rule UNMATCHED_ENABLE =
      Rule.id("interrupt.unmatched-enable")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("call bpf_preempt_disable first, on every path that leads here")
          .documentation(
              "Preemption is enabled as often as it was disabled. Once more would enable what"
                  + " somebody else, further out, has disabled.")
          .source("linux: `check_kfunc_call` (6.18)")
          .message("unmatched attempt to enable preemption (kernel function {function})");

  public static final Rule PREEMPTION_HELD =
      Rule.id("interrupt.preemption-held")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("call bpf_preempt_enable on every path, as often as it was disabled")
          .documentation("A CPU on which nothing else can run any more is lost.")
          .source("linux: `check_resource_leak` (6.18)")
          .message("{boundary} cannot be used inside bpf_preempt_disable-ed region");

  public static final Rule IRQ_HELD =
      Rule.id("interrupt.irq-held")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("restore the saved flags on every path before this instruction")
          .documentation("A CPU that never takes an interrupt again is lost.")
          .source("linux: `check_resource_leak` (6.18)")
          .message("{boundary} cannot be used inside bpf_local_irq_save-ed region");

  public static final Rule NOT_ON_STACK =
      Rule.id("interrupt.not-on-stack")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of a local variable")
          .documentation(
              "Saved flags live on the stack, where it is known whether they were changed.")
          .source("linux: `check_kfunc_args`, KF_ARG_PTR_TO_IRQ_FLAG (6.18)")
          .message("{arg} doesn't point to an irq flag on stack");

  public static final Rule IN_USE =
      Rule.id("interrupt.in-use")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("save into another variable")
          .documentation("Saving over saved flags would lose them.")
          .source("linux: `process_irq_flag` (6.18)")
          .message("{where}expected uninitialized irq flag as {arg}");

  public static final Rule NOT_SAVED =
      Rule.id("interrupt.not-saved")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("restore only what was saved there, and not overwritten since")
          .documentation("What is restored are the flags that were saved there, and nothing else.")
          .source("linux: `process_irq_flag` (6.18)")
          .message("{where}expected an initialized irq flag as {arg}");

  public static final Rule OUT_OF_ORDER =
      Rule.id("interrupt.out-of-order")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("restore what was saved last first")
          .documentation(
              "Saved flags nest: restoring outer ones switches interrupts on where an inner region"
                  + " counts on them being off.")
          .source("linux: `release_irq_state` (6.18)")
          .message(
              "cannot restore irq state out of order, expected id={expected.id} acquired at"
                  + " insn_idx={expected.instruction}");

  public static final Rule SAVED_BY_LOCK =
      Rule.id("interrupt.saved-by-lock")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("release the lock with bpf_res_spin_unlock_irqrestore")
          .documentation("Flags that a lock saved are restored when it is released.")
          .source("linux: `unmark_stack_slot_irq_flag` (6.18)")
          .message("irq flag acquired by lock kfuncs cannot be restored with native kfuncs");

  public static final Rule SAVED_BY_NATIVE =
      Rule.id("interrupt.saved-by-native")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("restore the flags with bpf_local_irq_restore")
          .documentation("A lock restores the flags that it saved, and no others.")
          .source("linux: `unmark_stack_slot_irq_flag` (6.18)")
          .message("irq flag acquired by native kfuncs cannot be restored with lock kfuncs");

  private InterruptRules() {}
}
