package mortise.spi;

/// The version of a family or of the SPI: `major.minor.micro`, ordered part by part.
public record Version(int major, int minor, int micro) implements Comparable<Version> {
  public Version {
    if (major < 0 || minor < 0 || micro < 0) {
      throw new IllegalArgumentException("a version has no negative parts");
    }
  }

  /// Reads `1`, `1.2` or `1.2.3`.
  ///
  /// @throws IllegalArgumentException if the text is none of these
  public static Version parse(String text) {
    var parts = text.strip().split("\\.", -1);
    if (parts.length > 3) {
      throw new IllegalArgumentException("not a version: " + text);
    }
    try {
      return new Version(
          Integer.parseInt(parts[0]),
          parts.length > 1 ? Integer.parseInt(parts[1]) : 0,
          parts.length > 2 ? Integer.parseInt(parts[2]) : 0);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a version: " + text, e);
    }
  }

  @Override
  public int compareTo(Version other) {
    var byMajor = Integer.compare(major, other.major);
    if (byMajor != 0) {
      return byMajor;
    }
    var byMinor = Integer.compare(minor, other.minor);
    return byMinor != 0 ? byMinor : Integer.compare(micro, other.micro);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + micro;
  }
}
