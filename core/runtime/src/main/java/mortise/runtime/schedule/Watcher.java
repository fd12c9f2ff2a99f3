package mortise.runtime.schedule;

/// Who wants to know how far an exploration is, and may end it.
public interface Watcher {
  /// Does nothing.
  Watcher NONE = new Watcher() {};

  /// All schedules with so many preemptions are about to be explored.
  ///
  /// @param atMost about how many schedules that could be, if nothing could be left out
  default void begins(int preemptions, double atMost) {}

  /// Told now and then.
  ///
  /// @param done the share of this bound's schedules that is explored: a guess
  default void at(Report soFar, double done) {}

  /// Whether to end here.
  default boolean isEnough() {
    return false;
  }
}
