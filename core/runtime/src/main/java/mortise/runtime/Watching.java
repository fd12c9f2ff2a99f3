package mortise.runtime;

/// What an instance's runs are watched for, beside what is wrong in every semantics.
///
/// @param stack whether reading stack that nobody wrote is wrong; mainline allows it to privileged
///   programs
/// @param objects whether reading a fresh object's bytes that nobody wrote is wrong; mainline
///   allows it
public record Watching(boolean stack, boolean objects) {
  /// Only what is wrong everywhere.
  public static final Watching DEFAULT = new Watching(false, false);
}
