package mortise.plugin.rbtree;

import mortise.plugin.ownership.proposal.CollectionRules;
import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with red-black trees.
final class ProposalRbtreeRules {
  static final CollectionRules RULES = CollectionRules.of("rbtree", "bpf_rb_root", "bpf_rb_node");

  static final Rule COMPARING =
      Rule.id("rbtree.comparing")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("compare the two objects, and return")
          .documentation("The comparison reads two objects; it takes and releases nothing.")
          .source("discussion §4")
          .message("{function} may not be called while two objects are compared");

  static final Rule COMPARISON_HELD =
      Rule.id("rbtree.comparison-held")
          .category(Category.EXECUTION_CONTEXT_SAFETY)
          .suggestion("return from the callback")
          .documentation("A comparison ends by returning.")
          .source("discussion §4")
          .message("{boundary} cannot be reached while two objects are compared");

  private ProposalRbtreeRules() {}
}
