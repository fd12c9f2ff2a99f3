package mortise.verifier.explore;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import mortise.object.ImmediateValue;
import mortise.object.Instruction;
import mortise.object.Program;
import mortise.object.ProgramType;
import mortise.object.Subprogram;
import mortise.verifier.rules.CallRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Frame;

/// Whether the frames of every chain of calls fit into the stack that they share.
///
/// Where programs may be interrupted by others of their kind, frames of [#OWN_STACK] bytes and more
/// have memory of their own, which no other frame shares. Not so in programs that may call others
/// for good, and not those of subprograms that run later on.
///
/// Source: linux `check_max_stack_depth`, `bpf_enable_priv_stack` on x86-64 (6.18).
final class StackDepth {
  /// `BPF_PRIV_STACK_MIN_SIZE`.
  private static final int OWN_STACK = 64;

  /// `BPF_PROG_TYPE_KPROBE`, `_TRACEPOINT`, `_PERF_EVENT`, `_RAW_TRACEPOINT`.
  private static final Set<Integer> INTERRUPTED = Set.of(2, 5, 7, 17);

  /// `BPF_PROG_TYPE_TRACING`: all but iterators.
  private static final int TRACING = 26;

  private static final int FRAMES = 8;

  /// Where a subprogram goes on elsewhere, for good, frames above it must leave room for those
  /// there.
  private static final int BELOW_LEAVING = 256;

  /// What a subprogram and those that it calls take, at most.
  ///
  /// @param aboveLeaving how much of that is above one that may go on elsewhere; -1 if none may
  private record Need(int bytes, int frames, int aboveLeaving) {}

  private final Program program;
  private final int[] own;
  private final Set<Integer> later;
  private final Set<Integer> leaving;

  /// The subprograms whose frames lie on the common stack, for all that was looked at.
  private final Set<Integer> common = new HashSet<>();

  private final Map<Integer, Need> needs = new HashMap<>();
  private boolean ownStacks;

  private StackDepth(Program program, StackUse use) {
    this.program = program;
    own = use.bytes();
    later = use.later();
    leaving = use.leaving();
  }

  static void check(Program program, StackUse use) {
    new StackDepth(program, use).check();
  }

  private void check() {
    for (var subprogram : program.subprograms().reversed()) {
      if (subprogram.start() != 0 && later.contains(subprogram.start())) {
        descend(subprogram, subprogram.start(), 0, 1);
      }
    }
    ownStacks = leaving.isEmpty() && isInterrupted(program.type());
    // What was found for chains that run later holds for them only.
    needs.clear();
    descend(program.subprogramAt(0), 0, 0, 1);
  }

  private static boolean isInterrupted(ProgramType type) {
    return INTERRUPTED.contains(type.id())
        || (type.id() == TRACING && !type.attachType().equals("trace_iter"));
  }

  /// What the frame takes of the common stack.
  private int bytes(Subprogram subprogram) {
    int bytes = (own[subprogram.start()] + 15) / 16 * 16;
    if (!ownStacks) {
      common.add(subprogram.start());
      return bytes;
    }
    return bytes >= OWN_STACK && !common.contains(subprogram.start()) ? 0 : bytes;
  }

  /// @param from the call that leads here
  private Need descend(Subprogram subprogram, int from, int above, int frames) {
    boolean leaves = leaving.contains(subprogram.start());
    if (frames > 1 && leaves && above >= BELOW_LEAVING) {
      throw Rejection.of(CallRules.LEAVES_DEEP, "size", above).with("at", from);
    }
    int bytes = bytes(subprogram);
    int depth = above + bytes;
    if (depth > Frame.STACK_BYTES) {
      throw Rejection.of(CallRules.STACK_TOO_LARGE, "calls", frames, "size", depth)
          .with("at", from);
    }
    if (frames > FRAMES) {
      throw Rejection.of(CallRules.CHAIN_TOO_DEEP, "frames", FRAMES).with("at", from);
    }
    var known = needs.get(subprogram.start());
    if (known != null
        && above + known.bytes() <= Frame.STACK_BYTES
        && above + known.aboveLeaving() < BELOW_LEAVING
        && frames - 1 + known.frames() <= FRAMES) {
      return known;
    }
    int below = 0;
    int deepest = 0;
    int aboveLeaving = leaves ? 0 : -1;
    for (int at = subprogram.start(); at < subprogram.end(); at++) {
      int callee = callee(program.at(at));
      if (callee >= 0) {
        var need = descend(program.subprogramAt(callee), at, depth, frames + 1);
        below = Math.max(below, need.bytes());
        deepest = Math.max(deepest, need.frames());
        if (need.aboveLeaving() >= 0) {
          aboveLeaving = Math.max(aboveLeaving, bytes + need.aboveLeaving());
        }
      }
    }
    var need = new Need(bytes + below, 1 + deepest, aboveLeaving);
    needs.put(subprogram.start(), need);
    return need;
  }

  /// What runs later has a stack of its own.
  private int callee(Instruction instruction) {
    return switch (instruction) {
      case Instruction.SubprogramCall call -> call.target();
      case Instruction.LoadImmediate load
          when load.value() instanceof ImmediateValue.FunctionAddress function ->
          later.contains(function.slot()) ? -1 : function.slot();
      default -> -1;
    };
  }
}
