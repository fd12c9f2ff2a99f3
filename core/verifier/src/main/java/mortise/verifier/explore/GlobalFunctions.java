package mortise.verifier.explore;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import mortise.object.Subprogram;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import mortise.spi.SlotKind;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rulebook.Step;
import mortise.verifier.rules.CallRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Frame;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.State;
import mortise.verifier.state.Trace;
import mortise.verifier.state.Value;

/// Functions that are verified on their own, by their prototypes, and believed where they are
/// called.
///
/// Source: linux `btf_prepare_func_args`, `btf_check_func_arg_match` (6.18).
final class GlobalFunctions {
  private final Verification verification;
  private final MemoryAccess memory;
  private final Slots slots;
  private final GlobalTags tags;
  private final Set<Integer> requested = new HashSet<>();

  /// Where they were called first.
  private final Map<Integer, Integer> calledAt = new HashMap<>();

  private final TreeMap<Integer, Subprogram> pending = new TreeMap<>();
  private int last;

  GlobalFunctions(Verification verification, MemoryAccess memory, Slots slots) {
    this.verification = verification;
    this.memory = memory;
    this.slots = slots;
    tags = new GlobalTags(verification);
  }

  /// The next global function that is called and was not verified yet: the kernel goes through all
  /// of them, again and again.
  ///
  /// Source: linux `do_check_subprogs` (6.18).
  Optional<Subprogram> next() {
    var next = pending.higherEntry(last);
    if (next == null) {
      next = pending.firstEntry();
    }
    if (next == null) {
      return Optional.empty();
    }
    last = next.getKey();
    var global = next.getValue();
    pending.remove(last);
    return Optional.of(global);
  }

  /// The function is to be verified on its own.
  void request(Subprogram global) {
    if (requested.add(global.start())) {
      pending.put(global.start(), global);
    }
  }

  /// A global function sees only what its prototype says, and gives a number.
  void call(Path path, Subprogram callee) {
    for (var section : path.state.sections()) {
      if (section.kind().restrictsCalls()) {
        verification.reject(Rejection.of(section.kind().globalCallInside()));
      }
    }
    var callees = new Callees(verification);
    if (callees.mightSleep(callee)) {
      verification.attempt(() -> checkMaySleep(path, callee));
    }
    var parameters = prototype(callee);
    verification.attempt(() -> checkResult(callee, parameters));
    try {
      checkTags(callee, parameters);
    } catch (Rejection why) {
      throw badArgument(callee, why.text() + "\n");
    }
    for (int i = 0; i < parameters.parameters().size() && i < 5; i++) {
      try {
        checkArgument(path, callee, i, parameters.parameters().get(i).type());
      } catch (Rejection why) {
        if (!verification.rules.isOff(why.rule())) {
          verification.reject(badArgument(callee, why.text() + "\n"));
        }
      }
    }
    checkGlobalArguments(path, parameters.parameters().size());
    request(callee);
    calledAt.putIfAbsent(callee.start(), path.at);
    for (var ending : verification.endings().of(callee)) {
      Boundaries.check(verification, path.state, ending);
    }
    if (callees.changePackets(callee)) {
      Packets.forget(path.state, path.at);
    }
    Calls.scratch(path);
    path.setUnknown(0);
    path.at++;
  }

  /// What families ask of everything that is passed.
  private void checkGlobalArguments(Path path, int count) {
    var plan = FunctionPlan.named("global subprogram");
    for (var demand : verification.rules.globalArguments()) {
      for (int r = 1; r <= Math.min(5, count); r++) {
        if (path.state.register(r) instanceof Pointer pointer
            && verification.identityOf(pointer) != 0) {
          var site = new CallSite(verification, path, plan);
          site.bind(demand.argument(), pointer.pointing(0));
          site.demand(new Step.Demand(demand.rule(), demand.condition(), Map.of()));
        }
      }
    }
  }

  /// Source: linux `check_func_call` (6.18).
  private void checkMaySleep(Path path, Subprogram callee) {
    boolean inRegion =
        verification.rules.sleepless().stream().anyMatch(s -> path.state.inside(s.section()));
    if (inRegion || !verification.isSleepable(path.state)) {
      throw Rejection.of(CallRules.GLOBAL_MIGHT_SLEEP, "function", callee.name());
    }
  }

  /// A global function gives a number.
  ///
  /// Source: linux `btf_prepare_func_args` (6.18).
  private void checkResult(Subprogram callee, BtfType.FunctionPrototype prototype) {
    if (!givesNumber(prototype)) {
      throw badArgument(callee, noNumber(callee) + "\n");
    }
  }

  private boolean givesNumber(BtfType.FunctionPrototype prototype) {
    var result = verification.program.btf().resolve(prototype.result());
    return result instanceof BtfType.Int || result instanceof BtfType.Enumeration;
  }

  private static String noNumber(Subprogram callee) {
    return "Global function %s() doesn't return scalar. Only those are supported."
        .formatted(callee.name());
  }

  private Rejection badArgument(Subprogram callee, String why) {
    return Rejection.of(
        CallRules.GLOBAL_ARGUMENT,
        "why",
        why,
        "subprogram",
        verification.program.subprograms().indexOf(callee),
        "function",
        callee.name());
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
    var btf = verification.program.btf();
    if (btf.resolve(type) instanceof BtfType.Pointer target
        && object(callee, index, target).isEmpty()
        && tags.takesAnything(callee, index, target)) {
      return;
    }
    var value = path.use(register);
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
    var object = object(callee, index, pointer);
    if (object.isPresent()) {
      slots.checkPassed(path, callee.name(), index, object.get());
      return;
    }
    var host = tags.host(callee, index, pointer);
    if (host.isPresent()) {
      tags.check(host.get(), register, value);
      return;
    }
    int size = size(btf, pointer, register);
    boolean nullable = !hasTag(callee, index, "nonnull");
    if (nullable && Nullness.isNull(value)) {
      return;
    }
    if (!nullable && (Nullness.isNull(value) || (value instanceof Pointer p && p.nullable()))) {
      throw Rejection.of(
          CallRules.GLOBAL_PROTOTYPE, "why", "arg#%d is expected to be non-NULL".formatted(index));
    }
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
          "arg#%d reference type('%s %s') size cannot be determined: -22"
              .formatted(
                  register - 1,
                  Names.kind(btf.resolve(pointer.type())),
                  btf.resolve(pointer.type()).name()));
    }
    return (int) size.getAsLong();
  }

  /// Whether the parameter carries the tag `arg:<name>`.
  private boolean hasTag(Subprogram subprogram, int index, String name) {
    return tags.has(subprogram, index, name);
  }

  private void checkTags(Subprogram subprogram, BtfType.FunctionPrototype prototype) {
    var btf = verification.program.btf();
    for (int i = 0; i < prototype.parameters().size() && i < 5; i++) {
      var type = btf.resolve(prototype.parameters().get(i).type());
      boolean context = type instanceof BtfType.Pointer p && isContext(subprogram, i, p);
      tags.check(subprogram, i, type instanceof BtfType.Pointer, context);
      if (type instanceof BtfType.Pointer pointer && hasTag(subprogram, i, "ctx")) {
        new GlobalContexts(verification).checkTagged(i, pointer);
      }
    }
  }

  private boolean isContext(Subprogram subprogram, int index, BtfType.Pointer pointer) {
    return hasTag(subprogram, index, "ctx") || new GlobalContexts(verification).isNamed(pointer);
  }

  /// The kind of typed object that a pointer in a prototype leads to, if some family says so.
  private Optional<SlotKind> object(Subprogram subprogram, int index, BtfType.Pointer pointer) {
    var btf = verification.program.btf();
    var kind =
        Optional.ofNullable(verification.rules.objects().get(btf.resolve(pointer.type()).name()));
    if (kind.isPresent()
        && btf.tags(subprogram.function(), index).stream().anyMatch(t -> t.startsWith("arg:"))) {
      throw Rejection.of(
          CallRules.GLOBAL_PROTOTYPE,
          "why",
          "arg#%d has invalid combination of tags".formatted(index));
    }
    return kind;
  }

  /// The state in which a global function is verified on its own.
  State entryOf(Subprogram global) {
    var state = new State(new Frame(0, global.start(), -1, null));
    int number = verification.program.subprograms().indexOf(global);
    var call = calledAt.get(global.start());
    if (call != null) {
      state.record(new Trace.Assumed(call, number, global.name()));
    }
    state.record(new Trace.Alone(global.start(), number, global.name()));
    var parameters = prototype(global).parameters();
    verification.handler().filter(h -> h.is(global)).ifPresent(h -> checkHandler(global, h));
    verification.attempt(() -> checkTags(global, prototype(global)));
    for (int i = 0; i < parameters.size() && i < 5; i++) {
      int index = i;
      state.setRegister(i + 1, Scalar.unknown(global.start()));
      verification.attempt(
          () ->
              state.setRegister(index + 1, argument(global, index, parameters.get(index).type())));
    }
    return state;
  }

  /// Source: linux `do_check_common` (6.18).
  private void checkHandler(Subprogram global, Handlers.Named handler) {
    var prototype = prototype(global);
    if (!givesNumber(prototype)) {
      verification.reject(
          Rejection.of(CallRules.GLOBAL_PROTOTYPE, "why", noNumber(global), "at", global.start()));
    }
    var parameters = prototype.parameters();
    for (int i = 0; i < parameters.size() && i < 5; i++) {
      argument(global, i, parameters.get(i).type());
    }
    if (parameters.size() != 1
        || verification.program.btf().resolve(parameters.getFirst().type())
            instanceof BtfType.Pointer) {
      verification.reject(Rejection.of(handler.rules().wrongParameters(), "at", global.start()));
    }
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
    var object = object(global, index, pointer);
    if (object.isPresent()) {
      return Pointer.to(new Region.Elsewhere(object.get()), verification.nextId(), at);
    }
    var host = tags.host(global, index, pointer);
    if (host.isPresent()) {
      return host.get().inside(verification, at);
    }
    return Pointer.to(
            new Region.Memory(size(btf, pointer, index + 1), false), verification.nextId(), at)
        .withNullable(!hasTag(global, index, "nonnull"));
  }
}
