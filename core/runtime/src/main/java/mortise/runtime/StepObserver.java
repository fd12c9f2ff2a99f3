package mortise.runtime;

/// Watches a run, instruction by instruction.
@FunctionalInterface
public interface StepObserver {
  /// Before every instruction, on the CPU's thread. `state` is valid during the call only.
  void before(RunState state);
}
