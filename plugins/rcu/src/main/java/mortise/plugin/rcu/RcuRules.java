package mortise.plugin.rcu;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with RCU read sections.
final class RcuRules {
  /// The function whose callback runs under the lock of a tree.
  static final String TREE_ADD = "bpf_rbtree_add_impl";

  static final Rule IN_TREE_CALLBACK =
      Rule.id("rcu.in-tree-callback")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("leave RCU alone in the callback")
          .documentation("The callback runs under the tree's lock, which counts as a read section.")
          .source("linux: `check_kfunc_call` (6.18)")
          .message("Calling bpf_rcu_read_{lock,unlock} in unnecessary rbtree callback");

  static final Rule NESTED =
      Rule.id("rcu.nested")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("leave the section first, or do without the inner one")
          .documentation(
              "6.18 knows whether a program is in a read section, not in how many: the first unlock"
                  + " would end what the outer section still protects. Later kernels count.")
          .source("linux: `check_kfunc_call` (6.18)")
          .message("nested rcu read lock (kernel function {function})");

  static final Rule UNMATCHED =
      Rule.id("rcu.unmatched")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("call bpf_rcu_read_lock on every path that leads here")
          .documentation("Only a section that the program is in can be left.")
          .source("linux: `check_kfunc_call` (6.18)")
          .message("unmatched rcu read unlock (kernel function {function})");

  private RcuRules() {}
}
