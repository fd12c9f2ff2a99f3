package mortise.verifier;

/// How much may be explored before the answer is *undecided*.
///
/// @param instructions how many instructions, over all paths
/// @param pendingBranches how many branches may wait at a time
public record Limits(int instructions, int pendingBranches) {
  /// The kernel's: a million instructions, 8,192 branches.
  public static final Limits LINUX = new Limits(1_000_000, 8192);
}
