package mortise.runtime.schedule;

import java.util.List;
import mortise.runtime.RunnableProgram;

/// What is explored: programs, one a CPU, and machines to run them on.
public interface Trials {
  /// The program of each CPU.
  List<RunnableProgram> programs();

  /// A fresh machine.
  ///
  /// @throws mortise.runtime.NotRunnableException if there can be none
  Trial begin();
}
