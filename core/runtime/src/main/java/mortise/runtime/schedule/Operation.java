package mortise.runtime.schedule;

import java.util.Optional;
import mortise.runtime.VisibleOperation;

/// One operation of a schedule that was run.
///
/// @param what empty for what a CPU does before the first operation that it announces
/// @param waiting what the CPU waits for after it; empty if it does not
/// @param again whether this is one more look whether the CPU may stop waiting
public record Operation(
    int cpu, Optional<VisibleOperation> what, Optional<String> waiting, boolean again) {
  Operation waitingFor(String condition) {
    return new Operation(cpu, what, Optional.of(condition), again);
  }
}
