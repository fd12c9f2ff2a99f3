package mortise.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Which runs wait for which others to go on.
///
/// Source: linux `check_deadlock_AA`, `check_deadlock_ABBA` (6.18), which know two lengths of
/// circles.
final class Waiting {
  private final Map<Long, LongSupplier> holders = new ConcurrentHashMap<>();

  /// The run waits for whomever `holder` says.
  void wait(long run, LongSupplier holder) {
    holders.put(run, holder);
  }

  void goOn(long run) {
    holders.remove(run);
  }

  /// How many runs wait for each other in a circle with `run` in it; 0 if there is none.
  int circle(long run) {
    long at = run;
    for (int length = 1; length <= holders.size(); length++) {
      var holder = holders.get(at);
      long next = holder == null ? 0 : holder.getAsLong();
      if (next == 0) {
        return 0;
      }
      if (next == run) {
        return length;
      }
      at = next;
    }
    return 0;
  }
}
