package mortise.verifier;

import java.util.function.Supplier;

/// Is told of every instruction that is processed, on every path.
@FunctionalInterface
public interface StepListener {
  /// Hears nothing.
  StepListener NONE = (slot, state) -> {};

  /// The instruction at `slot` is about to be processed.
  ///
  /// @param state what is known there, as the kernel's log prints it
  void before(int slot, Supplier<String> state);
}
