package mortise.spi;

/// A helper family: type rules and runtime halves of the functions and fields that belong together.
///
/// A plugin offers one by `provides mortise.spi.HelperFamily with …;` in its `module-info.java`,
/// and needs nothing else to be found. The class has a public constructor without parameters. One
/// instance may be asked to declare itself for many semantics at once, from many threads.
public interface HelperFamily {
  FamilyInfo info();

  /// Declares everything that this family adds to a semantics. Declaring is all that happens here:
  /// nothing is verified or run yet.
  void declare(Declarations in);
}
