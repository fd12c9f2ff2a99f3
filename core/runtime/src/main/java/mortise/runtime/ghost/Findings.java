package mortise.runtime.ghost;

import java.util.Locale;
import java.util.Optional;
import mortise.runtime.RunFault;
import mortise.runtime.Violation;

/// Says what is wrong, once: whatever comes after it is but its aftermath. Guarded by the heap's
/// lock.
final class Findings {
  private final Things things;
  private boolean closed;

  Findings(Things things) {
    this.things = things;
  }

  /// Whether nothing more is to be found.
  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }

  Violation violation(String check, Optional<GhostRun> run, String problem) {
    closed = true;
    var spot = run.map(GhostRun::spot).orElse(Spot.MACHINE);
    return new Violation(check, spot.program(), spot.slot(), spot.place(), problem);
  }

  /// The machine ended a run because of an access; empty where that is but an aftermath.
  Optional<Violation> fault(RunFault fault) {
    if (closed) {
      return Optional.empty();
    }
    closed = true;
    var thing = things.near(fault.address());
    boolean stale = thing != null && thing.state == Thing.State.FREED;
    return Optional.of(
        new Violation(
            stale ? "use-after-free" : "outside-object",
            fault.program(),
            fault.slot(),
            fault.place(),
            fault.problem()));
  }

  /// How messages name an address.
  static String at(long address) {
    return String.format(Locale.ROOT, "0x%x", address);
  }
}
