package mortise.engine;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import mortise.engine.checked.StepChecker;
import mortise.runtime.Execution;
import mortise.runtime.Instance;
import mortise.runtime.RunResult;
import mortise.runtime.RunnableProgram;
import mortise.runtime.Scheduler;
import mortise.runtime.Violation;
import mortise.runtime.VisibleOperation;
import mortise.spi.runtime.ContextFactory.Input;
import mortise.verifier.VerifiedProgram;
import mortise.verifier.belief.Beliefs;

/// An instance whose runs are held against what the verifier believed, instruction by instruction,
/// and against a second account of memory. For tests: it is slow.
///
/// A [Violation] means that the verifier or a runtime half is wrong.
public final class CheckedInstance implements AutoCloseable {
  private final Instance instance;
  private final AtomicInteger active = new AtomicInteger();
  private final IdentityHashMap<RunnableProgram, Beliefs> beliefs = new IdentityHashMap<>();

  /// @param programs those of the instance, in the same order
  CheckedInstance(Instance instance, List<VerifiedProgram> programs) {
    this.instance = instance;
    for (int i = 0; i < programs.size(); i++) {
      beliefs.put(instance.programs().get(i), programs.get(i).beliefs());
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
    var watched = execution.watchedBy(new StepChecker(believed));
    active.incrementAndGet();
    try {
      return instance.runForResult(
          watched.scheduler().isPresent() ? watched : watched.on(watched.cpu(), new Lone(watched)));
    } finally {
      active.decrementAndGet();
    }
  }

  /// Ends runs that wait for what nobody is there to bring about.
  private final class Lone implements Scheduler {
    private final String program;

    Lone(Execution execution) {
      program = execution.program().name();
    }

    @Override
    public void before(int cpu, VisibleOperation operation) {}

    @Override
    public void blocked(int cpu, BooleanSupplier condition, String what) {
      if (active.get() == 1) {
        throw new Violation(
            "deadlock", program, -1, "", "'%s' waits for ever in %s".formatted(program, what));
      }
      Thread.onSpinWait();
    }
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
