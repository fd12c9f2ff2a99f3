package mortise.verifier.explore;

import mortise.verifier.state.Frame;
import mortise.verifier.state.Slot;
import mortise.verifier.state.State;
import mortise.verifier.state.Uninitialised;

/// How much the states take that are kept to be compared with: registers, stack slots, and whatever
/// else a state has one of for each thing.
final class Kept {
  /// What a frame takes itself.
  private static final int FRAME = 3;

  private final long limit;
  private long now;

  Kept(long limit) {
    this.limit = limit;
  }

  static long size(State state) {
    long size =
        (long) state.obligations().size()
            + state.sections().size()
            + state.facets().values().size()
            + state.distinct().pairs().size();
    for (int f = 0; f < state.depth(); f++) {
      size += size(state.frame(f));
    }
    return size;
  }

  private static int size(Frame frame) {
    int size = FRAME;
    for (int r = 0; r < Frame.REGISTERS - 1; r++) {
      if (frame.register(r) != Uninitialised.VALUE) {
        size++;
      }
    }
    for (int s = 0; s < frame.slotCount(); s++) {
      if (!(frame.slot(s) instanceof Slot.Bytes)) {
        size++;
      }
    }
    return size;
  }

  /// @throws LimitReached if that is too much
  void add(long size) {
    now += size;
    if (now > limit) {
      throw new LimitReached(
          "More than %d registers and stack slots to keep in states.".formatted(limit));
    }
  }

  void remove(long size) {
    now -= size;
  }

  void clear() {
    now = 0;
  }
}
