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

  public static final Rule SLOT_NOT_ON_STACK =
      Rule.id("slot.not-on-stack")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("keep it in a variable of this function")
          .documentation("Such objects live on the stack.")
          .source("linux: `process_iter_arg` (6.18)")
          .message("{arg} expected pointer to an iterator on stack");

  /// All of them.
  public static final List<Rule> ALL = List.of(LEAK, SLOT_NOT_ON_STACK);

  private ReferenceRules() {}
}
