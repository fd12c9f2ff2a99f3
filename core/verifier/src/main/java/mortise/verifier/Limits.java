package mortise.verifier;

/// How much may be explored before the answer is *undecided*, and how much of it is skipped.
///
/// @param instructions how many instructions, over all paths
/// @param pendingBranches how many branches may wait at a time
/// @param obligations for how many things a program may owe at a time
/// @param kept how many registers and stack slots the states may have, together, that are saved to
///   be compared with; each takes some 100 bytes
/// @param pruning when states are saved to be compared with
public record Limits(
    int instructions, int pendingBranches, int obligations, int kept, Pruning pruning) {
  /// How eagerly paths are cut whose state is covered by one that was explored before. The verdict
  /// does not depend on it, but for what is *undecided*.
  public enum Pruning {
    /// As the kernel does: a state is saved now and then.
    NORMAL,
    /// At every instruction where it is possible, as under `BPF_F_TEST_STATE_FREQ`.
    EAGER,
    /// Never: every path is followed to its end, and loops until the limit is reached.
    NONE
  }

  // More than pointers to them could be kept in registers and on stacks. What is known of things
  // grows with the square of their number: a program that piles them up would not come to the limit
  // of instructions in hours.
  private static final int OBLIGATIONS = 1024;

  private static final int KEPT = 4_000_000;

  /// The kernel's: a million instructions, 8,192 branches.
  public static final Limits LINUX = new Limits(1_000_000, 8192);

  /// Limits with normal pruning.
  public Limits(int instructions, int pendingBranches) {
    this(instructions, pendingBranches, OBLIGATIONS, KEPT, Pruning.NORMAL);
  }

  /// The same limits with other pruning.
  public Limits with(Pruning other) {
    return new Limits(instructions, pendingBranches, obligations, kept, other);
  }

  /// The same limits with fewer or more obligations.
  public Limits owing(int most) {
    return new Limits(instructions, pendingBranches, most, kept, pruning);
  }
}
