package mortise.plugin.drafts.proposal;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with functions that call back.
final class ProposalCallbackRules {
  static final Rule WRONG_CONTEXT =
      Rule.id("callback.wrong-context")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of a local variable")
          .documentation("A callback's context lies on the stack.")
          .source("discussion §10: §10")
          .message("{arg} must point to the stack or be null, and is {type}");

  static final Rule MAP_KIND =
      Rule.id("callback.map-kind")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("use a hash or an array")
          .documentation("Not every map can be walked.")
          .source("discussion §10: §10")
          .message("the map cannot be walked");

  private ProposalCallbackRules() {}
}
