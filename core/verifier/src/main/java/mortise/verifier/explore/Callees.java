package mortise.verifier.explore;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import mortise.object.ImmediateValue;
import mortise.object.Instruction;
import mortise.object.Subprogram;
import mortise.spi.Effect;
import mortise.verifier.rulebook.FunctionPlan;
import org.jspecify.annotations.Nullable;

/// What functions subprograms call, themselves or through those that they call or have called back:
/// what is written there, whether it is reached or not.
///
/// Source: linux `merge_callee_effects` (6.18).
record Callees(Verification verification) {
  /// Whether something that may sleep is called.
  boolean mightSleep(Subprogram subprogram) {
    return call(subprogram, FunctionPlan::sleeps, new HashSet<>());
  }

  /// Whether what was known of packets may be wrong afterwards: something is called that changes
  /// them, or that goes on elsewhere.
  boolean changePackets(Subprogram subprogram) {
    return call(subprogram, Callees::changesPackets, new HashSet<>());
  }

  private static boolean changesPackets(FunctionPlan plan) {
    return plan.effects().stream()
        .flatMap(group -> group.effects().stream())
        .anyMatch(Callees::changesPackets);
  }

  private static boolean changesPackets(Effect effect) {
    return switch (effect) {
      case Effect.ForgetPackets e -> e.throughGlobals();
      case Effect.MayEnd e -> true;
      case Effect.When e -> e.effects().stream().anyMatch(Callees::changesPackets);
      default -> false;
    };
  }

  private boolean call(Subprogram subprogram, Predicate<FunctionPlan> what, Set<Integer> seen) {
    if (!seen.add(subprogram.start())) {
      return false;
    }
    for (int at = subprogram.start(); at < subprogram.end(); at++) {
      var plan = plan(at);
      if (plan != null && what.test(plan)) {
        return true;
      }
      int callee = callee(at);
      if (callee >= 0 && call(verification.program.subprogramAt(callee), what, seen)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable FunctionPlan plan(int at) {
    return switch (verification.program.at(at)) {
      case Instruction.HelperCall call -> verification.helper(call.id());
      case Instruction.KfuncCall call -> verification.rules.kernelFunctions().get(call.name());
      default -> null;
    };
  }

  private int callee(int at) {
    return switch (verification.program.at(at)) {
      case Instruction.SubprogramCall call -> call.target();
      case Instruction.LoadImmediate load
          when load.value() instanceof ImmediateValue.FunctionAddress function ->
          function.slot();
      default -> -1;
    };
  }
}
