package mortise.plugin.drafts.linux;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with open-coded iterators.
final class LinuxIteratorRules {
  static final Rule NOT_ON_STACK =
      Rule.id("iterator.not-on-stack")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of a local variable")
          .documentation("Iterators live on the stack.")
          .source("linux 6.18: process_iter_arg; semantics 11.2")
          .message("{arg} expected pointer to an iterator on stack");

  static final Rule IN_USE =
      Rule.id("iterator.in-use")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("destroy it first")
          .documentation("A live iterator must not be overwritten.")
          .source("linux 6.18: process_iter_arg; semantics 11.2")
          .message("expected uninitialized {slot} as arg #{index}");

  static final Rule NOT_THERE =
      Rule.id("iterator.not-there")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("make it with its _new function")
          .documentation("Only a live iterator can be advanced or destroyed.")
          .source("linux 6.18: process_iter_arg; semantics 11.2")
          .message("expected an initialized {slot} as arg #{index}");

  static final Rule SECTION_ENDED =
      Rule.id("iterator.section-ended")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("keep the iteration inside one read section")
          .documentation(
              "What the iterator walks is protected by the read section that it was made in.")
          .source("linux 6.18: process_iter_arg; semantics 11.2")
          .message("expected an RCU CS when using {function}");

  static final Rule NEEDS_RCU =
      Rule.id("iterator.needs-rcu")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("call bpf_rcu_read_lock first")
          .documentation("What the iterator walks is protected by RCU.")
          .source("linux 6.18: check_kfunc_call; semantics 11.4")
          .message("kernel func {function} requires RCU critical section protection");

  static final Rule CSS_TASK_PROGRAM =
      Rule.id("iterator.css-task-program")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("use it in a sleepable program")
          .documentation("Walking these tasks takes locks that most contexts must not take.")
          .source("linux 6.18: check_css_task_iter_allowlist; semantics 11.2")
          .message("css_task_iter is only allowed in bpf_lsm, bpf_iter and sleepable progs");

  private LinuxIteratorRules() {}
}
