package mortise.verifier.state;

import java.util.ArrayDeque;
import mortise.verifier.domain.ScalarRange;
import org.jspecify.annotations.Nullable;

/// A number: what it may be, and what it was computed from.
///
/// The value is immutable but for one mark: *precise*, that its exact range mattered for what was
/// decided later. The mark flows back along the links to what the value was computed from. A value
/// without the mark in a finished checkpoint matches any number.
///
/// Values are linked when they are known to differ by a constant: with equal [#link], not 0, each
/// is one number plus its [#delta], or, where it [is narrow][#isNarrow], the lower 32 bits of that.
public final class Scalar implements Value {
  private final ScalarRange range;
  private final int link;
  private final int delta;
  private final boolean narrow;
  private final int origin;
  private @Nullable Scalar left;
  private @Nullable Scalar right;
  private boolean precise;

  private Scalar(
      ScalarRange range,
      int link,
      int delta,
      boolean narrow,
      int origin,
      @Nullable Scalar left,
      @Nullable Scalar right) {
    this.range = range;
    this.link = link;
    this.delta = delta;
    this.narrow = narrow;
    this.origin = origin;
    this.left = left;
    this.right = right;
  }

  /// A number that comes from nowhere in particular.
  ///
  /// @param origin the instruction that made it
  public static Scalar of(ScalarRange range, int origin) {
    return new Scalar(range, 0, 0, false, origin, null, null);
  }

  public static Scalar unknown(int origin) {
    return of(ScalarRange.UNKNOWN, origin);
  }

  public static Scalar constant(long value, int origin) {
    return of(ScalarRange.constant(value), origin);
  }

  /// A number computed from others.
  public static Scalar from(
      ScalarRange range, int origin, @Nullable Scalar left, @Nullable Scalar right) {
    return new Scalar(range, 0, 0, false, origin, left, right);
  }

  /// The same number as a node of its own: its mark is its own, and flows back here.
  public Scalar fresh() {
    return new Scalar(range, link, delta, narrow, origin, this, null);
  }

  /// The same number, the one that others are linked to.
  public Scalar linked(int toLink) {
    return new Scalar(range, toLink, 0, false, origin, this, null);
  }

  /// The same number, linked to what `base` is linked to, and at this distance from it.
  ///
  /// @param low whether the sum has 32 bits, the upper ones being zero
  public Scalar linked(Scalar base, int withDelta, boolean low) {
    return new Scalar(range, base.link, withDelta, low, origin, this, null);
  }

  /// The same number after a comparison told more about it. Both sides of the comparison count as
  /// what it was computed from.
  public Scalar refined(ScalarRange to, int at, @Nullable Scalar other) {
    return new Scalar(to, link, delta, narrow, at, this, other);
  }

  /// What it may be. Whoever decides something by it must [mark][#mark] it.
  public ScalarRange range() {
    return range;
  }

  /// 0, or what linked values share.
  public int link() {
    return link;
  }

  public int delta() {
    return delta;
  }

  /// Whether the delta was added to the lower 32 bits alone.
  public boolean isNarrow() {
    return narrow;
  }

  /// Whether it is linked, and equal to what the others are linked to.
  public boolean isBase() {
    return link != 0 && delta == 0 && !narrow;
  }

  /// Whether both are as far from what they are linked to.
  public boolean isAsFar(Scalar other) {
    return delta == other.delta && narrow == other.narrow;
  }

  /// The instruction that made it.
  public int origin() {
    return origin;
  }

  public boolean isPrecise() {
    return precise;
  }

  /// Says that the exact range mattered, here and in all that it was computed from.
  public Scalar mark() {
    if (precise) {
      return this;
    }
    var pending = new ArrayDeque<Scalar>();
    pending.push(this);
    while (!pending.isEmpty()) {
      var next = pending.pop();
      if (next.precise) {
        continue;
      }
      next.precise = true;
      if (next.left != null) {
        pending.push(next.left);
      }
      if (next.right != null) {
        pending.push(next.right);
      }
    }
    return this;
  }

  /// Forgets what it was computed from: nothing can be learnt about it any more.
  public void freeze() {
    left = null;
    right = null;
  }

  @Override
  public String toString() {
    return range.toString();
  }
}
