package mortise.runtime.schedule;

/// The states that were explored, and with how many preemptions to spare.
///
/// A state is the signature of what happened; beside it, for each CPU that may have gone last (and
/// for the case that the last one cannot go on), the most preemptions that were left there, plus
/// one, a byte each.
final class Visited {
  private static final int FREE = 7;

  private final int most;
  private long[] keys = new long[1 << 12];
  private long[] budgets = new long[1 << 12];
  private int count;

  /// @param most how many states are remembered; those beyond are explored again
  Visited(int most) {
    this.most = most;
  }

  /// Whether the state was explored with at least what is left now; notes it if not.
  ///
  /// @param last the CPU that went last, if it can go on; -1 if it cannot
  /// @param left preemptions, at most 250
  boolean covers(long signature, int last, int left) {
    long key = signature == 0 ? 1 : signature;
    int at = find(key);
    long known = budgets[at];
    int own = last < 0 ? FREE : last;
    for (int slot = 0; slot < 8; slot++) {
      int budget = (int) (known >>> (slot * 8)) & 0xff;
      // Whoever may choose anybody without paying can do all that others can, and so can whoever
      // has one preemption more.
      int needed = slot == own || slot == FREE ? left + 1 : left + 2;
      if (budget >= needed) {
        return true;
      }
    }
    if (keys[at] == 0) {
      if (count >= most) {
        return false;
      }
      keys[at] = key;
      count++;
    }
    int shift = own * 8;
    budgets[at] = (known & ~(0xffL << shift)) | ((left + 1L) << shift);
    if (count * 2 > keys.length) {
      grow();
    }
    return false;
  }

  private int find(long key) {
    int mask = keys.length - 1;
    int at = (int) (key ^ (key >>> 32)) & mask;
    while (keys[at] != 0 && keys[at] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    var oldKeys = keys;
    var oldBudgets = budgets;
    keys = new long[oldKeys.length * 2];
    budgets = new long[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int at = find(oldKeys[i]);
        keys[at] = oldKeys[i];
        budgets[at] = oldBudgets[i];
      }
    }
  }

  int count() {
    return count;
  }
}
