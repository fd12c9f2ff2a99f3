package mortise.runtime.schedule;

import java.util.List;
import mortise.runtime.RunnableProgram;
import mortise.runtime.VisibleOperation;
import org.jspecify.annotations.Nullable;

/// Numbers for the instructions of all programs that are explored. CPUs that run the same program
/// share them.
final class Sites {
  private final List<RunnableProgram> programs;
  private final int[] bases;
  private final int count;

  /// @param programs the program of each CPU
  Sites(List<RunnableProgram> programs) {
    this.programs = programs;
    bases = new int[programs.size()];
    int next = 0;
    for (int cpu = 0; cpu < bases.length; cpu++) {
      int known = programs.indexOf(programs.get(cpu));
      bases[cpu] = known < cpu ? bases[known] : next;
      next = known < cpu ? next : next + programs.get(cpu).program().size() + 1;
    }
    count = next;
  }

  int cpus() {
    return bases.length;
  }

  int count() {
    return count;
  }

  int of(int cpu, @Nullable VisibleOperation operation) {
    return operation == null ? -1 : bases[cpu] + operation.slot();
  }

  /// Where an operation is, for messages, with a space before; empty if it is not known.
  String place(int cpu, @Nullable VisibleOperation operation) {
    if (operation == null) {
      return "";
    }
    var program = programs.get(cpu).program();
    return " at instruction %d of '%s'%s"
        .formatted(
            operation.slot(),
            program.name(),
            program.lineAt(operation.slot()).map(line -> " (" + line + ")").orElse(""));
  }
}
