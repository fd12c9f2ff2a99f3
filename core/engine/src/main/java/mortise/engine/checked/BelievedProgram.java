package mortise.engine.checked;

import mortise.object.Instruction;
import mortise.object.Program;
import mortise.verifier.VerifiedProgram;
import mortise.verifier.belief.Beliefs;

/// A program with what was believed of it, ready to be held against runs.
public final class BelievedProgram {
  /// What may be another after an instruction, although nothing else is believed of it.
  enum Change {
    /// Registers of the innermost frame.
    REGISTERS,
    /// The stack too.
    MEMORY,
    /// Everything, the innermost frame itself included.
    FRAMES
  }

  private final Beliefs beliefs;
  private final Change[] changes;

  /// @throws mortise.verifier.TooMuchToRecord if there are too many states to keep
  public BelievedProgram(VerifiedProgram verified) {
    beliefs = verified.beliefs();
    changes = changes(verified.program());
  }

  private static Change[] changes(Program program) {
    var changes = new Change[program.size()];
    for (int at = 0; at < changes.length; at++) {
      changes[at] =
          switch (program.at(at)) {
            case Instruction.Store i -> Change.MEMORY;
            case Instruction.Atomic i -> Change.MEMORY;
            case Instruction.StoreRelease i -> Change.MEMORY;
            case Instruction.Call i -> Change.FRAMES;
            case Instruction.Exit i -> Change.FRAMES;
            default -> Change.REGISTERS;
          };
    }
    return changes;
  }

  Beliefs beliefs() {
    return beliefs;
  }

  /// What the instruction may change.
  Change change(int slot) {
    return changes[slot];
  }
}
