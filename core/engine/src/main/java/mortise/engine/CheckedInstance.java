package mortise.engine;

import java.util.List;
import mortise.runtime.Execution;
import mortise.runtime.Instance;
import mortise.runtime.RunResult;
import mortise.runtime.RunnableProgram;
import mortise.runtime.Violation;
import mortise.spi.runtime.ContextFactory.Input;

/// An instance whose runs are held against what the verifier believed, instruction by instruction,
/// and against a second account of memory. For tests: it is slow.
///
/// A [Violation] means that the verifier or a runtime half is wrong.
public final class CheckedInstance implements AutoCloseable {
  private final Instance instance;

  CheckedInstance(Instance instance) {
    this.instance = instance;
  }

  /// The instance itself, for its maps and objects.
  public Instance instance() {
    return instance;
  }

  public List<RunnableProgram> programs() {
    return instance.programs();
  }

  /// Runs the first program; gives R0.
  ///
  /// @throws Violation if it leaves what was believed
  /// @throws mortise.runtime.RunFault if the run ends before the program does
  public long run(Input input) {
    return run(Execution.of(programs().getFirst(), input)).value();
  }

  /// Runs a program, without an observer of its own.
  ///
  /// @throws Violation if it leaves what was believed
  /// @throws mortise.runtime.RunFault if the run ends before the program does
  public RunResult run(Execution execution) {
    return instance.runForResult(execution);
  }

  /// Ends everything; gives what is wrong with what is left. Closing twice gives the same.
  public List<Violation> finish() {
    return instance.finish();
  }

  /// As [#finish], for whom the result does not matter.
  @Override
  public void close() {
    instance.close();
  }
}
