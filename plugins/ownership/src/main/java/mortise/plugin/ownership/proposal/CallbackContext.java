package mortise.plugin.ownership.proposal;

import mortise.spi.Category;
import mortise.spi.Condition;
import mortise.spi.FunctionBuilder;
import mortise.spi.Parameter;
import mortise.spi.Rule;

/// What is handed through to a callback.
public final class CallbackContext {
  private static final Rule WRONG =
      Rule.id("callback.wrong-context")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass the address of a local variable")
          .documentation("A callback's context lies on the stack.")
          .source("discussion §10")
          .message("{register} must point to the stack or be null, and is {place}");

  /// A parameter `ctx`: a pointer to the stack, or null.
  public static Parameter of(FunctionBuilder f) {
    var context = f.pointer("ctx");
    f.requires(WRONG, Condition.any(context.isNull(), context.pointsTo(Pointers.STACK)));
    return context;
  }

  private CallbackContext() {}
}
