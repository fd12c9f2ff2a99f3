package mortise.runtime.schedule;

/// How far an exploration goes.
///
/// @param preemptions how often a schedule may leave a CPU that could go on, 0 to 250
/// @param operations how many operations a schedule may have; one with more is a failure
/// @param reduced whether schedules that can show nothing new are left out
/// @param states how many states are remembered, each of which takes 32 bytes
public record Bounds(int preemptions, int operations, boolean reduced, int states) {
  /// The most CPUs that can be explored.
  public static final int MOST_CPUS = 7;

  /// The most preemptions.
  public static final int MOST_PREEMPTIONS = 250;

  /// 2 preemptions, 100,000 operations, reduced, 8 million states.
  public static final Bounds DEFAULT = new Bounds(2, 100_000, true, 8 << 20);

  public Bounds {
    if (preemptions < 0 || preemptions > MOST_PREEMPTIONS) {
      throw new IllegalArgumentException(
          "preemptions must be between 0 and %d, not %d".formatted(MOST_PREEMPTIONS, preemptions));
    }
    if (operations < 1 || states < 0) {
      throw new IllegalArgumentException("bounds must be positive");
    }
  }

  public Bounds withPreemptions(int most) {
    return new Bounds(most, operations, reduced, states);
  }

  public Bounds withOperations(int most) {
    return new Bounds(preemptions, most, reduced, states);
  }

  /// With nothing left out.
  public Bounds unreduced() {
    return new Bounds(preemptions, operations, false, states);
  }
}
