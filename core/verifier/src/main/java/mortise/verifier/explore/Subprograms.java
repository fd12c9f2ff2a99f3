package mortise.verifier.explore;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import mortise.object.Subprogram;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import mortise.spi.Invocation;
import mortise.verifier.domain.ScalarRange;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rules.CallRules;
import mortise.verifier.rules.PointerRules;
import mortise.verifier.rules.ProgramRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Frame;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.State;
import mortise.verifier.state.Trace;
import mortise.verifier.state.Uninitialised;
import mortise.verifier.state.Value;

/// Calls within the program: static functions are followed, global ones verified on their own,
/// callbacks entered as their callers would.
///
/// Source: linux `check_func_call`, `prepare_func_exit`, `push_callback_call` (6.18).
final class Subprograms {
  private static final int MAX_FRAMES = 8;

  private final Verification verification;
  private final MemoryAccess memory;
  private final Set<Integer> requested = new HashSet<>();
  private final Queue<Subprogram> pending = new ArrayDeque<>();

  Subprograms(Verification verification, MemoryAccess memory) {
    this.verification = verification;
    this.memory = memory;
  }

  /// The next global function that is called and was not verified yet.
  Optional<Subprogram> nextGlobal() {
    return Optional.ofNullable(pending.poll());
  }

  void call(Path path, int target) {
    var callee = verification.program.subprogramAt(target);
    if (callee.global()) {
      callGlobal(path, callee);
      return;
    }
    var frame = enter(path.state, callee.start(), path.at, null);
    for (int r = 1; r <= 5; r++) {
      frame.setRegister(r, path.state.register(r));
    }
    Calls.scratch(path);
    path.state.push(frame);
    path.state.record(new Trace.Called(path.at, callee.name()));
    path.at = target;
  }

  private static Frame enter(
      State state,
      int start,
      int callSite,
      Frame.@org.jspecify.annotations.Nullable Callback callback) {
    if (state.depth() >= MAX_FRAMES) {
      throw Rejection.of(CallRules.TOO_DEEP, "frames", MAX_FRAMES + 1);
    }
    return new Frame(state.depth(), start, callSite, callback);
  }

  /// A global function sees only what its prototype says, and gives a number.
  private void callGlobal(Path path, Subprogram callee) {
    for (var section : path.state.sections()) {
      if (section.kind().restrictsCalls()) {
        throw Rejection.of(section.kind().globalCallInside());
      }
    }
    var parameters = prototype(callee);
    for (int i = 0; i < parameters.parameters().size() && i < 5; i++) {
      try {
        checkArgument(path, callee, i, parameters.parameters().get(i).type());
      } catch (Rejection why) {
        throw Rejection.of(
            CallRules.GLOBAL_ARGUMENT,
            "why",
            why.text() + "\n",
            "subprogram",
            verification.program.subprograms().indexOf(callee),
            "function",
            callee.name());
      }
    }
    if (requested.add(callee.start())) {
      pending.add(callee);
    }
    Calls.scratch(path);
    path.setUnknown(0);
    path.at++;
  }

  private BtfType.FunctionPrototype prototype(Subprogram subprogram) {
    var btf = verification.program.btf();
    if (btf.find(subprogram.function()).orElse(null) instanceof BtfType.Function function
        && btf.type(function.prototype()) instanceof BtfType.FunctionPrototype prototype) {
      return prototype;
    }
    throw Rejection.of(CallRules.GLOBAL_PROTOTYPE, "why", "Global functions need valid BTF");
  }

  private void checkArgument(Path path, Subprogram callee, int index, int type) {
    int register = index + 1;
    var value = path.use(register);
    var btf = verification.program.btf();
    if (!(btf.resolve(type) instanceof BtfType.Pointer pointer)) {
      if (!(value instanceof Scalar)) {
        throw Rejection.of(CallRules.NOT_SCALAR, "register", Names.register(register));
      }
      return;
    }
    if (isContext(callee, index, pointer)) {
      if (!(value instanceof Pointer p) || !(p.region() instanceof Region.Context)) {
        throw Rejection.of(
            CallRules.GLOBAL_PROTOTYPE,
            "why",
            "arg#%d expects pointer to ctx".formatted(register - 1));
      }
      ContextAccess.checkOffset(new Access(path.at, register, 0, 0, Access.Kind.READ), p);
      return;
    }
    boolean nullable = !hasTag(callee, index, "nonnull");
    if (nullable && Conditions.isNull(value)) {
      return;
    }
    if (!nullable && (Conditions.isNull(value) || (value instanceof Pointer p && p.nullable()))) {
      throw Rejection.of(
          CallRules.GLOBAL_PROTOTYPE, "why", "arg#%d is expected to be non-NULL".formatted(index));
    }
    int size = size(btf, pointer, register);
    var known = value instanceof Pointer p ? p.withNullable(false) : value;
    memory.checkRegion(path, new Access(path.at, register, 0, size, Access.Kind.READ), known);
    memory.checkRegion(path, new Access(path.at, register, 0, size, Access.Kind.WRITE), known);
  }

  private static int size(Btf btf, BtfType.Pointer pointer, int register) {
    var size = btf.size(pointer.type());
    if (size.isEmpty() || size.getAsLong() > 1 << 20) {
      throw Rejection.of(
          CallRules.GLOBAL_PROTOTYPE,
          "why",
          "arg#%d reference type('%s') size cannot be determined"
              .formatted(register - 1, btf.name(pointer.type())));
    }
    return (int) size.getAsLong();
  }

  /// Whether the parameter carries the tag `arg:<name>`.
  private boolean hasTag(Subprogram subprogram, int index, String name) {
    return verification.program.btf().tags(subprogram.function(), index).contains("arg:" + name);
  }

  private boolean isContext(Subprogram subprogram, int index, BtfType.Pointer pointer) {
    if (hasTag(subprogram, index, "ctx")) {
      return true;
    }
    var btf = verification.program.btf();
    var name = btf.resolve(pointer.type()).name();
    return name.equals("__sk_buff")
        || name.equals("xdp_md")
        || name.equals("pt_regs")
        || name.equals("bpf_user_pt_regs_t")
        || name.equals("bpf_perf_event_data")
        || name.equals("bpf_raw_tracepoint_args");
  }

  /// The state in which a global function is verified on its own.
  State entryOf(Subprogram global) {
    var state = new State(new Frame(0, global.start(), -1, null));
    var parameters = prototype(global).parameters();
    for (int i = 0; i < parameters.size() && i < 5; i++) {
      state.setRegister(i + 1, argument(global, i, parameters.get(i).type()));
    }
    return state;
  }

  private Value argument(Subprogram global, int index, int type) {
    var btf = verification.program.btf();
    int at = global.start();
    if (!(btf.resolve(type) instanceof BtfType.Pointer pointer)) {
      return Scalar.unknown(at);
    }
    if (isContext(global, index, pointer)) {
      return Pointer.to(new Region.Context(), 0, at);
    }
    return Pointer.to(
            new Region.Memory(size(btf, pointer, index + 1), false), verification.nextId(), at)
        .withNullable(!hasTag(global, index, "nonnull"));
  }

  /// Enters a callback: the frame it runs in, called from the call at `path.at`.
  void enterCallback(
      Path path, CallSite site, Invocation invocation, Region.Function function, String caller) {
    var subprogram = verification.program.subprogramAt(function.slot());
    if (subprogram.global()) {
      throw Rejection.of(ProgramRules.CALLBACK_NOT_STATIC);
    }
    var frame = enter(path.state, function.slot(), path.at, new Frame.Callback(caller, invocation));
    for (int i = 0; i < invocation.arguments().size() && i < 5; i++) {
      frame.setRegister(i + 1, argument(invocation.arguments().get(i), site));
    }
    path.state.push(frame);
    path.state.record(new Trace.Called(path.at, subprogram.name()));
    path.at = function.slot();
  }

  private Value argument(Invocation.Argument argument, CallSite site) {
    int at = site.at();
    return switch (argument) {
      case Invocation.Unknown a -> Scalar.unknown(at);
      case Invocation.Passed a -> site.value(a.parameter());
      case Invocation.Handed a -> site.value(a.object());
      case Invocation.Element a ->
          site.field(a.container())
              .flatMap(
                  field ->
                      field
                          .element()
                          .map(
                              type ->
                                  (Value)
                                      Pointer.to(
                                              new Region.Local(
                                                  verification.layouts.idOf(type), type),
                                              verification.nextId(),
                                              at)
                                          .at(a.atStart() ? 0 : field.elementOffset())
                                          .alsoQualified(a.qualifiers())))
              .orElse(Uninitialised.VALUE);
      case Invocation.Map a -> site.value(a.map());
      case Invocation.Key a -> keyOrValue(site, a.map(), true);
      case Invocation.Value a -> keyOrValue(site, a.map(), false);
    };
  }

  private Value keyOrValue(CallSite site, mortise.spi.Parameter map, boolean key) {
    if (site.value(map) instanceof Pointer pointer
        && pointer.region() instanceof Region.Map region) {
      return Pointer.to(
          key
              ? new Region.MapKey(region.map())
              : new Region.MapValue(region.map(), verification.layouts.value(region.map())),
          key ? 0 : verification.nextId(),
          site.at());
    }
    return Uninitialised.VALUE;
  }

  /// Leaves the innermost frame; gives the frame that was left.
  Frame leave(Path path) {
    var value = path.state.register(0);
    var frame = path.state.frame();
    if (value instanceof Pointer pointer && pointer.region() instanceof Region.Stack) {
      throw Rejection.of(PointerRules.RETURNS_STACK);
    }
    var callback = frame.callback();
    if (callback != null) {
      checkCallbackReturn(path, callback.invocation());
    }
    path.state.pop();
    path.state.record(
        new Trace.Returned(path.at, verification.program.subprogramAt(frame.subprogram()).name()));
    if (callback == null) {
      path.set(0, value);
      path.at = frame.callSite() + 1;
    } else {
      path.at = frame.callSite();
    }
    return frame;
  }

  private static void checkCallbackReturn(Path path, Invocation invocation) {
    var value = path.use(0);
    if (!(value instanceof Scalar scalar)) {
      throw Rejection.of(ProgramRules.CALLBACK_RETURN);
    }
    checkRange(
        "At callback return", scalar.mark().range(), invocation.lowest(), invocation.highest());
  }

  static void checkRange(String what, ScalarRange range, long lowest, long highest) {
    if (range.smin() >= lowest && range.smax() <= highest) {
      return;
    }
    var bounds = new StringBuilder();
    if (range.smin() != Long.MIN_VALUE) {
      bounds.append(" smin=").append(range.smin());
    }
    if (range.smax() != Long.MAX_VALUE) {
      bounds.append(" smax=").append(range.smax());
    }
    throw Rejection.of(
        ProgramRules.RETURN_RANGE,
        "what",
        what,
        "bounds",
        bounds.isEmpty() ? " unknown scalar value" : bounds,
        "lowest",
        lowest,
        "highest",
        highest);
  }

  /// Whether a function calls back in a way that is simulated at the call.
  static boolean isSimulated(FunctionPlan plan) {
    return plan.invocation().filter(i -> i.repetition() == Invocation.Repetition.ANY).isPresent();
  }
}
