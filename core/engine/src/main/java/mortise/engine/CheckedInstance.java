package mortise.engine;

import java.util.IdentityHashMap;
import java.util.List;
import mortise.engine.checked.BelievedProgram;
import mortise.engine.checked.StepChecker;
import mortise.runtime.Execution;
import mortise.runtime.Instance;
import mortise.runtime.RunResult;
import mortise.runtime.RunnableProgram;
import mortise.runtime.Violation;
import mortise.spi.runtime.ContextFactory.Input;
import mortise.verifier.VerifiedProgram;

/// An instance whose runs are held against what the verifier believed, instruction by instruction,
/// and against a second account of memory. For tests: it is slow.
///
/// A [Violation] means that the verifier or a runtime half is wrong.
public final class CheckedInstance implements AutoCloseable {
  private final Instance instance;
  private final IdentityHashMap<RunnableProgram, BelievedProgram> beliefs = new IdentityHashMap<>();

  /// @param programs those of the instance, in the same order
  CheckedInstance(Instance instance, List<VerifiedProgram> programs) {
    this.instance = instance;
    for (int i = 0; i < programs.size(); i++) {
      beliefs.put(instance.programs().get(i), new BelievedProgram(programs.get(i)));
    }
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

  /// Runs a program; an observer that the execution has is not told.
  ///
  /// @throws Violation if it leaves what was believed
  /// @throws mortise.runtime.RunFault if the run ends before the program does
  public RunResult run(Execution execution) {
    var believed = beliefs.get(execution.program());
    if (believed == null) {
      throw new IllegalArgumentException(
          "'%s' is no program of this instance".formatted(execution.program().name()));
    }
    return instance.runForResult(execution.watchedBy(new StepChecker(believed, instance.ghost())));
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
