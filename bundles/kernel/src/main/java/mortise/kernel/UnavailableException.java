package mortise.kernel;

/// There is no kernel that could be asked; the message says why, in one line.
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnavailableException(String problem) {
    super(problem);
  }
}
