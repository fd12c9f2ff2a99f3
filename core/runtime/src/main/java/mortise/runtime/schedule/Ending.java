package mortise.runtime.schedule;

import java.util.List;
import java.util.Optional;
import mortise.runtime.RunFault;
import mortise.runtime.Violation;
import org.jspecify.annotations.Nullable;

/// How a round ended. What ends it first counts, but failures count before all else.
final class Ending {
  enum Kind {
    /// All CPUs came to their ends.
    COMPLETE,
    /// The strategy did not want more of it.
    STOPPED,
    /// An operation raced at which CPUs are not switched.
    RACE,
    FAILED
  }

  private final Turns turns;
  private final List<Operation> operations;
  private final boolean starts;
  private Kind kind = Kind.COMPLETE;
  private @Nullable Failure failure;
  private @Nullable Throwable broken;

  /// @param operations what has happened so far
  /// @param starts whether starts are operations
  Ending(Turns turns, List<Operation> operations, boolean starts) {
    this.turns = turns;
    this.operations = operations;
    this.starts = starts;
  }

  Kind kind() {
    return kind;
  }

  Optional<Failure> failure() {
    return Optional.ofNullable(failure);
  }

  void stop(Kind how) {
    if (!turns.isOver()) {
      kind = how;
      turns.end();
    }
  }

  /// Something went wrong that no program can be blamed for.
  void breakOff(Throwable why) {
    broken = why;
    stop(Kind.FAILED);
  }

  /// @throws IllegalStateException if something did
  void checkWhole() {
    if (broken != null) {
      throw new IllegalStateException("the run of a schedule broke: " + broken, broken);
    }
  }

  /// @param last which CPU it was, if it was one
  void fail(Violation e, int last, int preemptions) {
    fail(e.check(), String.valueOf(e.getMessage()), e.slot() < 0 ? -1 : last, preemptions);
  }

  void fail(RunFault e, int cpu, int preemptions) {
    var check =
        switch (e.kind()) {
          case MEMORY -> "memory";
          case CALL_DEPTH -> "call-depth";
          case STEP_LIMIT -> "step-limit";
          case INTERRUPTED -> "interrupted";
          case INSTRUCTION -> "instruction";
          case FUNCTION -> "function";
        };
    fail(check, String.valueOf(e.getMessage()), cpu, preemptions);
  }

  void fail(String check, String message, int cpu, int preemptions) {
    if (!turns.isOver() || kind == Kind.COMPLETE) {
      failure =
          new Failure(
              check, message, cpu, Schedule.of(operations, starts), operations, preemptions);
      kind = Kind.FAILED;
      stop(Kind.FAILED);
    }
  }
}
