package mortise.runtime;

/// Ends a run from within a function that it called. Never leaves the instance.
final class Unwinding extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final long number;

  Unwinding(long number) {
    super("the run is ended by " + number, null, false, false);
    this.number = number;
  }
}
