package mortise.runtime;

import java.util.Optional;
import mortise.spi.runtime.ContextFactory.Input;

/// One run: which program, on what, and who has a say in it.
///
/// @param second what R2 holds at the start, which no verified program reads
/// @param cpu the number of the virtual CPU, for the scheduler
public record Execution(
    RunnableProgram program,
    Input input,
    long second,
    int cpu,
    Optional<Scheduler> scheduler,
    Optional<StepObserver> observer) {
  /// A run that goes on until it is done.
  public static Execution of(RunnableProgram program, Input input) {
    return new Execution(program, input, 0, 0, Optional.empty(), Optional.empty());
  }

  Execution with(long valueOfR2) {
    return new Execution(program, input, valueOfR2, cpu, scheduler, observer);
  }

  public Execution on(int number, Scheduler value) {
    return new Execution(program, input, second, number, Optional.of(value), observer);
  }

  public Execution watchedBy(StepObserver value) {
    return new Execution(program, input, second, cpu, scheduler, Optional.of(value));
  }
}
