package mortise.verifier.explore;

import mortise.verifier.state.Frame;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Slot;
import mortise.verifier.state.Value;
import org.jspecify.annotations.Nullable;

/// Makes loops end: a number that changes from round to round, and that nothing needed precisely,
/// becomes unknown.
///
/// Source: linux `widen_imprecise_scalars` (6.18).
final class Widening {
  private Widening() {}

  /// The state in which the path was last at the call, at which it is not.
  static @Nullable Checkpoint previous(Path path, int call) {
    return previous(path, path.last, call);
  }

  /// The state in which the path was last at the call that it is at: not the one saved right here.
  static @Nullable Checkpoint before(Path path, int call) {
    var here = previous(path, path.last, call);
    return here == null ? null : previous(path, here.parent(), call);
  }

  private static @Nullable Checkpoint previous(Path path, @Nullable Checkpoint from, int call) {
    for (var at = from; at != null; at = at.parent()) {
      if (at.at() == call && StateComparison.sameCalls(at.state(), path.state)) {
        return at;
      }
    }
    return null;
  }

  @SuppressWarnings("ReferenceEquality") // Whether it is the same node matters.
  static void widen(Path path, @Nullable Checkpoint previous) {
    if (previous == null) {
      return;
    }
    for (int f = 0; f < path.state.depth(); f++) {
      var old = previous.state().frame(f);
      var now = path.state.frame(f);
      for (int r = 0; r < Frame.REGISTERS - 1; r++) {
        now.setRegister(r, widened(old.register(r), now.register(r), path.at));
      }
      for (int s = 0; s < now.slotCount(); s++) {
        if (old.slot(s) instanceof Slot.Spill before && now.slot(s) instanceof Slot.Spill after) {
          var value = widened(before.value(), after.value(), path.at);
          if (value != after.value()) {
            now.replaceSlot(s, new Slot.Spill(value, after.size(), after.rest()));
          }
        }
      }
    }
  }

  private static Value widened(Value old, Value now, int at) {
    if (!(old instanceof Scalar before) || !(now instanceof Scalar after)) {
      return now;
    }
    boolean same =
        before.range().equals(after.range())
            && before.link() == after.link()
            && before.isAsFar(after);
    return same || before.isPrecise() || after.isPrecise() ? now : Scalar.unknown(at);
  }
}
