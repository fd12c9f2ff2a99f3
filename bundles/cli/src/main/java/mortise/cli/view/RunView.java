package mortise.cli.view;

/// What running a program gave.
///
/// @param returnValue R0 at exit
/// @param repeats how often the program ran
/// @param totalNs all runs together, in nanoseconds
public record RunView(long returnValue, int repeats, long totalNs) {
  public long averageNs() {
    return totalNs / Math.max(1, repeats);
  }
}
