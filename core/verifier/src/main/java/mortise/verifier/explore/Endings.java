package mortise.verifier.explore;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import mortise.object.ImmediateValue;
import mortise.object.Instruction;
import mortise.object.Program;
import mortise.object.Subprogram;
import mortise.spi.Result;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rules.Rejection;
import org.jspecify.annotations.Nullable;

/// Where a program may end other than by an exit.
final class Endings {
  private final Verification verification;
  private final Program program;
  private final Map<Integer, Set<String>> known = new HashMap<>();

  Endings(Verification verification) {
    this.verification = verification;
    program = verification.program;
  }

  /// How messages call the places where the program may end while it is in the global subprogram,
  /// as far as its callers must expect them.
  Set<String> of(Subprogram global) {
    return known.computeIfAbsent(
        global.start(),
        start -> {
          var found = new LinkedHashSet<String>();
          collect(global, found, new HashSet<>());
          return found;
        });
  }

  private void collect(Subprogram subprogram, Set<String> into, Set<Integer> seen) {
    if (!seen.add(subprogram.start())) {
      return;
    }
    for (int at = subprogram.start(); at < subprogram.end(); at++) {
      if (program.at(at) instanceof Instruction.SubprogramCall call) {
        collect(program.subprogramAt(call.target()), into, seen);
      } else {
        var ends = ends(at);
        if (ends != null && ends.throughGlobals()) {
          into.add(ends.boundary());
        }
      }
    }
  }

  /// What the call at `at` does if it does not come back.
  private Result.@Nullable Ends ends(int at) {
    var plan = plan(at);
    return plan != null && plan.result().shape() instanceof Result.Ends ends ? ends : null;
  }

  private @Nullable FunctionPlan plan(int at) {
    return program.at(at) instanceof Instruction.Call call ? verification.plan(call) : null;
  }

  /// Refuses ends in subprograms that are called back, or called from such; and what a handler must
  /// not do.
  ///
  /// Source: linux `check_max_stack_depth_subprog` (6.18).
  void check() {
    var calledBack = new HashSet<Integer>();
    for (int at = 0; at < program.size(); at++) {
      if (program.at(at) instanceof Instruction.LoadImmediate load
          && load.value() instanceof ImmediateValue.FunctionAddress function) {
        calledBack.add(function.slot());
      }
    }
    var handler = verification.handler();
    handler.ifPresent(h -> calledBack.add(h.subprogram().start()));
    var seen = new HashSet<Long>();
    descend(program.subprograms().getFirst(), false, false, calledBack, seen);
    handler.ifPresent(h -> descend(h.subprogram(), true, true, calledBack, seen));
  }

  private void descend(
      Subprogram subprogram,
      boolean inCallback,
      boolean inHandler,
      Set<Integer> calledBack,
      Set<Long> seen) {
    if (!seen.add((long) subprogram.start() << 2 | (inCallback ? 1 : 0) | (inHandler ? 2 : 0))) {
      return;
    }
    for (int at = subprogram.start(); at < subprogram.end(); at++) {
      var ends = ends(at);
      if (ends != null && inCallback) {
        verification.reject(
            Rejection.of(
                ends.notCalledBack(),
                "at",
                at,
                "subprogram",
                program.subprograms().indexOf(subprogram)));
      }
      int callee = callee(at);
      if (callee < 0) {
        continue;
      }
      boolean direct = program.at(at) instanceof Instruction.SubprogramCall;
      var next = program.subprogramAt(callee);
      checkHandler(at, next, direct, inHandler);
      descend(next, inCallback || calledBack.contains(callee), inHandler, calledBack, seen);
    }
  }

  private void checkHandler(int at, Subprogram callee, boolean direct, boolean inHandler) {
    var handler = verification.handler();
    if (handler.isEmpty()) {
      return;
    }
    var rules = handler.get().rules();
    if (direct && handler.get().is(callee)) {
      verification.reject(Rejection.of(rules.calledDirectly(), "at", at));
    }
    if (inHandler && mayLeave(callee)) {
      verification.reject(Rejection.of(rules.leavesForGood(), "at", at));
    }
  }

  private boolean mayLeave(Subprogram subprogram) {
    for (int at = subprogram.start(); at < subprogram.end(); at++) {
      var plan = plan(at);
      if (plan != null && plan.mayEnd()) {
        return true;
      }
    }
    return false;
  }

  private int callee(int at) {
    return switch (program.at(at)) {
      case Instruction.SubprogramCall call -> call.target();
      case Instruction.LoadImmediate load
          when load.value() instanceof ImmediateValue.FunctionAddress function ->
          function.slot();
      default -> -1;
    };
  }
}
