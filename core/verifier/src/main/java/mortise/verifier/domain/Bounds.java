package mortise.verifier.domain;

/// A [ScalarRange] while it is being worked out: known bits and the bounds of the whole register
/// and of its lower half. Mutable, and never seen outside one computation.
///
/// Source: linux `reg_bounds_sync`, made sharper: bounds move to members of the known bits, and
/// ranges that wrap around are used too.
final class Bounds {
  /// Rounds after which refinement stops even if it could go on; stopping early is sound.
  private static final int MAX_ROUNDS = 8;

  final int bits;
  final Span full;
  final Span low;
  long value;
  long mask;
  private boolean contradiction;

  /// Starts from parts that all hold; either span may know nothing.
  Bounds(Tnum tnum, Span full, Span low) {
    this.bits = full.bits;
    this.full = full;
    this.low = low;
    this.value = tnum.value();
    this.mask = tnum.mask();
  }

  static Bounds of(ScalarRange range, int bits) {
    return new Bounds(range.tnum(), range.span(bits, bits), range.span(bits / 2, bits));
  }

  /// Keeps only what `tnum` has too.
  Bounds intersect(Tnum tnum) {
    learn(tnum.value(), tnum.mask());
    return this;
  }

  private void learn(long otherValue, long otherMask) {
    if (((value ^ otherValue) & ~mask & ~otherMask) != 0) {
      contradiction = true;
    } else {
      mask &= otherMask;
      value = (value | otherValue) & ~mask;
    }
  }

  /// Lets all parts learn from each other; the result is [ScalarRange#EMPTY] if they contradict.
  ScalarRange normalize() {
    if (contradiction || full.isEmpty() || low.isEmpty()) {
      return ScalarRange.EMPTY;
    }
    if (mask == Bits.mask(bits) && full.isEverything() && low.isEverything()) {
      return new ScalarRange(this);
    }
    long greatest = Bits.lesser(full.umax, value | mask);
    if (Bits.atMost(greatest, Bits.greatest(low.bits))
        || (full.smin >= 0 && full.smax <= Bits.greatest(low.bits))) {
      return normalizeSmall();
    }
    for (int round = 0; round < MAX_ROUNDS; round++) {
      if (!learnOnce()) {
        break;
      }
      if (contradiction || full.isEmpty() || low.isEmpty()) {
        return ScalarRange.EMPTY;
      }
    }
    return new ScalarRange(this);
  }

  /// The common case of small numbers: all bounds are about the same number.
  private ScalarRange normalizeSmall() {
    long min = Math.max(full.smin, Math.max(low.umin, low.smin));
    long max = Math.min(full.smax, Math.min(low.umax, low.smax));
    // A greatest number beyond the signed ones says no more than the others do.
    min = full.umin < 0 ? Long.MAX_VALUE : Math.max(min, full.umin);
    max = full.umax < 0 ? max : Math.min(max, full.umax);
    return min <= max ? SmallNumbers.normalize(new Tnum(value, mask), min, max) : ScalarRange.EMPTY;
  }

  /// One round; says whether anything was learnt.
  private boolean learnOnce() {
    long beforeMask = mask;
    long umin = full.umin;
    long umax = full.umax;
    long smin = full.smin;
    long smax = full.smax;
    long lowUmin = low.umin;
    long lowUmax = low.umax;
    long lowSmin = low.smin;
    long lowSmax = low.smax;
    long lowMask = Bits.mask(low.bits);
    full.clipToBits(value, mask);
    low.clipToBits(value & lowMask, mask & lowMask);
    full.reconcile();
    low.reconcile();
    narrowLow(lowMask);
    narrowFull(lowMask);
    learnBits(lowMask);
    return contradiction
        || mask != beforeMask
        || !full.equals(umin, umax, smin, smax)
        || !low.equals(lowUmin, lowUmax, lowSmin, lowSmax);
  }

  /// As [#normalize()], but gives `before` itself where nothing was learnt.
  ScalarRange normalize(ScalarRange before) {
    ScalarRange after = normalize();
    return after.equals(before) ? before : after;
  }

  private void narrowLow(long lowMask) {
    if (Bits.atMost(full.umax - full.umin, lowMask)) {
      low.clip(full.umin, full.umax);
    }
    if (Bits.atMost(full.smax - full.smin, lowMask)) {
      low.clip(full.smin, full.smax);
    }
  }

  private void narrowFull(long lowMask) {
    if (low.umin != 0 || low.umax != lowMask) {
      clipLowHalves(low.umin, low.umax, lowMask);
    }
    if (low.smin < 0 && low.smax >= 0) {
      clipLowHalves(low.smin & lowMask, low.smax, lowMask);
    }
  }

  /// Moves the bounds to numbers whose lower half lies on the way up from `from` to `to`, which may
  /// wrap around.
  private void clipLowHalves(long from, long to, long lowMask) {
    long up = nextUp(full.umin, from, to, lowMask);
    long down = nextDown(full.umax, from, to, lowMask);
    contradiction |= Bits.below(up, full.umin) || Bits.below(full.umax, down);
    contradiction |= Bits.below(Bits.mask(bits), up);
    full.umin = up;
    full.umax = down;
    up = nextUp(full.smin, from, to, lowMask);
    down = nextDown(full.smax, from, to, lowMask);
    contradiction |= up < full.smin || full.smax < down;
    contradiction |= up > Bits.greatest(bits) || down < Bits.least(bits);
    full.smin = up;
    full.smax = down;
  }

  /// The least number from `bound` up with such a lower half; it may be beyond the width.
  private static long nextUp(long bound, long from, long to, long lowMask) {
    long part = bound & lowMask;
    if (onTheWay(part, from, to)) {
      return bound;
    }
    return bound - part + from + (part < from ? 0 : lowMask + 1);
  }

  private static long nextDown(long bound, long from, long to, long lowMask) {
    long part = bound & lowMask;
    if (onTheWay(part, from, to)) {
      return bound;
    }
    return bound - part + to - (part > to ? 0 : lowMask + 1);
  }

  private static boolean onTheWay(long part, long from, long to) {
    return from <= to ? from <= part && part <= to : from <= part || part <= to;
  }

  private void learnBits(long lowMask) {
    long unknown = Bits.fillBelow(full.umin ^ full.umax);
    learn(full.umin & ~unknown, unknown);
    long lowUnknown = Bits.fillBelow(low.umin ^ low.umax);
    learn(low.umin & ~lowUnknown, lowUnknown | ~lowMask);
  }
}
