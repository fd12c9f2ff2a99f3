package mortise.verifier.belief;

import mortise.verifier.state.State;
import org.jspecify.annotations.Nullable;

/// One time that exploration came to an instruction: what was believed there, and where it went.
/// Visits are a tree, but for paths that were cut because another visit covers them.
public final class Visit {
  private final int slot;
  private final State state;
  private final long[] written;
  private @Nullable Visit next;
  private @Nullable Visit sibling;
  private @Nullable Cover cover;

  /// Why a path ended here although its program did not.
  ///
  /// Only what matters need be alike: numbers that are not precise and stack slots that are not in
  /// `read` may be anything.
  ///
  /// @param by the visit that covers this one: whatever can happen here can happen there
  /// @param read the stack slots, a bit each, that matter, for each frame
  public record Cover(Visit by, long[] read) {}

  /// @param state a copy that nobody changes
  /// @param written the stack slots written since the last checkpoint, a bit each, for each frame
  public Visit(int slot, State state, long[] written) {
    this.slot = slot;
    this.state = state;
    this.written = written;
  }

  /// The instruction that was about to be processed.
  public int slot() {
    return slot;
  }

  public State state() {
    return state;
  }

  /// The slots of the frame at `depth` written since the last checkpoint before this visit.
  public long written(int depth) {
    return written[depth];
  }

  /// The first of the visits that may come next; null at the end of a path.
  public @Nullable Visit next() {
    return next;
  }

  /// The next of the visits that may come next to the same one.
  public @Nullable Visit sibling() {
    return sibling;
  }

  public void add(Visit another) {
    another.sibling = next;
    next = another;
  }

  /// What covers it; null where exploration went on.
  public @Nullable Cover cover() {
    return cover;
  }

  public void setCover(Cover value) {
    cover = value;
  }
}
