package mortise.verifier.explore;

import java.util.Arrays;

/// Which id of one state stands for which of another: at most one each way. There are few, so they
/// are searched one after the other.
///
/// Source: linux `struct bpf_idmap`, `check_ids` (6.18).
final class IdPairs {
  private static final int[] NONE = {};

  /// Old, new, old, new, ...
  private int[] pairs = NONE;

  private int used;

  /// Whether `old` stands for `now`, or may from here on. Neither is 0.
  boolean match(int old, int now) {
    for (int i = 0; i < used; i += 2) {
      if (pairs[i] == old) {
        return pairs[i + 1] == now;
      }
      if (pairs[i + 1] == now) {
        return false;
      }
    }
    if (used == pairs.length) {
      pairs = Arrays.copyOf(pairs, Math.max(16, 2 * used));
    }
    pairs[used++] = old;
    pairs[used++] = now;
    return true;
  }

  /// What an old id stands for; 0 if nothing.
  int of(int old) {
    for (int i = 0; i < used; i += 2) {
      if (pairs[i] == old) {
        return pairs[i + 1];
      }
    }
    return 0;
  }

  int size() {
    return used / 2;
  }

  int old(int index) {
    return pairs[2 * index];
  }

  int now(int index) {
    return pairs[2 * index + 1];
  }
}
