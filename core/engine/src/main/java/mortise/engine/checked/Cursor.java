package mortise.engine.checked;

import mortise.verifier.belief.Visit;

/// Where a run is in what was explored.
///
/// After a path was cut because another covers it, the run goes on along that other. Of that one
/// only what matters there holds for the run: registers that may still be read, and of numbers and
/// slots those that something was decided by.
final class Cursor {
  private static final int FRAMES = 8;

  private Visit visit;
  private boolean liveOnly;
  private boolean markedOnly;
  private final long[] unknown;

  Cursor(Visit start) {
    visit = start;
    unknown = new long[FRAMES];
  }

  private Cursor(Cursor other) {
    visit = other.visit;
    liveOnly = other.liveOnly;
    markedOnly = other.markedOnly;
    unknown = other.unknown.clone();
  }

  Cursor copy() {
    return new Cursor(this);
  }

  Visit visit() {
    return visit;
  }

  /// Whether only registers that may still be read are believed in.
  boolean isLiveOnly() {
    return liveOnly;
  }

  /// Whether only numbers whose value mattered are believed in.
  boolean isMarkedOnly() {
    return markedOnly;
  }

  /// Whether the slot of the frame at `depth` is believed to hold what the visit says.
  boolean isKnown(int depth, int slot) {
    return (unknown[depth] & 1L << slot) == 0;
  }

  /// Goes on to one of the visits that come next.
  void moveTo(Visit next) {
    visit = next;
    for (int f = 0; f < next.state().depth(); f++) {
      unknown[f] &= ~next.written(f);
    }
  }

  /// Goes over to the visit that covers this one.
  void crossTo(Visit.Cover cover) {
    visit = cover.by();
    liveOnly = true;
    markedOnly = true;
    for (int f = 0; f < cover.read().length; f++) {
      unknown[f] = ~cover.read()[f];
    }
  }
}
