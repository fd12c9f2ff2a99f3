package mortise.runtime;

import org.jspecify.annotations.Nullable;

/// A run that ended before the program did. It ends nothing else: the instance can run again.
public final class RunFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Why a run ended.
  public enum Kind {
    /// An access to memory that is not there, or not that way.
    MEMORY,
    /// More frames than there are stacks for.
    CALL_DEPTH,
    STEP_LIMIT,
    /// The thread was interrupted, or the instance is being closed.
    INTERRUPTED,
    /// An instruction that cannot be executed.
    INSTRUCTION,
    /// The runtime half of a function failed.
    FUNCTION
  }

  private final Kind kind;
  private final String program;
  private final int slot;
  private final long address;
  private final String place;
  private final String problem;

  RunFault(
      Kind kind,
      String program,
      int slot,
      String place,
      long address,
      String problem,
      @Nullable Throwable cause) {
    super("program '%s', instruction %d%s: %s".formatted(program, slot, place, problem), cause);
    this.kind = kind;
    this.program = program;
    this.slot = slot;
    this.address = address;
    this.place = place;
    this.problem = problem;
  }

  /// Where the instruction comes from, as messages add it to a slot.
  public String place() {
    return place;
  }

  /// The message without its place.
  public String problem() {
    return problem;
  }

  public Kind kind() {
    return kind;
  }

  /// The name of the program that ran.
  public String program() {
    return program;
  }

  /// The slot of the instruction at which the run ended.
  public int slot() {
    return slot;
  }

  /// For [Kind#MEMORY] the address; otherwise 0.
  public long address() {
    return address;
  }
}
