package mortise.testkit.generate;

/// What became of one program.
public sealed interface Outcome {

  /// It was accepted, and all runs went well.
  ///
  /// @param runs how many
  /// @param steps the instructions executed in them
  record Sound(int runs, long steps) implements Outcome {}

  /// It was rejected.
  ///
  /// @param rule the id of the rule
  /// @param message the classic last line
  record Rejected(String rule, String message) implements Outcome {}

  /// There was too much to explore.
  record Undecided(String limit) implements Outcome {}

  /// Something is wrong with the verifier or a runtime half.
  ///
  /// @param check what was checked: a violation's id, `fault.memory` or the like for a run that
  ///   ended too early, `pruning` for verdicts that differ, `crash`
  /// @param problem in words
  record Failed(String check, String problem) implements Outcome {}
}
