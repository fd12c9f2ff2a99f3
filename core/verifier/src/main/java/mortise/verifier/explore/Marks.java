package mortise.verifier.explore;

import mortise.verifier.explore.StateComparison.Mode;
import mortise.verifier.state.Frame;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Slot;
import mortise.verifier.state.Value;

/// When a path is cut because an old state covers it, what mattered for the old state matters for
/// the path too.
///
/// Source: linux `propagate_precision`, `propagate_liveness` (6.12).
final class Marks {
  private Marks() {}

  /// Gives whether anything was marked that was not marked before.
  static boolean copy(Checkpoint old, Path path, Mode mode) {
    boolean all = mode != Mode.MARKED;
    boolean changed = false;
    for (int f = 0; f < path.state.depth(); f++) {
      var before = old.state().frame(f);
      var now = path.state.frame(f);
      for (int r = 0; r < Frame.REGISTERS - 1; r++) {
        changed |= copy(before.register(r), now.register(r), all);
      }
      for (long left = all ? -1L : old.read(f); left != 0; left &= left - 1) {
        int s = Long.numberOfTrailingZeros(left);
        changed |= path.readSlot(f, s);
        if (before.slot(s) instanceof Slot.Spill a && now.slot(s) instanceof Slot.Spill b) {
          changed |= copy(a.value(), b.value(), all);
        }
      }
    }
    return changed;
  }

  private static boolean copy(Value old, Value now, boolean all) {
    if (now instanceof Scalar scalar
        && !scalar.isPrecise()
        && (all || (old instanceof Scalar s && s.isPrecise()))) {
      scalar.mark();
      return true;
    }
    return false;
  }
}
