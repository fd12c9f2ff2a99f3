package mortise.runtime.schedule;

import java.util.List;
import mortise.runtime.Scheduler;
import mortise.runtime.Violation;

/// A fresh machine for one schedule: the same every time that one is made.
public interface Trial extends AutoCloseable {
  /// Runs the program of a CPU, which the scheduler switches; gives R0.
  ///
  /// @throws mortise.runtime.RunFault if the run ends before the program does
  /// @throws Violation if something is wrong that only a second account of the machine shows
  long run(int cpu, Scheduler scheduler);

  /// Looks at the whole machine between two steps, when no CPU is within one.
  ///
  /// @throws Violation if something is wrong with it
  default void inspect() {}

  /// What can be seen of the machine once all runs are over: the contents of its maps by name.
  default List<Outcome.Contents> contents() {
    return List.of();
  }

  /// Ends the machine; gives what is wrong with what is left.
  List<Violation> finish();

  /// Gives the machine back in whatever state it is.
  @Override
  void close();
}
