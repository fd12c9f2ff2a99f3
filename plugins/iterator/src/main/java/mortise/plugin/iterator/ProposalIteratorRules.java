package mortise.plugin.iterator;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with open-coded iterators.
final class ProposalIteratorRules {
  static final Rule NOT_ON_STACK =
      Rule.id("iterator.not-on-stack")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of a local variable")
          .documentation("Iterators live on the stack.")
          .source("discussion §10: §10")
          .message("{register} must point to an iterator on the stack");

  static final Rule IN_USE =
      Rule.id("iterator.in-use")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("destroy it first")
          .documentation("A live iterator must not be overwritten.")
          .source("discussion §10: §10")
          .message("{register} is a live iterator already");

  static final Rule NOT_THERE =
      Rule.id("iterator.not-there")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("make it first")
          .documentation("Only a live iterator can be advanced or destroyed.")
          .source("discussion §10: §10")
          .message("{register} is no live iterator");

  private ProposalIteratorRules() {}
}
