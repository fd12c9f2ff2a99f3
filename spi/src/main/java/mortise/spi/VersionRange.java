package mortise.spi;

/// The versions from `from` (included) up to `to` (excluded), written `[0.1,0.2)`.
public record VersionRange(Version from, Version to) {
  /// Reads `[from,to)`.
  ///
  /// @throws IllegalArgumentException if the text is not of that form or the range is empty
  public static VersionRange parse(String text) {
    var inner = text.strip();
    var comma = inner.indexOf(',');
    if (!inner.startsWith("[") || !inner.endsWith(")") || comma < 0) {
      throw new IllegalArgumentException("not a version range of the form [from,to): " + text);
    }
    var range =
        new VersionRange(
            Version.parse(inner.substring(1, comma)),
            Version.parse(inner.substring(comma + 1, inner.length() - 1)));
    if (range.from.compareTo(range.to) >= 0) {
      throw new IllegalArgumentException("an empty version range: " + text);
    }
    return range;
  }

  public boolean contains(Version version) {
    return from.compareTo(version) <= 0 && version.compareTo(to) < 0;
  }

  @Override
  public String toString() {
    return "[" + from + "," + to + ")";
  }
}
