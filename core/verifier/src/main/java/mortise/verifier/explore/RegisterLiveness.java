package mortise.verifier.explore;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Function;
import mortise.object.Instruction;
import mortise.object.Operand;
import mortise.object.Program;
import mortise.verifier.rulebook.FunctionPlan;
import org.jspecify.annotations.Nullable;

/// Which registers may still be read, for each instruction: a bit each, found backwards over the
/// control flow of each subprogram.
///
/// Source: linux `compute_live_registers` (6.18).
final class RegisterLiveness {
  private static final int ARGUMENTS = 5;
  private static final int CALLER_SAVED = 0b111111;

  private final int[] before;

  /// @param calls what is known of a function that is called, null for all others
  RegisterLiveness(
      Program program, ControlFlow flow, Function<Instruction.Call, @Nullable FunctionPlan> calls) {
    before = new int[program.size()];
    var pending = new ArrayDeque<Integer>();
    for (int at = program.size() - 1; at >= 0; at--) {
      pending.add(at);
    }
    var waiting = new boolean[program.size()];
    Arrays.fill(waiting, true);
    while (!pending.isEmpty()) {
      int at = pending.poll();
      waiting[at] = false;
      int after = 0;
      for (int next : flow.successors(at)) {
        after |= before[next];
      }
      var instruction = program.at(at);
      int uses =
          instruction instanceof Instruction.Call call
              ? arguments(calls.apply(call))
              : uses(instruction);
      int now = uses | (after & ~defines(instruction));
      if (now != before[at]) {
        before[at] = now;
        for (int previous : flow.predecessors(at)) {
          if (!waiting[previous]) {
            waiting[previous] = true;
            pending.add(previous);
          }
        }
      }
    }
  }

  /// The registers that may be read at or after `at` before they are written.
  int before(int at) {
    return before[at];
  }

  private static int bit(int register) {
    return 1 << register;
  }

  private static int bit(Operand operand) {
    return operand instanceof Operand.Register r ? bit(r.number()) : 0;
  }

  /// Functions read the registers of their parameters; subprograms may read all that pass
  /// arguments.
  private static int arguments(@Nullable FunctionPlan function) {
    int last =
        function == null
            ? ARGUMENTS
            : function.parameters().stream().mapToInt(p -> p.index() + 1).max().orElse(0);
    return (2 << last) - 2;
  }

  private static int uses(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Alu i -> bit(i.destination()) | bit(i.source());
      case Instruction.Negate i -> bit(i.destination());
      case Instruction.Move i -> bit(i.source());
      case Instruction.MoveSignExtended i -> bit(i.source());
      case Instruction.AddressSpaceCast i -> bit(i.source());
      case Instruction.ByteSwap i -> bit(i.destination());
      case Instruction.Load i -> bit(i.base());
      case Instruction.Store i -> bit(i.base()) | bit(i.source());
      case Instruction.Atomic i -> bit(i.base()) | bit(i.source()) | bit(0);
      case Instruction.LoadAcquire i -> bit(i.base());
      case Instruction.StoreRelease i -> bit(i.base()) | bit(i.source());
      case Instruction.LoadImmediate i -> 0;
      case Instruction.SecondSlot i -> 0;
      case Instruction.LegacyPacketLoad i -> bit(6) | bit(i.index());
      case Instruction.Jump i -> 0;
      case Instruction.ConditionalJump i -> bit(i.destination()) | bit(i.source());
      case Instruction.MayGoto i -> 0;
      case Instruction.Call i -> arguments(null);
      case Instruction.Exit i -> bit(0);
      case Instruction.Unknown i -> 0;
    };
  }

  private static int defines(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Move i -> bit(i.destination());
      case Instruction.MoveSignExtended i -> bit(i.destination());
      case Instruction.Load i -> bit(i.destination());
      case Instruction.LoadAcquire i -> bit(i.destination());
      case Instruction.LoadImmediate i -> bit(i.destination());
      case Instruction.LegacyPacketLoad i -> CALLER_SAVED;
      case Instruction.Call i -> CALLER_SAVED;
      case Instruction.AddressSpaceCast i -> bit(i.destination());
      case Instruction.Alu i -> 0;
      case Instruction.Negate i -> 0;
      case Instruction.ByteSwap i -> 0;
      case Instruction.Store i -> 0;
      case Instruction.Atomic i -> 0;
      case Instruction.StoreRelease i -> 0;
      case Instruction.SecondSlot i -> 0;
      case Instruction.Jump i -> 0;
      case Instruction.ConditionalJump i -> 0;
      case Instruction.MayGoto i -> 0;
      case Instruction.Exit i -> 0;
      case Instruction.Unknown i -> 0;
    };
  }
}
