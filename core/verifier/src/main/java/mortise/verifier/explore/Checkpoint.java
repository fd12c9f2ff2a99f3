package mortise.verifier.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
  /// A path that was cut because of a state whose marks were not final.
  private record BackEdge(Path path, Checkpoint to) {}

  private final State state;
  private final int at;
  private final int exactHash;
  private final Kept kept;
  private final long size;
  private @Nullable Checkpoint parent;
  private @Nullable Checkpoint first;
  private final int depth;
  private final long[] written;
  private final long[] read;
  private @Nullable Loop loop;
  private int branches = 1;
  private boolean inLoop;
  private boolean isFinal;
  private boolean isDropped;

  /// An ancestor at or below the nearest open one, to find that in a few steps.
  private @Nullable Checkpoint above;

  /// An ancestor in the same loop, to find the topmost in a few steps.
  private Checkpoint higher = this;

  int hits;
  int misses;

  /// The visit at which it was saved, if visits are recorded.
  @Nullable Visit visit;

  /// What becomes final together: checkpoints in a loop, and the paths that came back to them.
  private static final class Loop {
    private List<Checkpoint> members = new ArrayList<>();
    private List<BackEdge> edges = new ArrayList<>();
    private long size;

    /// Takes over what is the other's.
    void join(Loop other) {
      members = joined(members, other.members);
      edges = joined(edges, other.edges);
      size += other.size;
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
      var larger = one.size() < other.size() ? other : one;
      larger.addAll(one.size() < other.size() ? one : other);
      return larger;
    }
  }

  /// @param current the state to save; it goes on with nodes of its own
  /// @param exactHash its [hash][StateComparison#exactHash]
  /// @param kept counts what is kept
  /// @throws LimitReached if that is too much
  Checkpoint(State current, int at, int exactHash, @Nullable Checkpoint parent, Kept kept) {
    this.kept = kept;
    size = Kept.size(current);
    kept.add(size);
    this.at = at;
    this.exactHash = exactHash;
    this.parent = parent;
    above = parent;
    first = parent == null ? this : parent.first;
    depth = parent == null ? 0 : parent.depth + 1;
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
  private static void refresh(Frame frame) {
    for (int r = 0; r < Frame.REGISTERS - 1; r++) {
      if (frame.register(r) instanceof Scalar scalar) {
        frame.setRegister(r, scalar.fresh());
      }
    }
    for (int s = 0; s < frame.slotCount(); s++) {
      if (frame.slot(s) instanceof Slot.Spill spill && spill.value() instanceof Scalar scalar) {
        frame.replaceSlot(s, new Slot.Spill(scalar.fresh(), spill.size(), spill.rest()));
      }
    }
  }

  /// Nobody will be compared with it any more.
  void drop() {
    isDropped = true;
    if (isFinal) {
      kept.remove(size);
    }
  }

  /// Its marks are final: it forgets what numbers were computed from, and where it came from.
  private void settle() {
    isFinal = true;
    parent = null;
    first = null;
    above = null;
    higher = this;
    freeze();
    if (isDropped) {
      kept.remove(size);
    }
  }

  private void freeze() {
    for (int f = 0; f < state.depth(); f++) {
      var frame = state.frame(f);
      for (int r = 0; r < Frame.REGISTERS - 1; r++) {
        if (frame.register(r) instanceof Scalar scalar) {
          scalar.freeze();
        }
      }
      for (int s = 0; s < frame.slotCount(); s++) {
        if (frame.slot(s) instanceof Slot.Spill spill && spill.value() instanceof Scalar scalar) {
          scalar.freeze();
        }
      }
    }
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

  /// How strictly a path must be compared with it to be cut now.
  StateComparison.Mode comparison() {
    return isOpen() || inLoop ? StateComparison.Mode.COVERED : StateComparison.Mode.MARKED;
  }

  void addBranch() {
    branches++;
  }

  /// A path from here has ended, and with it maybe the last.
  static void endPath(@Nullable Checkpoint last) {
    for (var at = last; at != null; ) {
      if (--at.branches > 0) {
        return;
      }
      var next = at.parent;
      at.close();
      at = next;
    }
  }

  /// All paths from here have ended. Its marks are final, unless some of these paths depend on what
  /// is still to be found out further up.
  private void close() {
    if (!inLoop) {
      settle();
      return;
    }
    var ended = loop;
    loop = null;
    if (parent != null && parent.inLoop) {
      if (ended != null) {
        parent.loop().join(ended);
      }
    } else if (ended != null) {
      finish(ended);
      kept.remove(ended.size);
    }
  }

  /// What mattered where paths came back to mattered for those paths too, and what they were
  /// computed from may lie there again.
  ///
  /// Source: linux `propagate_backedges` (6.18).
  private static void finish(Loop ended) {
    for (boolean changed = true; changed; ) {
      changed = false;
      for (var edge : ended.edges) {
        changed |= Marks.copy(edge.to, edge.path, StateComparison.Mode.MARKED);
      }
    }
    for (var member : ended.members) {
      member.inLoop = false;
      member.settle();
    }
  }

  private Loop loop() {
    var mine = loop;
    if (mine == null) {
      mine = new Loop();
      loop = mine;
    }
    return mine;
  }

  /// A path was cut because `old` covers it, whose marks are not final: when they are, they are the
  /// path's too, and until then the marks of the path's checkpoints are not final either.
  static void await(Path path, Checkpoint old) {
    var last = path.last;
    if (last == null || last.first != old.first) {
      // Nothing that `old` waits for ends after this path: no time will be right.
      Marks.copy(old, path, StateComparison.Mode.COVERED);
      return;
    }
    Marks.copy(old, path, StateComparison.Mode.MARKED);
    // Open checkpoints lie on the path, as paths are explored depth first.
    var open = old.nearestOpen();
    var loop = open.loop();
    loop.edges.add(new BackEdge(path, old));
    long size = Kept.size(path.state);
    loop.size += size;
    old.kept.add(size);
    for (Checkpoint at = last; at != null && at.depth >= open.depth; at = at.parent) {
      if (at.inLoop) {
        at = at.highest();
      } else {
        at.inLoop = true;
        loop.members.add(at);
      }
    }
  }

  private Checkpoint nearestOpen() {
    var open = this;
    while (!open.isOpen()) {
      open = Objects.requireNonNull(open.above, "marks that nobody waits for");
    }
    for (var at = this; at != open; ) {
      var next = Objects.requireNonNull(at.above);
      at.above = open;
      at = next;
    }
    return open;
  }

  /// The topmost of the checkpoints above that are in a loop, without a gap.
  private Checkpoint highest() {
    var top = this;
    for (var next = top.parent; next != null && next.inLoop; next = top.parent) {
      top = top.higher == top ? next : top.higher;
    }
    for (var at = this; at != top; ) {
      var next = at.higher == at && at.parent != null ? at.parent : at.higher;
      at.higher = top;
      at = next;
    }
    return top;
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
