package mortise.verifier.rulebook;

/// A semantics cannot be put together; the message says which family, and why, in one line.
public final class SemanticsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SemanticsException(String message) {
    super(message);
  }
}
