package mortise.verifier.explore;

import java.util.HashSet;
import java.util.Set;
import mortise.object.Instruction;
import mortise.verifier.state.Frame;
import mortise.verifier.state.State;

/// How much of the stack subprograms were found to use, and what else decides where their frames
/// lie. Subprograms go by their first slots.
final class StackUse {
  private final Verification verification;
  private final int[] bytes;
  private final Set<Integer> later = new HashSet<>();

  StackUse(Verification verification) {
    this.verification = verification;
    bytes = new int[verification.program.size()];
  }

  void leave(Frame frame) {
    int start = frame.subprogram();
    bytes[start] = Math.max(bytes[start], 8 * frame.slotCount());
  }

  /// The path ends, with all its frames.
  void end(State state) {
    for (int f = 0; f < state.depth(); f++) {
      leave(state.frame(f));
    }
  }

  void runLater(int start) {
    later.add(start);
  }

  /// The subprograms that run later, on their own.
  Set<Integer> later() {
    var all = new HashSet<>(later);
    verification.handler().ifPresent(handler -> all.add(handler.subprogram().start()));
    return all;
  }

  /// How many bytes each subprogram uses, at its first slot.
  int[] bytes() {
    return bytes;
  }

  /// The subprograms that call something that may go on elsewhere, for good.
  Set<Integer> leaving() {
    var leaving = new HashSet<Integer>();
    var program = verification.program;
    for (int at = 0; at < program.size(); at++) {
      if (program.at(at) instanceof Instruction.Call call) {
        var plan = verification.plan(call);
        if (plan != null && plan.mayEnd()) {
          leaving.add(program.subprogramAt(at).start());
        }
      }
    }
    return leaving;
  }
}
