package mortise.verifier.explore;

import java.util.Set;
import mortise.object.Instruction;
import mortise.object.Program;
import mortise.object.Subprogram;
import mortise.verifier.rules.CallRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Frame;

/// Whether the frames of every chain of calls fit into the stack that they share.
///
/// Source: linux `check_max_stack_depth` (6.18).
final class StackDepth {
  private final Program program;
  private final int[] own;
  private final Set<Integer> later;

  private StackDepth(Program program, int[] own, Set<Integer> later) {
    this.program = program;
    this.own = own;
    this.later = later;
  }

  static void check(Program program, Explorer explorer) {
    new StackDepth(program, explorer.stackUse(), explorer.later()).check();
  }

  private void check() {
    for (var subprogram : program.subprograms()) {
      if (subprogram.start() == 0 || subprogram.global() || later.contains(subprogram.start())) {
        descend(subprogram, 0, 1);
      }
    }
  }

  private void descend(Subprogram subprogram, int above, int frames) {
    int bytes = Math.max(1, own[subprogram.start()]);
    int depth = above + (bytes + 15) / 16 * 16;
    if (depth > Frame.STACK_BYTES) {
      throw Rejection.of(CallRules.STACK_TOO_LARGE, "calls", frames, "size", depth);
    }
    if (frames > 8) {
      throw Rejection.of(CallRules.TOO_DEEP, "frames", frames);
    }
    for (int at = subprogram.start(); at < subprogram.end(); at++) {
      int callee = callee(program.at(at));
      if (callee >= 0) {
        var next = program.subprogramAt(callee);
        descend(next, depth, frames + 1);
      }
    }
  }

  /// What runs later has a stack of its own.
  private int callee(Instruction instruction) {
    return switch (instruction) {
      case Instruction.SubprogramCall call -> call.target();
      case Instruction.LoadImmediate load
          when load.value() instanceof mortise.object.ImmediateValue.FunctionAddress function ->
          later.contains(function.slot()) ? -1 : function.slot();
      default -> -1;
    };
  }
}
