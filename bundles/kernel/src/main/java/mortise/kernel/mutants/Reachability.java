package mortise.kernel.mutants;

import java.util.ArrayDeque;
import mortise.object.ImmediateValue;
import mortise.object.Instruction;
import mortise.object.Program;

/// Which slots control can get to, whatever the values.
final class Reachability {
  private final Program program;
  private final boolean[] reached;
  private final ArrayDeque<Integer> open = new ArrayDeque<>();

  private Reachability(Program program) {
    this.program = program;
    reached = new boolean[program.size()];
    program.subprograms().forEach(one -> reach(one.start()));
    while (!open.isEmpty()) {
      follow(open.pop());
    }
  }

  static boolean[] of(Program program) {
    return new Reachability(program).reached;
  }

  /// Whether the program has slots out of reach that were not.
  static boolean isWorse(boolean[] before, Program program) {
    boolean[] now = of(program);
    for (int slot = 0; slot < before.length; slot++) {
      if (before[slot] && !now[slot]) {
        return true;
      }
    }
    return false;
  }

  private void reach(int slot) {
    if (slot >= 0 && slot < reached.length && !reached[slot]) {
      reached[slot] = true;
      open.push(slot);
    }
  }

  private void follow(int slot) {
    Instruction instruction = program.at(slot);
    int next = slot + instruction.slots();
    switch (instruction) {
      case Instruction.Exit _ -> {}
      case Instruction.Jump jump -> reach(jump.target());
      case Instruction.ConditionalJump jump -> {
        reach(jump.target());
        reach(next);
      }
      case Instruction.MayGoto jump -> {
        reach(jump.target());
        reach(next);
      }
      case Instruction.LoadImmediate load -> {
        if (load.value() instanceof ImmediateValue.FunctionAddress(int target)) {
          reach(target);
        }
        reach(next);
      }
      default -> reach(next);
    }
  }
}
