package mortise.plugin.rbtree;

import mortise.plugin.ownership.linux.GraphRules;
import mortise.spi.Category;
import mortise.spi.Rule;

/// What must not be done with mainline's trees.
final class LinuxRbtreeRules {
  static final GraphRules GRAPH =
      GraphRules.of("rbtree", "root", "tree", "bpf_rb_root", "bpf_rb_node");

  static final Rule NOT_A_REFERENCE =
      Rule.id("rbtree.not-a-reference")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass what bpf_rbtree_first, root, left or right returned, before the unlock")
          .documentation(
              "A node to remove or to step from is one that this program borrows or owns. Whether"
                  + " it is in this very tree is asked when the program runs: if not, the answer"
                  + " is NULL.")
          .source("linux: `check_kfunc_args`, KF_ARG_PTR_TO_RB_NODE (6.18)")
          .message("{function} can only take non-owning or refcounted bpf_rb_node pointer");

  static final Rule IN_COMPARISON =
      Rule.id("rbtree.in-comparison")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("compare the two objects that the callback is given, and nothing else")
          .documentation(
              "The callback of an add is asked while the way down the tree is being looked for."
                  + " If it took a node out or walked along others, the place found would be no"
                  + " place any more.")
          .source("linux: `in_rbtree_lock_required_cb` (6.18)")
          .message("{function} not allowed in rbtree cb");

  static final Rule BELOW_COMPARISON =
      Rule.id("rbtree.below-comparison")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("compare the two objects that the callback is given, and nothing else")
          .documentation(
              """
              What must not be called by the callback of an add must not be called by a function \
              that the callback calls either. Linux 6.18 looks at the innermost function only, so \
              a node can be taken out of the tree while the way down it is being looked for, and \
              the new node is linked below one that is not there any more. Accepted under the \
              policy `holes=6.18`.
              """)
          .source("not in linux; `in_rbtree_lock_required_cb` (6.18) looks at one frame")
          .message("{function} not allowed in rbtree cb");

  private LinuxRbtreeRules() {}
}
