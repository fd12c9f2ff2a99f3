package mortise.runtime.schedule;

import java.util.Optional;
import mortise.runtime.VisibleOperation;

/// One operation of a schedule that was run.
///
/// @param cpu the number after the last CPU's stands for what was put off to the end of a grace
///   period
/// @param what the instruction; empty for [Part#START] and [Part#DEFERRED]
/// @param waiting what the CPU waits for after it; empty if it does not
/// @param label what is put off, for [Part#DEFERRED]
public record Operation(
    int cpu, Part part, Optional<VisibleOperation> what, Optional<String> waiting, String label) {
  /// What kind of operation it is.
  public enum Part {
    /// A run starts.
    START,
    /// An instruction is executed, up to what a function does to shared memory for the second time.
    INSTRUCTION,
    /// The next access of a function to shared memory.
    INSIDE,
    /// One more look whether the CPU may stop waiting.
    AGAIN,
    /// What was put off happens.
    DEFERRED
  }

  Operation waitingFor(String condition) {
    return new Operation(cpu, part, what, Optional.of(condition), label);
  }
}
