package mortise.runtime.schedule;

import java.util.List;

/// What went wrong in a schedule.
///
/// @param check what noticed it, as a stable id: `deadlock`, `leak`, `memory`, `step-limit`
/// @param message in full, with program and place where those are known
/// @param cpu on which, -1 if on none in particular
/// @param schedule that leads there
/// @param operations of that schedule, in order
/// @param preemptions how often the schedule left a CPU that could have gone on
public record Failure(
    String check,
    String message,
    int cpu,
    Schedule schedule,
    List<Operation> operations,
    int preemptions) {
  public Failure {
    operations = List.copyOf(operations);
  }
}
