package mortise.runtime;

import java.util.Optional;

/// Watches a run, instruction by instruction.
@FunctionalInterface
public interface StepObserver {
  /// Before every instruction, on the CPU's thread. `state` is valid during the call only.
  void before(RunState state);

  /// Watches the run of a callback that this run has put off until readers are gone.
  default Optional<StepObserver> later() {
    return Optional.empty();
  }
}
