package mortise.cli.output;

/// Makes text from files fit for a terminal: names in an object may hold anything, escape sequences
/// included.
public final class Plain {
  private Plain() {}

  /// The text with every control character but the tab replaced by `?`.
  public static String line(String text) {
    var plain = new StringBuilder(text.length());
    text.chars()
        .map(c -> Character.isISOControl(c) && c != '\t' ? '?' : c)
        .forEach(c -> plain.append((char) c));
    return plain.toString();
  }
}
