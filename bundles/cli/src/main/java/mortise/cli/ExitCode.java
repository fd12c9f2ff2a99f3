package mortise.cli;

/// What the commands return to the shell. Where several apply, the first of internal error,
/// unreadable input, rejected, undecided does.
final class ExitCode {
  static final int ACCEPTED = 0;
  static final int REJECTED = 1;
  static final int USAGE = 2;
  static final int UNDECIDED = 3;
  static final int INTERNAL = 4;

  private ExitCode() {}
}
