package mortise.spi;

/// Who a helper family is: its id (`list`), the semantics it offers (`linux`), its own version, and
/// the versions of the SPI that it was written for.
///
/// Two families of the same id and semantics cannot be in one [semantics][Declarations]; two
/// versions of one may be installed side by side and chosen between.
public record FamilyInfo(String id, String semantics, Version version, VersionRange spi) {
  public FamilyInfo {
    if (!id.matches("[a-z][a-z0-9-]*")) {
      throw new IllegalArgumentException("not a family id (lower case, digits, dashes): " + id);
    }
  }

  public static FamilyInfo of(String id, String semantics, String version, String spi) {
    return new FamilyInfo(id, semantics, Version.parse(version), VersionRange.parse(spi));
  }

  @Override
  public String toString() {
    return id + " " + version + " (" + semantics + ")";
  }
}
