package mortise.testkit;

/// One point in which a program is not as its tags say.
///
/// @param what `verdict`, `rule`, `message`, `absent message`, `run`, `value` or `remaining
///   objects`
/// @param expected in words
/// @param actual in words
public record Difference(String what, String expected, String actual) {
  /// `rule: expected list.lock-not-held, but was lock.held-at-exit`.
  @Override
  public String toString() {
    return "%s: expected %s, but was %s".formatted(what, expected, actual);
  }
}
