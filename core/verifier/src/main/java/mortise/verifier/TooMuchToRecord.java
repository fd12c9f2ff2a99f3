package mortise.verifier;

/// A program has more states than are kept for checking its runs.
public final class TooMuchToRecord extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooMuchToRecord(String message) {
    super(message);
  }
}
