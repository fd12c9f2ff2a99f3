package mortise.verifier;

import java.util.List;

/// The answer.
public sealed interface Verdict {
  Cost cost();

  /// Nothing can go wrong.
  record Accepted(VerifiedProgram program, Cost cost) implements Verdict {}

  /// A rule is broken.
  record Rejected(List<Diagnostic> diagnostics, Cost cost) implements Verdict {
    public Rejected {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /// There was too much to explore.
  ///
  /// @param limit which limit was reached
  /// @param diagnostic where
  record Undecided(String limit, Diagnostic diagnostic, Cost cost) implements Verdict {}

  /// What it took.
  ///
  /// @param instructions how many were processed, over all paths
  /// @param limit how many might have been
  /// @param totalStates how many states were saved
  /// @param peakStates how many were kept at a time
  /// @param mostStatesAtOnce how many were kept for one instruction
  /// @param nanoseconds how long it took
  record Cost(
      int instructions,
      int limit,
      int totalStates,
      int peakStates,
      int mostStatesAtOnce,
      long nanoseconds) {
    /// The classic trailer, `processed 12 insns (limit 1000000) …`.
    public String trailer() {
      return ("processed %d insns (limit %d) max_states_per_insn %d total_states %d"
              + " peak_states %d mark_read 0")
          .formatted(instructions, limit, mostStatesAtOnce, totalStates, peakStates);
    }
  }
}
