package mortise.plugin.ownership.proposal;

import mortise.spi.FunctionBuilder;
import mortise.spi.Parameter;

/// What is handed through to a callback.
public final class CallbackContext {
  /// A parameter `ctx`: anything. The callback gets it as it is each time, so that what ends while
  /// it runs has ended for the calls that follow.
  public static Parameter of(FunctionBuilder f) {
    return f.anything("ctx");
  }

  private CallbackContext() {}
}
