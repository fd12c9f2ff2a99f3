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

  private ProposalRbtreeRules() {}
}
