package mortise.plugin.drafts.linux;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with red-black trees.
final class LinuxRbtreeRules {
  static final GraphRules GRAPH = GraphRules.of("rbtree", "bpf_rb_root", "bpf_rb_node");

  static final Rule NOT_A_REFERENCE =
      Rule.id("rbtree.not-a-reference")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass what bpf_rbtree_first, root, left or right returned")
          .documentation("Whether the node is in this tree is asked when the program runs.")
          .source("linux 6.18: check_kfunc_args; semantics 4.2")
          .message("{function} can only take non-owning or refcounted bpf_rb_node pointer");

  static final Rule IN_CALLBACK =
      Rule.id("rbtree.in-callback")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("compare the two objects that the callback is given")
          .documentation("While a node is being added the tree must not be changed or walked.")
          .source("linux 6.18: check_kfunc_args; semantics 4.2, 4.4")
          .message("{function} not allowed in rbtree cb");

  private LinuxRbtreeRules() {}
}
