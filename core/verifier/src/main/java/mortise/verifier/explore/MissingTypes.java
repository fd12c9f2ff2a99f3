package mortise.verifier.explore;

/// The program cannot be judged without the host's types.
final class MissingTypes extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String why;

  MissingTypes(String why) {
    super(why, null, false, false);
    this.why = why;
  }

  String why() {
    return why;
  }
}
