package mortise.kernel;

/// What the running kernel says of a program.
public sealed interface KernelVerdict {
  /// It may be attached.
  ///
  /// @param instructions how many the verifier processed
  /// @param microseconds how long that took
  record Accepted(long instructions, long microseconds) implements KernelVerdict {}

  /// It may not.
  ///
  /// @param message the last line of the verifier's log
  /// @param errno what `bpf(2)` failed with
  /// @param instructions how many the verifier processed, -1 if it came to none
  /// @param microseconds how long that took, -1 if it did not say
  record Rejected(String message, int errno, long instructions, long microseconds)
      implements KernelVerdict {}

  /// The verifier was not asked: something that the program needs is not to be had here.
  ///
  /// @param problem what, in a line
  record Unsupported(String problem) implements KernelVerdict {}
}
