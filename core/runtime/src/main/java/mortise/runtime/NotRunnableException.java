package mortise.runtime;

/// An instance that cannot be made: a map without a runtime half, or not enough memory.
public final class NotRunnableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotRunnableException(String problem) {
    super(problem);
  }
}
