package mortise.plugin.callback;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with functions that call back.
final class ProposalCallbackRules {
  static final Rule MAP_KIND =
      Rule.id("callback.map-kind")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("use a hash or an array")
          .documentation("Not every map can be walked.")
          .source("discussion §10: §10")
          .message("the map cannot be walked");

  private ProposalCallbackRules() {}
}
