package mortise.verifier.explore;

/// What it took to verify a program.
final class Statistics {
  int instructions;
  int jumps;
  int states;
  int totalStates;
  int peakStates;
  int mostStatesAtOnce;
}
