package mortise.testkit.generate;

/// A file that is no saved case. The message is one line: `one.txt:3: 'x' is no number`.
public final class SavedCaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param line from 1; 0 where the problem is the file's
  SavedCaseException(String file, int line, String problem) {
    super(
        line == 0 ? "%s: %s".formatted(file, problem) : "%s:%d: %s".formatted(file, line, problem));
  }
}
