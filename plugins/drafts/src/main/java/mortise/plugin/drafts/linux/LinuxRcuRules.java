package mortise.plugin.drafts.linux;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with RCU read sections.
final class LinuxRcuRules {
  static final Rule IN_TREE_CALLBACK =
      Rule.id("rcu.in-tree-callback")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("leave RCU alone in the callback")
          .documentation("The callback runs under a lock already.")
          .source("linux 6.18: check_kfunc_call; semantics 4.4")
          .message("Calling bpf_rcu_read_{lock,unlock} in unnecessary rbtree callback");

  static final Rule NESTED =
      Rule.id("rcu.nested")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("leave the section first")
          .documentation("Read sections do not nest.")
          .source("linux 6.18: check_kfunc_call; semantics 7.1")
          .message("nested rcu read lock (kernel function {function})");

  static final Rule UNMATCHED =
      Rule.id("rcu.unmatched")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("enter a section first")
          .documentation("Only an open section can be left.")
          .source("linux 6.18: check_kfunc_call; semantics 7.1")
          .message("unmatched rcu read unlock (kernel function {function})");

  static final Rule HELD =
      Rule.id("rcu.held")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("leave the section first")
          .documentation("A read section ends on every path, in the program that began it.")
          .source("linux 6.18: check_resource_leak; semantics 7.1")
          .message("{boundary} cannot be used inside bpf_rcu_read_lock-ed region");

  static final Rule READ_ONLY =
      Rule.id("rcu.read-only")
          .category(Category.MEMORY_SAFETY)
          .suggestion("use a function that changes it")
          .documentation("The kernel's own objects are read, not written.")
          .source("linux 6.18: check_ptr_to_btf_access; semantics 7.2")
          .message("only read is supported");

  private LinuxRcuRules() {}
}
