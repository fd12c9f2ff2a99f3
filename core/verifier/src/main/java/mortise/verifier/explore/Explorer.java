package mortise.verifier.explore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import mortise.object.ImmediateValue;
import mortise.object.Instruction;
import mortise.object.Subprogram;
import mortise.spi.Effect;
import mortise.spi.Invocation;
import mortise.spi.ProgramKind.PacketAccess;
import mortise.spi.Result;
import mortise.verifier.Limits;
import mortise.verifier.StepListener;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rules.InstructionRules;
import mortise.verifier.rules.MemoryRules;
import mortise.verifier.rules.ProgramRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Frame;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.State;
import mortise.verifier.state.Value;
import org.jspecify.annotations.Nullable;

/// Follows every path of a program, depth first, the fall-through before the jump.
///
/// Source: linux `do_check` (6.18).
final class Explorer {
  private static final long[] NOTHING = {};

  private final Verification verification;
  private final ControlFlow flow;
  private final RegisterLiveness liveness;
  private final Limits limits;
  private final StepListener listener;
  private final boolean isHeard;
  private final @Nullable Recorder recorder;
  private final Arithmetic arithmetic;
  private final Branching branching;
  private final MemoryAccess memory;
  private final Calls calls;
  private final GlobalFunctions globals;
  private final Subprograms subprograms;
  private final @Nullable List<Checkpoint>[] checkpoints;
  private final Deque<Path> pending = new ArrayDeque<>();
  private final BitSet forced = new BitSet();
  private final Kept kept;
  private final int[] stackUse;
  private final Set<Integer> later = new HashSet<>();
  private final Statistics statistics = new Statistics();
  private int jumpsAtCheckpoint;
  private int instructionsAtCheckpoint;
  private int jumps;
  private @Nullable Path current;
  private @Nullable Subprogram global;

  /// @param recorder what keeps all states; null if nobody wants them
  Explorer(
      Verification verification,
      ControlFlow flow,
      Limits limits,
      StepListener listener,
      @Nullable Recorder recorder) {
    this.verification = verification;
    this.flow = flow;
    this.limits = limits;
    this.listener = listener;
    this.recorder = recorder;
    isHeard = !listener.equals(StepListener.NONE);
    kept = new Kept(limits.kept());
    stackUse = new int[verification.program.size()];
    checkpoints = empty(verification.program.size());
    var results = new Results(verification);
    var fields = new FieldAccess(verification, results);
    var slots = new Slots(verification);
    var effects = new EffectRunner(verification, slots);
    memory = new MemoryAccess(verification, fields);
    arithmetic = new Arithmetic(verification, new PointerArithmetic(verification));
    branching = new Branching(new Nullness(verification));
    var arguments = Arguments.of(verification, memory, fields, slots);
    calls = new Calls(verification, arguments, effects, results);
    globals = new GlobalFunctions(verification, memory, slots);
    subprograms = new Subprograms(verification, effects, globals);
    liveness = new RegisterLiveness(verification.program, flow, calls::plan);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Arrays have no type arguments.
  private static @Nullable List<Checkpoint>[] empty(int size) {
    return new List[size];
  }

  Statistics statistics() {
    return statistics;
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
    verification.findHandler();
    calls.resolveKernelFunctions();
    for (int at = 0; at < verification.program.size(); at++) {
      if (verification.program.at(at) instanceof Instruction.Call call) {
        var plan = calls.plan(call);
        if (plan != null && (Subprograms.isSimulated(plan) || plan.repeats())) {
          flow.addPrunePoint(at);
          forced.set(at);
        } else if (plan != null && Subprograms.runsLater(plan)) {
          // A callback that sets itself again is entered once for each state of that call.
          flow.addPrunePoint(at);
        }
      } else if (verification.program.at(at) instanceof Instruction.MayGoto) {
        flow.addPrunePoint(at);
        forced.set(at);
      }
    }
    var first = new State(new Frame(0, 0, -1, null));
    first.setRegister(1, Pointer.to(new Region.Context(), 0, 0));
    explore(first, 0);
    for (var entry : subprograms.taggedEntries()) {
      verification.resetIds();
      explore(entry.state, entry.at);
    }
    verification.beginAlone();
    verification.handler().ifPresent(handler -> globals.request(handler.subprogram()));
    for (var next = globals.next(); next.isPresent(); next = globals.next()) {
      verification.resetIds();
      global = next.get();
      explore(globals.entryOf(next.get()), next.get().start());
    }
  }

  private void explore(State entry, int at) {
    Arrays.fill(checkpoints, null);
    kept.clear();
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
    if (path.state.obligations().size() > limits.obligations()) {
      // Wherever the path ends, it does so owing what nothing leads to any more.
      var lost = Boundaries.lost(path.state);
      if (!lost.isEmpty()) {
        verification.reject(Boundaries.leak(lost, Boundaries.EXIT));
      }
      throw new LimitReached(
          "The program owes for more than %d things at a time.".formatted(limits.obligations()));
    }
    int at = path.at;
    var written = recorder == null ? NOTHING : Recorder.written(path);
    var covering =
        flow.isPrunePoint(at) && limits.pruning() != Limits.Pruning.NONE ? covering(path) : null;
    if (recorder != null) {
      recorder.visit(path, written);
    }
    if (covering != null) {
      for (int f = 0; f < path.state.depth(); f++) {
        recordStack(path.state.frame(f));
      }
      if (recorder != null) {
        recorder.cut(path, covering);
      }
      return false;
    }
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
        path.use(i.source());
        if (!verification.hasAddressSpace()) {
          throw invalid(
              "addr_space_cast insn can only be used in a program that has an associated arena");
        }
        Arithmetic.cast(path, i);
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
        path.set(i.destination(), immediate(i, at));
        path.at += 2;
      }
      case Instruction.LegacyPacketLoad i -> legacyLoad(path, i);
      case Instruction.Jump i -> {
        jumps++;
        path.at = i.target();
      }
      case Instruction.ConditionalJump i -> {
        jumps++;
        branching.jump(path, i).ifPresent(this::push);
      }
      case Instruction.MayGoto i -> {
        jumps++;
        var again = path.fork(at + 1);
        again.state.frame().addRound();
        Widening.widen(again, Widening.before(path, at));
        push(again);
        path.at = i.target();
      }
      case Instruction.SubprogramCall i -> {
        jumps++;
        subprograms.call(path, i.target());
      }
      case Instruction.Call i -> {
        jumps++;
        return call(path, i);
      }
      case Instruction.Exit i -> {
        jumps++;
        return exit(path);
      }
      case Instruction.SecondSlot i -> throw invalid("invalid BPF_LD_IMM insn");
      case Instruction.Unknown i ->
          throw Rejection.of(InstructionRules.of(i.reason()), "why", i.problem());
    }
    return true;
  }

  private static Rejection invalid(String why) {
    return Rejection.of(InstructionRules.NOT_AVAILABLE, "why", why);
  }

  private Value immediate(Instruction.LoadImmediate load, int at) {
    return switch (load.value()) {
      case ImmediateValue.Constant constant -> Scalar.constant(constant.value(), at);
      case ImmediateValue.MapAddress map -> Pointer.to(new Region.Map(map.map()), 0, at);
      case ImmediateValue.MapValueAddress value when verification.isAddressSpace(value.map()) ->
          Scalar.unknown(at);
      case ImmediateValue.MapValueAddress value ->
          Pointer.to(
                  new Region.MapValue(value.map(), verification.layouts.value(value.map())), 0, at)
              .at(value.offset());
      case ImmediateValue.FunctionAddress function ->
          Pointer.to(new Region.Function(function.slot()), 0, at);
      case ImmediateValue.KernelSymbol symbol ->
          symbol.weak() ? Scalar.constant(0, at) : Pointer.to(new Region.Memory(0, true), 0, at);
    };
  }

  /// Source: linux `check_ld_abs` (6.18).
  private void legacyLoad(Path path, Instruction.LegacyPacketLoad load) {
    if (verification.kind.packets() == PacketAccess.NONE || !verification.kind.legacyLoads()) {
      throw Rejection.of(MemoryRules.LEGACY_LOAD);
    }
    var context = path.use(6);
    Boundaries.check(verification, path.state, Boundaries.PACKET_LOAD);
    if (!(context instanceof Pointer pointer) || !(pointer.region() instanceof Region.Context)) {
      throw Rejection.of(MemoryRules.LEGACY_LOAD_CONTEXT);
    }
    ContextAccess.checkOffset(new Access(path.at, 6, 0, 0, Access.Kind.READ), pointer);
    if (load.indirect()) {
      path.use(load.index());
    }
    Calls.scratch(path);
    path.set(
        0,
        Scalar.of(
            mortise.verifier.domain.ScalarRange.zeroExtendedLoad(load.size().bytes()), path.at));
    path.at++;
  }

  /// Calls a function; false if the program ends there.
  private boolean call(Path path, Instruction.Call call) {
    var plan = calls.plan(call);
    if (plan != null && path.state.frame().isUnderway()) {
      invoke(path, new CallSite(verification, path, plan));
      return true;
    }
    var site = calls.check(path, call, plan);
    if (site.plan().result().shape() instanceof Result.Ends ends) {
      Boundaries.check(verification, path.state, ends.boundary());
      for (int f = 0; f < path.state.depth(); f++) {
        recordStack(path.state.frame(f));
      }
      return false;
    }
    if (site.plan().callback().isEmpty()) {
      var before = path.state.depth() > 1 && mayEnd(site.plan()) ? path.fork(path.at) : null;
      calls.finish(path, site).forEach(this::push);
      if (before != null) {
        returnInstead(before);
      }
      return true;
    }
    calls.begin(site);
    for (int i = 0; i < 5; i++) {
      path.set(i + 1, site.arguments()[i]);
    }
    path.state.frame().setUnderway(Calls.beginsFirst(site.plan()));
    invoke(path, site);
    return true;
  }

  private static boolean mayEnd(FunctionPlan plan) {
    for (var group : plan.effects()) {
      for (var effect : group.effects()) {
        if (effect instanceof Effect.MayEnd) {
          return true;
        }
      }
    }
    return false;
  }

  /// The subprogram returns from a call that does not come back to it, with any number; whoever it
  /// went to may have changed packets.
  private void returnInstead(Path path) {
    Packets.forget(path.state, path.at);
    Calls.scratch(path);
    path.setUnknown(0);
    if (exit(path)) {
      push(path);
    }
  }

  /// Calls back, and goes on after the call.
  private void invoke(Path path, CallSite site) {
    var callback = site.plan().callback().orElseThrow();
    var invocation = callback.invocation();
    if (Conditions.isNull(site.value(callback.parameter()))) {
      calls.finish(path, site).forEach(this::push);
      return;
    }
    switch (invocation.repetition()) {
      case ANY -> {
        if (mayRunAgain(path, site, invocation)) {
          push(callback(path, site, invocation));
        }
        calls.finish(path, site).forEach(this::push);
      }
      case LATER -> {
        push(later(path, site, invocation));
        calls.finish(path, site).forEach(this::push);
      }
      case ONCE ->
          subprograms.enterCallback(path, site, invocation, function(site), site.plan().name());
    }
  }

  /// Whether the callback has not yet run as often as it may.
  private static boolean mayRunAgain(Path path, CallSite site, Invocation invocation) {
    return invocation.atMost().isEmpty()
        || !(site.value(invocation.atMost().get()) instanceof Scalar limit)
        || Long.compareUnsigned(path.state.frame().unrolled(), limit.mark().range().umax()) < 0;
  }

  /// The path on which the callback runs (once more), after which the call is made again.
  private Path callback(Path path, CallSite site, Invocation invocation) {
    var other = path.fork(path.at);
    other.state.frame().setUnrolled(other.state.frame().unrolled() + 1);
    subprograms.enterCallback(
        other, site.on(other.state), invocation, function(site), site.plan().name());
    return other;
  }

  /// The path on which a callback runs on its own, some time later.
  private Path later(Path path, CallSite site, Invocation invocation) {
    var alone = new State(new Frame(0, path.at, -1, null));
    var other = new Path(alone, path.at, null);
    later.add(function(site).slot());
    subprograms.enterCallback(
        other, site.on(alone), invocation, function(site), site.plan().name());
    return other;
  }

  private static Region.Function function(CallSite site) {
    return site.plan()
        .callback()
        .flatMap(callback -> site.pointer(callback.parameter()))
        .map(pointer -> (Region.Function) pointer.region())
        .orElseThrow();
  }

  /// Leaves a frame, or ends the path: false.
  private boolean exit(Path path) {
    if (path.state.depth() == 1) {
      recordStack(path.state.frame());
      Boundaries.check(verification, path.state, Boundaries.EXIT);
      verification.attempt(() -> checkReturn(path));
      return false;
    }
    recordStack(path.state.frame());
    var left = subprograms.leave(path);
    var callback = left.callback();
    if (callback == null) {
      return true;
    }
    Boundaries.checkLost(verification, path.state, "callback return");
    return switch (callback.invocation().repetition()) {
      case ANY -> {
        var plan = verification.calls().get(path.at);
        if (plan != null && Subprograms.stops(callback.invocation(), left)) {
          calls.finish(path, new CallSite(verification, path, plan)).forEach(this::push);
          yield true;
        }
        Widening.widen(path, Widening.previous(path, path.at));
        yield true;
      }
      case LATER -> {
        Boundaries.check(verification, path.state, Boundaries.EXIT);
        yield false;
      }
      case ONCE -> {
        var plan = verification.calls().get(path.at);
        if (plan != null) {
          calls.finish(path, new CallSite(verification, path, plan)).forEach(this::push);
        }
        yield true;
      }
    };
  }

  private void checkReturn(Path path) {
    if (global == null && memory.givesNothing()) {
      return;
    }
    var value = path.use(0);
    var alone = global;
    if (alone != null && verification.handler().filter(h -> h.is(alone)).isEmpty()) {
      if (!(value instanceof Scalar)) {
        throw Rejection.of(ProgramRules.SUBPROGRAM_RETURN, "type", Names.type(value));
      }
      return;
    }
    var range = verification.kind.returns();
    if (range.isEmpty()) {
      return;
    }
    if (!(value instanceof Scalar scalar)) {
      throw Rejection.of(ProgramRules.RETURN_NOT_SCALAR, "type", Names.type(value));
    }
    Subprograms.checkRange(
        "At program exit", scalar.mark().range(), range.get().lowest(), range.get().highest());
  }

  /// The state that covers the path, which then need not be followed any further; if there is none,
  /// the path's state may be saved.
  ///
  /// Source: linux `is_state_visited` (6.18).
  private @Nullable Checkpoint covering(Path path) {
    int at = path.at;
    var known = checkpoints[at];
    if (known == null) {
      known = new ArrayList<>();
      checkpoints[at] = known;
    }
    boolean force = forced.get(at);
    boolean eager = limits.pruning() == Limits.Pruning.EAGER;
    int newJumps = jumps - jumpsAtCheckpoint;
    int newInstructions = statistics.instructions - instructionsAtCheckpoint;
    boolean add = force || eager || (newJumps >= 2 && newInstructions >= 8);
    boolean recent = !force && !eager && newJumps < 20 && newInstructions < 100;
    int exactHash = StateComparison.exactHash(path.state, liveness.before(at));
    for (var iterator = known.iterator(); iterator.hasNext(); ) {
      var old = iterator.next();
      if (old.isOpen() && !force && old.exactHash() != exactHash && !add) {
        continue;
      }
      if (!StateComparison.sameCalls(old.state(), path.state)) {
        continue;
      }
      if (old.isOpen()) {
        if (force && isRound(path, old)) {
          if (StateComparison.covers(old, path.state, liveness, old.comparison())) {
            Checkpoint.await(path, old);
            return old;
          }
        } else if (old.exactHash() == exactHash
            && isSameRound(old.state(), path.state)
            && StateComparison.covers(old, path.state, liveness, StateComparison.Mode.EXACT)) {
          verification.reject(Rejection.of(ProgramRules.INFINITE_LOOP, "at", at));
          Checkpoint.await(path, old);
          return old;
        }
        if (recent) {
          add = false;
        }
      } else {
        var mode = old.comparison();
        if (StateComparison.covers(old, path.state, liveness, mode)) {
          old.hits++;
          if (mode == StateComparison.Mode.MARKED) {
            Marks.copy(old, path, mode);
          } else {
            Checkpoint.await(path, old);
          }
          return old;
        }
      }
      if (add) {
        old.misses++;
      }
      int patience = forced.get(at) && old.isOpen() ? 64 : 3;
      if (old.misses > old.hits * patience + patience) {
        iterator.remove();
        old.drop();
        statistics.states--;
      }
    }
    if (add) {
      save(path, exactHash, known);
    }
    return null;
  }

  /// Whether a loop through where the path is has an end of its own: callbacks, an answer with
  /// which the program comes round again, or a jump that is taken in the end.
  private boolean isRound(Path path, Checkpoint old) {
    if (!(verification.program.at(path.at) instanceof Instruction.Call call)) {
      return !isSameRound(old.state(), path.state);
    }
    var plan = calls.plan(call);
    return plan == null || !plan.repeats() || calls.mayRepeat(path, plan);
  }

  private void recordStack(Frame frame) {
    int start = frame.subprogram();
    stackUse[start] = Math.max(stackUse[start], 8 * frame.slotCount());
  }

  /// The first slots of the subprograms that run later, on their own.
  Set<Integer> later() {
    var all = new HashSet<>(later);
    verification.handler().ifPresent(handler -> all.add(handler.subprogram().start()));
    return all;
  }

  /// How many bytes of stack each subprogram uses, at its first slot.
  int[] stackUse() {
    return stackUse;
  }

  /// The first slots of the subprograms that call something that may go on elsewhere, for good.
  Set<Integer> leaving() {
    var leaving = new HashSet<Integer>();
    for (int at = 0; at < verification.program.size(); at++) {
      if (verification.program.at(at) instanceof Instruction.Call call) {
        var plan = calls.plan(call);
        if (plan != null && mayEnd(plan)) {
          leaving.add(verification.program.subprogramAt(at).start());
        }
      }
    }
    return leaving;
  }

  /// Whether callbacks were simulated equally often: else the path is making progress.
  private static boolean isSameRound(State old, State now) {
    for (int f = 0; f < old.depth(); f++) {
      if (old.frame(f).unrolled() != now.frame(f).unrolled()
          || old.frame(f).rounds() != now.frame(f).rounds()) {
        return false;
      }
    }
    return true;
  }

  private void save(Path path, int exactHash, List<Checkpoint> known) {
    var saved = new Checkpoint(path.state, path.at, exactHash, path.last, kept);
    path.last = saved;
    known.addFirst(saved);
    jumpsAtCheckpoint = jumps;
    instructionsAtCheckpoint = statistics.instructions;
    statistics.totalStates++;
    statistics.states++;
    statistics.peakStates = Math.max(statistics.peakStates, statistics.states);
    statistics.mostStatesAtOnce = Math.max(statistics.mostStatesAtOnce, known.size());
  }

  RegisterLiveness liveness() {
    return liveness;
  }

  Map<Integer, FunctionPlan> resolvedCalls() {
    return verification.calls();
  }
}
