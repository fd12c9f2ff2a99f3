package mortise.runtime;

/// Carries an interruption from where it is noticed to the interpreter, which knows the place.
final class RunInterrupted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RunInterrupted(String problem) {
    super(problem, null, false, false);
  }
}
