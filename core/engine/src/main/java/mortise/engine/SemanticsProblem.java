package mortise.engine;

/// A semantics cannot be put together: a policy that does not exist, families that contradict each
/// other. The message says which, in one line.
public final class SemanticsProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SemanticsProblem(String message, Throwable cause) {
    super(message, cause);
  }

  SemanticsProblem(String message) {
    super(message);
  }
}
