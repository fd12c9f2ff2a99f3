package mortise.plugin.map;

/// What map functions answer when they refuse: negative errno numbers.
final class Errors {
  static final int NO_ENTRY = -2;
  static final int TOO_BIG = -7;
  static final int NO_MEMORY = -12;
  static final int EXISTS = -17;
  static final int INVALID = -22;

  /// `BPF_NOEXIST` and `BPF_EXIST`.
  static final long ONLY_NEW = 1;

  static final long ONLY_OLD = 2;

  private Errors() {}
}
