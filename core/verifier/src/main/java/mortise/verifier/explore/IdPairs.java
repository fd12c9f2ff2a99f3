package mortise.verifier.explore;

import java.util.Arrays;

/// Which id of one state stands for which of another: at most one each way. Mostly there are few,
/// which are searched one after the other; many are found by their hash.
///
/// Source: linux `struct bpf_idmap`, `check_ids` (6.18).
final class IdPairs {
  private static final int[] NONE = {};
  private static final int FEW = 16;

  /// Old, new, old, new, ...
  private int[] pairs = NONE;

  private int used;

  /// Where the pairs are, by the old and by the new id, plus 1; empty while there are few.
  private int[] byOld = NONE;

  private int[] byNow = NONE;

  /// Whether `old` stands for `now`, or may from here on. Neither is 0.
  boolean match(int old, int now) {
    if (byOld.length > 0) {
      return matchMany(old, now);
    }
    for (int i = 0; i < used; i += 2) {
      if (pairs[i] == old) {
        return pairs[i + 1] == now;
      }
      if (pairs[i + 1] == now) {
        return false;
      }
    }
    append(old, now);
    return true;
  }

  private boolean matchMany(int old, int now) {
    int there = find(byOld, 0, old);
    if (there >= 0) {
      return pairs[there + 1] == now;
    }
    if (find(byNow, 1, now) >= 0) {
      return false;
    }
    append(old, now);
    return true;
  }

  private void append(int old, int now) {
    if (used == pairs.length) {
      pairs = Arrays.copyOf(pairs, Math.max(2 * FEW, 2 * used));
    }
    pairs[used] = old;
    pairs[used + 1] = now;
    used += 2;
    if (used > 2 * FEW && 2 * used > byOld.length) {
      byOld = new int[4 * used];
      byNow = new int[4 * used];
      for (int i = 0; i < used; i += 2) {
        insert(byOld, pairs[i], i);
        insert(byNow, pairs[i + 1], i);
      }
    } else if (byOld.length > 0) {
      insert(byOld, old, used - 2);
      insert(byNow, now, used - 2);
    }
  }

  private static void insert(int[] index, int id, int where) {
    int at = start(index, id);
    while (index[at] != 0) {
      at = (at + 1) % index.length;
    }
    index[at] = where + 1;
  }

  /// Where the pair is whose old id (`side` 0) or new id (1) it is; -1 if there is none.
  private int find(int[] index, int side, int id) {
    for (int at = start(index, id); index[at] != 0; at = (at + 1) % index.length) {
      if (pairs[index[at] - 1 + side] == id) {
        return index[at] - 1;
      }
    }
    return -1;
  }

  private static int start(int[] index, int id) {
    return Integer.remainderUnsigned(id * 0x9e3779b9, index.length);
  }

  /// What an old id stands for; 0 if nothing.
  int of(int old) {
    if (byOld.length > 0) {
      int there = find(byOld, 0, old);
      return there < 0 ? 0 : pairs[there + 1];
    }
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
