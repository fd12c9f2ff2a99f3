package mortise.spi;

/// What this copy of the contract is.
public final class Spi {
  /// The version of the contract. It stays 0.x until the proposal semantics is complete: a minor
  /// step may break plugins, and a plugin says which steps it accepts ([FamilyInfo#spi]).
  public static final Version VERSION = new Version(0, 1, 0);

  private Spi() {}
}
