package mortise.cli;

/// A run that went wrong although its program was accepted.
final class RunProblem extends Exception {
  private static final long serialVersionUID = 1L;

  RunProblem(Throwable why) {
    super(why.getMessage(), why);
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
