package mortise.verifier.rules;

import java.util.List;
import mortise.spi.Category;
import mortise.spi.Rule;

/// What is owed, and where it must be settled.
public final class ReferenceRules {
  public static final Rule LEAK =
      Rule.id("reference.leak")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("release it or give it away on every path")
          .documentation(
              "Whatever the program acquired it must release or give away before it ends.")
          .source("linux: `check_reference_leak` (6.18)")
          .message("{leaks}{boundary} would lead to reference leak");

  /// All of them.
  public static final List<Rule> ALL = List.of(LEAK);

  private ReferenceRules() {}
}
