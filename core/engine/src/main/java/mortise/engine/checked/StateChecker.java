package mortise.engine.checked;

import java.util.Optional;
import mortise.engine.checked.BelievedProgram.Change;
import mortise.runtime.RunState;
import mortise.verifier.state.Frame;
import mortise.verifier.state.Slot;
import mortise.verifier.state.State;
import mortise.verifier.state.Value;
import org.jspecify.annotations.Nullable;

/// Holds one moment of a run against one state.
final class StateChecker {
  private static final int FIRST_SAVED = 6;
  private static final int FRAME_POINTER = 10;

  private static final int ALL = (1 << FRAME_POINTER) - 1;

  private final int[] live;
  // The registers of the innermost frame as they were last looked at.
  private final long[] seen = new long[FRAME_POINTER];
  private final ValueChecker values = new ValueChecker();

  private final Optional<AccountChecker> accounts;

  StateChecker(int[] live, Optional<AccountChecker> accounts) {
    this.live = live;
    this.accounts = accounts;
  }

  /// The run is in so many subprograms that were verified on their own.
  void alone(int count) {
    accounts.ifPresent(account -> account.alone(count));
  }

  /// What is not as believed; null if everything is.
  ///
  /// @param base the depth of the run's frame that is frame 0 of the state
  /// @param checked a state of which the run was found to hold everything an instruction ago; null
  ///   if there is none
  /// @param change what may have changed since
  @Nullable Mismatch check(
      Cursor place, RunState now, int base, @Nullable State checked, Change change) {
    var state = place.visit().state();
    values.begin(now, base, place.isMarkedOnly());
    int innermost = state.depth() - 1;
    // What lies below a callback that runs on its own is nowhere in the run.
    for (int f = innermost; f >= Math.max(0, -base); f--) {
      var frame = state.frame(f);
      var before = checked != null && f < checked.depth() ? checked.frame(f) : null;
      int at = f == innermost ? place.visit().slot() : state.frame(f + 1).callSite();
      int believed = place.isLiveOnly() ? live[at] & ALL : ALL;
      var mismatch =
          f == innermost
              ? registers(frame, before, believed, now, base + f)
              : savedRegisters(frame, before, believed, now, base + f);
      if (mismatch == null) {
        var known = change == Change.REGISTERS ? before : null;
        mismatch = slots(place, frame, known, now, base + f, f);
      }
      if (mismatch != null) {
        return mismatch;
      }
    }
    // Accounts change in calls only, after which everything is looked at.
    return checked == null && accounts.isPresent()
        ? accounts.get().check(state, values.things())
        : null;
  }

  /// Looks at what changed, or at everything where what changed is related to something.
  private @Nullable Mismatch registers(
      Frame frame, @Nullable Frame before, int believed, RunState now, int depth) {
    int changed = believed & (before == null ? ALL : changed(frame, before, now));
    for (int r = 0; r < FRAME_POINTER; r++) {
      seen[r] = now.register(r);
    }
    for (int left = changed; left != 0; left &= left - 1) {
      int r = Integer.numberOfTrailingZeros(left);
      var mismatch = values.check(frame.register(r), seen[r]);
      if (mismatch != null) {
        return in(depth, "R" + r, mismatch);
      }
    }
    return null;
  }

  @SuppressWarnings("ReferenceEquality") // Whether the belief is a new one matters.
  private int changed(Frame frame, Frame before, RunState now) {
    int changed = 0;
    for (int r = 0; r < FRAME_POINTER; r++) {
      var value = frame.register(r);
      if (value != before.register(r) || now.register(r) != seen[r]) {
        if (ValueChecker.isRelated(value)) {
          return ALL;
        }
        changed |= 1 << r;
      }
    }
    return changed;
  }

  @SuppressWarnings("ReferenceEquality") // Whether the belief is a new one matters.
  private @Nullable Mismatch savedRegisters(
      Frame frame, @Nullable Frame before, int believed, RunState now, int depth) {
    for (int r = FIRST_SAVED; r < FRAME_POINTER; r++) {
      if ((believed & 1 << r) != 0 && (before == null || before.register(r) != frame.register(r))) {
        var mismatch = values.check(frame.register(r), now.savedRegister(depth, r));
        if (mismatch != null) {
          return in(depth, "R" + r, mismatch);
        }
      }
    }
    return null;
  }

  @SuppressWarnings("ReferenceEquality") // Whether the belief is a new one matters.
  private @Nullable Mismatch slots(
      Cursor place, Frame frame, @Nullable Frame before, RunState now, int depth, int f) {
    for (int s = 0; s < frame.slotCount(); s++) {
      var slot = frame.slot(s);
      if ((before == null || before.slot(s) != slot) && place.isKnown(f, s)) {
        var mismatch = slot(slot, now, now.stackTop(depth) - 8L * (s + 1));
        if (mismatch != null) {
          return in(depth, "fp-" + 8 * (s + 1), mismatch);
        }
      }
    }
    return null;
  }

  private @Nullable Mismatch slot(Slot slot, RunState now, long address) {
    return switch (slot) {
      case Slot.Part part -> null;
      case Slot.Bytes bytes -> zeros(bytes, 0, now, address);
      case Slot.Spill spill -> {
        var mismatch = spilled(spill.value(), spill.size(), now, address);
        yield mismatch != null ? mismatch : zeros(spill.rest(), spill.size(), now, address);
      }
    };
  }

  private @Nullable Mismatch spilled(Value value, int size, RunState now, long address) {
    long word = now.stackWord(address);
    return values.check(value, size == 8 ? word : word & ((1L << (8 * size)) - 1));
  }

  private static @Nullable Mismatch zeros(Slot.Bytes bytes, int from, RunState now, long address) {
    if (bytes.kinds() == 0) {
      return null;
    }
    for (int i = from; i < 8; i++) {
      if (bytes.kind(i) == Slot.Bytes.ZERO) {
        long actual = now.stackWord(address) >>> (8 * i) & 0xff;
        if (actual != 0) {
          return new Mismatch(
              "stack-zero", "byte %d was believed to be 0, and is 0x%x".formatted(i, actual));
        }
      }
    }
    return null;
  }

  private static Mismatch in(int depth, String where, Mismatch mismatch) {
    return new Mismatch(
        mismatch.check(),
        "%s%s %s".formatted(where, depth == 0 ? "" : " of frame " + depth, mismatch.text()));
  }
}
