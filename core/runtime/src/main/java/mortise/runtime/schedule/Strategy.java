package mortise.runtime.schedule;

/// Chooses who goes on.
interface Strategy {
  /// The answer that ends the schedule here.
  int STOP = -1;

  /// Whether the start of a run is an operation.
  boolean startsCount();

  /// Whether CPUs may be switched before the operation at that site.
  boolean isPoint(int site);

  /// Whether a schedule is of no use in which operations race that are no points.
  default boolean stopsAtRaces() {
    return false;
  }

  /// Whether the machine may be in a state that no other schedule of this strategy showed.
  default boolean isNew() {
    return true;
  }

  /// The CPU that goes on, of those that can: a bit each. At least one can.
  ///
  /// @param last the CPU that went last; -1 at the start
  /// @param happened what happened so far
  int choose(int last, int able, Happened happened);

  /// The CPU begins an operation, chosen or not.
  default void begins(int cpu) {}
}
