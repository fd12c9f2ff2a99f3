package mortise.verifier.explore;

/// There is more to explore than the limits allow; the message says which one was reached.
final class LimitReached extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String limit;

  LimitReached(String limit) {
    super(limit, null, false, false);
    this.limit = limit;
  }

  String limit() {
    return limit;
  }
}
