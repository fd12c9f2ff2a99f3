package mortise.runtime;

import java.util.Optional;
import mortise.spi.runtime.ContextFactory.Input;

/// One run: which program, on what, and who has a say in it.
///
/// @param cpu the number of the virtual CPU, for the scheduler
public record Execution(
    RunnableProgram program,
    Input input,
    int cpu,
    Optional<Scheduler> scheduler,
    Optional<StepObserver> observer) {
  /// A run that goes on until it is done.
  public static Execution of(RunnableProgram program, Input input) {
    return new Execution(program, input, 0, Optional.empty(), Optional.empty());
  }

  public Execution on(int number, Scheduler value) {
    return new Execution(program, input, number, Optional.of(value), observer);
  }

  public Execution watchedBy(StepObserver value) {
    return new Execution(program, input, cpu, scheduler, Optional.of(value));
  }
}
