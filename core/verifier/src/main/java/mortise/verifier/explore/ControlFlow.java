package mortise.verifier.explore;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Set;
import mortise.object.ImmediateValue;
import mortise.object.Instruction;
import mortise.object.Program;
import mortise.object.Subprogram;
import mortise.verifier.rulebook.RuleBook;
import mortise.verifier.rules.ProgramRules;
import mortise.verifier.rules.Rejection;

/// The shape of a program: where each instruction may go, which ones paths are compared at, and
/// whether all of it can be reached and stays where it belongs.
///
/// Source: linux `check_subprogs`, `check_cfg` (6.18).
final class ControlFlow {
  private final Program program;
  private final int[][] successors;
  private final int[][] predecessors;
  private final BitSet prunePoints = new BitSet();
  private final BitSet turns = new BitSet();
  private final BitSet starts = new BitSet();

  /// @throws Rejection if a subprogram does not end, or control leaves one
  ControlFlow(Program program) {
    this.program = program;
    program.subprograms().forEach(subprogram -> starts.set(subprogram.start()));
    checkSubprograms();
    successors = new int[program.size()][];
    for (int at = 0; at < program.size(); at++) {
      successors[at] = next(at);
    }
    predecessors = turned(successors);
  }

  /// An instruction, or what its opcode says of where control goes.
  private Instruction at(int slot) {
    return program.at(slot) instanceof Instruction.Unknown(_, var control, _) && control.isPresent()
        ? control.get()
        : program.at(slot);
  }

  /// The edges the other way round.
  private static int[][] turned(int[][] edges) {
    var count = new int[edges.length];
    for (var targets : edges) {
      for (int target : targets) {
        count[target]++;
      }
    }
    var turned = new int[edges.length][];
    for (int at = 0; at < edges.length; at++) {
      turned[at] = new int[count[at]];
    }
    for (int at = edges.length - 1; at >= 0; at--) {
      for (int target : edges[at]) {
        turned[target][--count[target]] = at;
      }
    }
    return turned;
  }

  int[] successors(int at) {
    return successors[at];
  }

  int[] predecessors(int at) {
    return predecessors[at];
  }

  /// Whether states are compared at `at`.
  boolean isPrunePoint(int at) {
    return prunePoints.get(at);
  }

  /// Whether control may come to `at` from elsewhere than from the instruction before it.
  boolean isTurn(int at) {
    return turns.get(at);
  }

  void addPrunePoint(int at) {
    prunePoints.set(at);
  }

  private void checkSubprograms() {
    if (program.size() == 0) {
      throw Rejection.of(ProgramRules.NO_EXIT);
    }
    for (var subprogram : program.subprograms()) {
      for (int at = subprogram.start(); at < subprogram.end(); at++) {
        checkInside(subprogram, at);
      }
      if (!leaves(at(subprogram.end() - 1))) {
        throw Rejection.of(ProgramRules.NO_EXIT).with("at", subprogram.end() - 1);
      }
    }
  }

  private static boolean leaves(Instruction last) {
    return last instanceof Instruction.Exit || last instanceof Instruction.Jump;
  }

  private void checkInside(Subprogram subprogram, int at) {
    int target =
        switch (at(at)) {
          case Instruction.Jump jump -> jump.target();
          case Instruction.ConditionalJump jump -> jump.target();
          case Instruction.MayGoto jump -> jump.target();
          default -> at;
        };
    if (!subprogram.contains(target)) {
      throw Rejection.of(ProgramRules.JUMP_OUT_OF_RANGE, "at", at, "target", target);
    }
    int callee =
        switch (at(at)) {
          case Instruction.SubprogramCall call -> call.target();
          case Instruction.LoadImmediate load
              when load.value() instanceof ImmediateValue.FunctionAddress function ->
              function.slot();
          default -> subprogram.start();
        };
    if (callee < 0 || !starts.get(callee)) {
      throw Rejection.of(ProgramRules.INVALID_CALL_TARGET, "at", at);
    }
  }

  private int[] next(int at) {
    var instruction = at(at);
    int after = at + instruction.slots();
    return switch (instruction) {
      case Instruction.Exit exit -> new int[0];
      case Instruction.Jump jump -> {
        turn(jump.target());
        yield new int[] {jump.target()};
      }
      case Instruction.ConditionalJump jump -> {
        prunePoints.set(at);
        turn(jump.target());
        yield after < program.size() ? new int[] {after, jump.target()} : new int[] {jump.target()};
      }
      case Instruction.MayGoto jump -> {
        prunePoints.set(at);
        turn(jump.target());
        yield new int[] {after, jump.target()};
      }
      case Instruction.SubprogramCall call -> {
        prunePoints.set(at);
        turn(call.target());
        turn(after);
        yield new int[] {after};
      }
      case Instruction.Call call -> {
        turn(after);
        yield after < program.size() ? new int[] {after} : new int[0];
      }
      case Instruction.LoadImmediate load
          when load.value() instanceof ImmediateValue.FunctionAddress function -> {
        prunePoints.set(at);
        turn(function.slot());
        turn(after);
        yield after < program.size() ? new int[] {after} : new int[0];
      }
      default -> after < program.size() ? new int[] {after} : new int[0];
    };
  }

  private void turn(int at) {
    prunePoints.set(at);
    turns.set(at);
  }

  /// Checks that all of the program can be reached.
  ///
  /// @param named the subprograms that tags of special fields name: somebody else calls them
  /// @throws Rejection if it cannot, or if a jump leads into the middle of an instruction
  void checkReachable(RuleBook rules, Set<String> named) {
    var reached = new BitSet(program.size());
    var pending = new ArrayDeque<Integer>();
    pending.push(0);
    for (int at = 0; at < program.size(); at++) {
      if (program.at(at) instanceof Instruction.LoadImmediate load
          && load.value() instanceof ImmediateValue.FunctionAddress function) {
        pending.push(function.slot());
      }
    }
    program.subprograms().stream()
        .filter(s -> s.global() || named.contains(s.name()))
        .forEach(s -> pending.push(s.start()));
    while (!pending.isEmpty()) {
      int at = pending.pop();
      if (reached.get(at)) {
        continue;
      }
      reached.set(at);
      if (at(at) instanceof Instruction.SubprogramCall call) {
        pending.push(call.target());
      }
      for (int next : successors[at]) {
        pending.push(next);
      }
    }
    boolean all = !rules.isOff(ProgramRules.UNREACHABLE);
    for (int at = 0; at < program.size(); at += program.at(at).slots()) {
      if (all && !reached.get(at)) {
        throw Rejection.of(ProgramRules.UNREACHABLE, "at", at);
      }
      if (program.at(at).slots() == 2 && reached.get(at + 1)) {
        throw Rejection.of(ProgramRules.JUMP_INTO_LOAD, "at", jumpTo(at + 1), "target", at);
      }
    }
  }

  private int jumpTo(int target) {
    return predecessors[target][0];
  }
}
