package mortise.cli;

import java.util.Objects;

/// Something about the command line or a file that the user can mend; the message is one line and
/// says where.
final class InputProblem extends Exception {
  private static final long serialVersionUID = 1;

  private final String line;

  InputProblem(String line) {
    super(line);
    this.line = line;
  }

  InputProblem(String line, Throwable cause) {
    super(line, cause);
    this.line = line;
  }

  /// A problem with a text of the user's, in the words of whoever parsed it.
  static InputProblem of(IllegalArgumentException refusal) {
    return new InputProblem(
        Objects.requireNonNullElse(refusal.getMessage(), "wrong usage"), refusal);
  }

  String line() {
    return line;
  }
}
