package mortise.verifier.explore;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import mortise.object.Instruction;
import mortise.verifier.Limits;
import mortise.verifier.StepListener;
import mortise.verifier.rules.InstructionRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Frame;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.State;
import org.jspecify.annotations.Nullable;

/// Follows every path of a program, depth first, the fall-through before the jump.
///
/// Source: linux `do_check` (6.18).
final class Explorer {
  private static final long[] NOTHING = {};

  private final Verification verification;
  private final Limits limits;
  private final StepListener listener;
  private final boolean isHeard;
  private final @Nullable Recorder recorder;
  private final Arithmetic arithmetic;
  private final Branching branching;
  private final MemoryInstructions memory;
  private final Calls calls;
  private final CallFlow callFlow;
  private final GlobalFunctions globals;
  private final Subprograms subprograms;
  private final StackUse stack;
  private final ControlFlow flow;
  private final RegisterLiveness liveness;
  private final Checkpoints checkpoints;
  private final Deque<Path> pending = new ArrayDeque<>();
  private final Statistics statistics = new Statistics();
  private @Nullable Path current;

  /// @param recorder what keeps all states; null if nobody wants them
  Explorer(
      Verification verification,
      ControlFlow flow,
      Limits limits,
      StepListener listener,
      @Nullable Recorder recorder) {
    this.verification = verification;
    this.limits = limits;
    this.listener = listener;
    this.recorder = recorder;
    isHeard = !listener.equals(StepListener.NONE);
    var results = new Results(verification);
    var fields = new FieldAccess(verification, results);
    var slots = new Slots(verification);
    var effects = new EffectRunner(verification, slots);
    var accesses = new MemoryAccess(verification, fields);
    var arguments = Arguments.of(verification, accesses, fields, slots);
    arithmetic = new Arithmetic(verification, new PointerArithmetic(verification));
    branching = new Branching(new Nullness(verification));
    memory = new MemoryInstructions(verification, accesses, new Accessed(verification));
    calls = new Calls(verification, arguments, effects, results);
    globals = new GlobalFunctions(verification, accesses, slots);
    subprograms = new Subprograms(verification, effects, globals);
    stack = new StackUse(verification);
    callFlow =
        new CallFlow(
            verification,
            calls,
            subprograms,
            new ReturnValues(verification, accesses),
            stack,
            this::push);
    this.flow = flow;
    liveness = new RegisterLiveness(verification.program, flow, verification::plan);
    checkpoints = new Checkpoints(verification, flow, calls, liveness, limits, statistics);
  }

  Statistics statistics() {
    return statistics;
  }

  StackUse stackUse() {
    return stack;
  }

  RegisterLiveness liveness() {
    return liveness;
  }

  /// Where exploration was when it ended.
  @Nullable Path current() {
    return current;
  }

  /// Explores everything.
  ///
  /// @throws Rejection if a path breaks a rule
  /// @throws LimitReached if there is too much to explore
  void run() {
    calls.resolveKernelFunctions();
    checkpoints.findPrunePoints();
    var first = new State(new Frame(0, 0, -1, null));
    first.setRegister(1, Pointer.to(new Region.Context(), 0, 0));
    explore(first, 0);
    for (var entry : subprograms.taggedEntries()) {
      verification.resetIds();
      explore(entry.state, entry.at);
    }
    verification.handler().ifPresent(handler -> globals.request(handler.subprogram()));
    for (var next = globals.next(); next.isPresent(); next = globals.next()) {
      verification.resetIds();
      verification.beginAlone(next.get());
      explore(globals.entryOf(next.get()), next.get().start());
    }
  }

  private void explore(State entry, int at) {
    checkpoints.clear();
    pending.push(new Path(entry, at, null));
    while (!pending.isEmpty()) {
      var path = pending.pop();
      current = path;
      while (advance(path)) {
        // Each step moves the path on.
      }
      Checkpoint.endPath(path.last);
    }
  }

  private void push(Path path) {
    pending.push(path);
    if (pending.size() > limits.pendingBranches()) {
      throw new LimitReached("The sequence of %d jumps is too complex.".formatted(pending.size()));
    }
  }

  /// Executes one instruction; false at the end of the path. What breaks a rule that is switched
  /// off is passed over.
  private boolean advance(Path path) {
    int at = path.at;
    try {
      return step(path);
    } catch (Rejection rejection) {
      verification.reject(rejection);
      return PassedOver.goOn(verification, path, at, this::push);
    } catch (IllegalStateException
        | NoSuchElementException
        | ClassCastException
        | IndexOutOfBoundsException broken) {
      // A rule that is switched off let something through that nothing behind it can be.
      if (verification.rules.off().isEmpty()) {
        throw broken;
      }
      return PassedOver.goOn(verification, path, at, this::push);
    }
  }

  /// Executes one instruction; false at the end of the path.
  private boolean step(Path path) {
    if (++statistics.instructions > limits.instructions()) {
      throw new LimitReached(
          "BPF program is too large. Processed %d insn".formatted(statistics.instructions));
    }
    checkObligations(path.state);
    int at = path.at;
    var written = recorder == null ? NOTHING : Recorder.written(path);
    var covering = checkpoints.covering(path);
    if (recorder != null) {
      recorder.visit(path, written);
    }
    if (covering != null) {
      stack.end(path.state);
      if (recorder != null) {
        recorder.cut(path, covering);
      }
      return false;
    }
    path.step(flow.isTurn(at));
    if (isHeard) {
      listener.before(at, () -> StateText.of(path.state));
    }
    switch (verification.program.at(at)) {
      case Instruction.Alu i -> {
        arithmetic.compute(path, i);
        path.at++;
      }
      case Instruction.Negate i -> {
        arithmetic.negate(path, i);
        path.at++;
      }
      case Instruction.Move i -> {
        arithmetic.move(path, i);
        path.at++;
      }
      case Instruction.MoveSignExtended i -> {
        arithmetic.moveSignExtended(path, i);
        path.at++;
      }
      case Instruction.ByteSwap i -> {
        arithmetic.swap(path, i);
        path.at++;
      }
      case Instruction.AddressSpaceCast i -> {
        arithmetic.cast(path, i);
        path.at++;
      }
      case Instruction.Load i -> {
        memory.load(path, i);
        path.at++;
      }
      case Instruction.Store i -> {
        memory.store(path, i);
        path.at++;
      }
      case Instruction.Atomic i -> {
        memory.atomic(path, i);
        path.at++;
      }
      case Instruction.LoadAcquire i -> {
        memory.loadAcquire(path, i);
        path.at++;
      }
      case Instruction.StoreRelease i -> {
        memory.storeRelease(path, i);
        path.at++;
      }
      case Instruction.LoadImmediate i -> {
        path.checkDestination(i.destination());
        path.set(i.destination(), Immediates.of(i.value(), verification, at));
        path.at += 2;
      }
      case Instruction.LegacyPacketLoad i -> {
        memory.legacyLoad(path, i);
        path.at++;
      }
      case Instruction.Jump i -> {
        statistics.jumps++;
        path.at = i.target();
      }
      case Instruction.ConditionalJump i -> {
        statistics.jumps++;
        branching.jump(path, i).ifPresent(this::push);
      }
      case Instruction.MayGoto i -> {
        statistics.jumps++;
        push(nextRound(path));
        path.at = i.target();
      }
      case Instruction.SubprogramCall i -> {
        statistics.jumps++;
        subprograms.call(path, i.target());
      }
      case Instruction.Call i -> {
        statistics.jumps++;
        return callFlow.call(path, i);
      }
      case Instruction.Exit i -> {
        statistics.jumps++;
        return callFlow.exit(path);
      }
      case Instruction.SecondSlot i -> throw invalid("invalid BPF_LD_IMM insn");
      case Instruction.Unknown i -> throw unknown(path, i);
    }
    return true;
  }

  /// The path that goes round once more.
  private static Path nextRound(Path path) {
    var again = path.fork(path.at + 1);
    again.state.frame().addRound();
    Widening.widen(again, Widening.before(path, path.at));
    return again;
  }

  private void checkObligations(State state) {
    if (state.obligations().size() > limits.obligations()) {
      // Wherever the path ends, it does so owing what nothing leads to any more.
      var lost = Boundaries.lost(state);
      if (!lost.isEmpty()) {
        verification.reject(Boundaries.leak(lost, Boundaries.EXIT));
      }
      throw new LimitReached(
          "The program owes for more than %d things at a time.".formatted(limits.obligations()));
    }
  }

  private Rejection unknown(Path path, Instruction.Unknown encoding) {
    switch (encoding.reason()) {
      // What is compared is looked at first.
      case CONDITIONAL_JUMP_FIELDS -> path.use(encoding.raw().destination());
      case LEGACY_LOAD_FIELDS -> memory.checkLegacyLoads();
      default -> {}
    }
    return Rejection.of(InstructionRules.of(encoding.reason()), "why", encoding.problem());
  }

  private static Rejection invalid(String why) {
    return Rejection.of(InstructionRules.NOT_AVAILABLE, "why", why);
  }
}
