package mortise.engine.checked;

import java.util.Arrays;
import mortise.runtime.RunState;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Value;
import org.jspecify.annotations.Nullable;

/// Holds the values of one moment of a run against what was believed of them, each alone and those
/// among each other that were believed to be related.
final class ValueChecker {
  private static final long LOW = 0xffff_ffffL;

  /// Numbers by what was believed to be equal about them.
  static final class Groups {
    private int[] ids = new int[16];
    private long[] common = new long[16];
    private int count;

    boolean has(int id) {
      return indexOf(id) >= 0;
    }

    /// What the members have in common of a group that there is.
    long of(int id) {
      return common[indexOf(id)];
    }

    private int indexOf(int id) {
      for (int i = 0; i < count; i++) {
        if (ids[i] == id) {
          return i;
        }
      }
      return -1;
    }

    /// Whether `value` is what all others of the group have.
    boolean agrees(int id, long value) {
      int known = indexOf(id);
      if (known >= 0) {
        return common[known] == value;
      }
      if (count == ids.length) {
        ids = Arrays.copyOf(ids, 2 * count);
        common = Arrays.copyOf(common, 2 * count);
      }
      ids[count] = id;
      common[count++] = value;
      return true;
    }
  }

  private final Groups links = new Groups();

  // Of the lower 32 bits, which is all that is known of narrow ones.
  private final Groups lowLinks = new Groups();
  private final Groups things = new Groups();
  private final PointerChecker pointers = new PointerChecker();
  private boolean markedOnly;

  /// Begins with another moment.
  ///
  /// @param onlyMarked whether only numbers whose value mattered are believed in
  void begin(RunState now, int base, boolean onlyMarked) {
    links.count = 0;
    lowLinks.count = 0;
    things.count = 0;
    markedOnly = onlyMarked;
    pointers.begin(now, base);
  }

  /// Where the things start to which pointers were found to point in this moment, by id.
  Groups things() {
    return things;
  }

  /// What is wrong with a value; null if nothing is.
  @Nullable Mismatch check(Value believed, long actual) {
    // Not a switch: this is where checked runs spend their time.
    if (believed instanceof Scalar scalar) {
      return scalar(scalar, actual);
    }
    return believed instanceof Pointer pointer ? pointer(pointer, actual) : null;
  }

  /// Whether more is believed of the value than can be seen from it alone.
  static boolean isRelated(Value believed) {
    return believed instanceof Scalar scalar
        ? scalar.link() != 0
        : believed instanceof Pointer pointer && pointer.id() != 0;
  }

  private @Nullable Mismatch scalar(Scalar believed, long actual) {
    if (markedOnly && !believed.isPrecise()) {
      return null;
    }
    if (!believed.range().contains(actual)) {
      return new Mismatch(
          "scalar-range",
          "was believed to be %s, and is %d (0x%x)".formatted(believed.range(), actual, actual));
    }
    if (believed.link() != 0 && !isAtDistance(believed, actual)) {
      return new Mismatch(
          "scalar-link",
          "is %d (0x%x), and not as far as was believed from another number"
              .formatted(actual, actual));
    }
    return null;
  }

  private boolean isAtDistance(Scalar believed, long actual) {
    long base = actual - believed.delta();
    return lowLinks.agrees(believed.link(), base & LOW)
        && (believed.isNarrow() || links.agrees(believed.link(), base));
  }

  private @Nullable Mismatch pointer(Pointer believed, long actual) {
    if (believed.poisonFor("*") != null) {
      return null;
    }
    if (actual == 0 && believed.nullable()) {
      return related(believed, 0, actual);
    }
    var mismatch = pointers.check(believed, actual);
    return mismatch != null || !pointers.isThingKnown()
        ? mismatch
        : related(believed, pointers.thing(), actual);
  }

  private @Nullable Mismatch related(Pointer believed, long thing, long actual) {
    if (believed.id() == 0 || things.agrees(believed.id(), thing)) {
      return null;
    }
    return new Mismatch(
        "pointer-identity",
        "is 0x%x, and was believed to point to the same thing as another pointer"
            .formatted(actual));
  }
}
