package example.bloom;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What must not be done with filters; the order of the steps is the allocator's business.
final class BloomRules {
  static final Rule SIZE =
      Rule.id("bloom.size")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("ask for a size between the two")
          .documentation("The size of a filter is known when the program is checked.")
          .source("this plugin")
          .message("a filter has {lowest} to {highest} bits");

  static final Rule NOT_A_FILTER =
      Rule.id("bloom.not-a-filter")
          .category(Category.MEMORY_SAFETY)
          .suggestion("pass the address of the mx_bloom member")
          .documentation("The pointer does not lead to a filter in an object.")
          .source("this plugin")
          .message("{register} must be the address of an object's mx_bloom, and is {type}");

  static final Rule NOT_READY =
      Rule.id("bloom.not-ready")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("construct the object first: mx_bloom_init, then mx_bloom_arm")
          .documentation("Only the filters of Live objects are used.")
          .source("this plugin")
          .message("the filter's object is {value}");

  private BloomRules() {}
}
