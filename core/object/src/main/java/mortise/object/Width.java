package mortise.object;

/// The width at which an arithmetic or jump instruction works on its registers.
public enum Width {
  /// The lower 32 bits; arithmetic results are zero-extended.
  W32,
  /// The whole register.
  W64;

  /// 32 or 64.
  public int bits() {
    return this == W32 ? 32 : 64;
  }
}
