package mortise.engine.checked;

import mortise.object.Instruction;
import mortise.object.Program;
import mortise.verifier.VerifiedProgram;
import mortise.verifier.belief.Beliefs;

/// A program with what was believed of it, ready to be held against runs.
public final class BelievedProgram {
  private final Beliefs beliefs;
  private final boolean[] writes;

  /// @throws mortise.verifier.TooMuchToRecord if there are too many states to keep
  public BelievedProgram(VerifiedProgram verified) {
    beliefs = verified.beliefs();
    writes = writes(verified.program());
  }

  private static boolean[] writes(Program program) {
    var writes = new boolean[program.size()];
    for (int at = 0; at < writes.length; at++) {
      writes[at] =
          switch (program.at(at)) {
            case Instruction.Store i -> true;
            case Instruction.Atomic i -> true;
            case Instruction.StoreRelease i -> true;
            case Instruction.Call i -> true;
            case Instruction.Exit i -> true;
            default -> false;
          };
    }
    return writes;
  }

  Beliefs beliefs() {
    return beliefs;
  }

  /// Whether the instruction may change memory or the frame, so that beliefs that stay the same
  /// have to be looked at again.
  boolean mayWrite(int slot) {
    return writes[slot];
  }
}
