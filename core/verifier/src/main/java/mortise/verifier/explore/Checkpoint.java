package mortise.verifier.explore;

import java.util.ArrayList;
import java.util.List;
import mortise.verifier.belief.Visit;
import mortise.verifier.state.Frame;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Slot;
import mortise.verifier.state.State;
import org.jspecify.annotations.Nullable;

/// A state that was saved so that later paths through the same instruction can be cut.
///
/// It is *open* while paths from it are still to be explored; then its marks (which numbers
/// mattered, which stack slots were read) are not final.
final class Checkpoint {
  /// A path that came back to where it had been.
  private record BackEdge(Path path, Checkpoint to) {}

  private final State state;
  private final int at;
  private final int exactHash;
  private final @Nullable Checkpoint parent;
  private final long[] written;
  private final long[] read;
  private final List<Scalar> scalars = new ArrayList<>();
  private final List<BackEdge> returning = new ArrayList<>();
  private int branches = 1;
  private boolean inLoop;
  int hits;
  int misses;

  /// The visit at which it was saved, if visits are recorded.
  @Nullable Visit visit;

  /// @param current the state to save; it goes on with nodes of its own
  /// @param exactHash its [hash][StateComparison#exactHash]
  Checkpoint(State current, int at, int exactHash, @Nullable Checkpoint parent) {
    this.at = at;
    this.exactHash = exactHash;
    this.parent = parent;
    written = new long[current.depth()];
    read = new long[current.depth()];
    for (int f = 0; f < current.depth(); f++) {
      var frame = current.frame(f);
      written[f] = frame.written();
      frame.clearWritten();
      refresh(frame);
    }
    state = current.copy();
  }

  /// Gives each number a node of its own, so that marks tell places apart.
  private void refresh(Frame frame) {
    for (int r = 0; r < Frame.REGISTERS - 1; r++) {
      if (frame.register(r) instanceof Scalar scalar) {
        frame.setRegister(r, track(scalar.fresh()));
      }
    }
    for (int s = 0; s < frame.slotCount(); s++) {
      if (frame.slot(s) instanceof Slot.Spill spill && spill.value() instanceof Scalar scalar) {
        frame.replaceSlot(s, new Slot.Spill(track(scalar.fresh()), spill.size(), spill.rest()));
      }
    }
  }

  private Scalar track(Scalar scalar) {
    scalars.add(scalar);
    return scalar;
  }

  State state() {
    return state;
  }

  int at() {
    return at;
  }

  int exactHash() {
    return exactHash;
  }

  @Nullable Checkpoint parent() {
    return parent;
  }

  boolean isOpen() {
    return branches > 0;
  }

  /// Whether a path from here was cut because of an open checkpoint: then the marks here are never
  /// final, and everything counts as marked.
  boolean isInLoop() {
    return inLoop;
  }

  /// How strictly a path must be compared with it to be cut now.
  StateComparison.Mode comparison() {
    return isOpen() || inLoop ? StateComparison.Mode.COVERED : StateComparison.Mode.MARKED;
  }

  void addBranch() {
    branches++;
  }

  /// A path from here has ended, and with it maybe the last.
  static void endPath(@Nullable Checkpoint last) {
    for (var at = last; at != null; at = at.parent) {
      if (--at.branches > 0) {
        return;
      }
      at.close();
    }
  }

  /// All paths from here have ended. What mattered here mattered for the paths that came back too,
  /// and what they were computed from may lie here again.
  private void close() {
    for (boolean changed = !returning.isEmpty(); changed; ) {
      changed = false;
      for (var edge : returning) {
        changed |= Marks.copy(edge.to, edge.path, StateComparison.Mode.MARKED);
      }
    }
    if (parent != null && parent.inLoop) {
      parent.returning.addAll(returning);
    }
    returning.clear();
    if (!inLoop) {
      // What lies in a loop is still needed when the loop's head is closed.
      scalars.forEach(Scalar::freeze);
    }
    scalars.clear();
  }

  /// A path was cut at `target`, which is open and lies on that path.
  static void closeLoop(Path path, Checkpoint target) {
    target.returning.add(new BackEdge(path, target));
    for (var at = path.last; at != null; at = at.parent) {
      at.inLoop = true;
      if (at == target) {
        return;
      }
    }
  }

  /// The slots of frame `depth` that some path from here read before writing.
  long read(int depth) {
    return read[depth];
  }

  /// [#read(int)] of all frames.
  long[] read() {
    return read.clone();
  }

  /// A path that goes through `last` reads a slot of which it has not written anything since.
  static boolean markRead(@Nullable Checkpoint last, int depth, int slot) {
    long bit = 1L << slot;
    boolean changed = false;
    for (var at = last; at != null; at = at.parent) {
      if (depth >= at.read.length || (at.read[depth] & bit) != 0) {
        return changed;
      }
      at.read[depth] |= bit;
      changed = true;
      if ((at.written[depth] & bit) != 0) {
        return true;
      }
    }
    return changed;
  }
}
