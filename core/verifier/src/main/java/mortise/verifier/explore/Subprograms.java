package mortise.verifier.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.object.Subprogram;
import mortise.spi.Invocation;
import mortise.spi.Parameter;
import mortise.spi.Subject;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rules.CallRules;
import mortise.verifier.rules.PointerRules;
import mortise.verifier.rules.ProgramRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Frame;
import mortise.verifier.state.Obligation;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.State;
import mortise.verifier.state.Trace;
import mortise.verifier.state.Uninitialised;
import mortise.verifier.state.Value;
import org.jspecify.annotations.Nullable;

/// Calls within the program: static functions are followed, global ones verified on their own,
/// callbacks entered as their callers would.
///
/// Source: linux `check_func_call`, `prepare_func_exit`, `push_callback_call` (6.18).
final class Subprograms {
  private static final int MAX_FRAMES = 8;

  /// Deeper calls are not followed even where the rule is switched off.
  private static final int MOST_FRAMES = 32;

  private final Verification verification;
  private final EffectRunner effects;
  private final GlobalFunctions globals;

  Subprograms(Verification verification, EffectRunner effects, GlobalFunctions globals) {
    this.verification = verification;
    this.effects = effects;
    this.globals = globals;
  }

  void call(Path path, int target) {
    var callee = verification.program.subprogramAt(target);
    if (callee.global()) {
      globals.call(path, callee);
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

  private Frame enter(State state, int start, int callSite, Frame.@Nullable Callback callback) {
    if (state.depth() >= MAX_FRAMES) {
      var tooDeep = Rejection.of(CallRules.TOO_DEEP, "frames", MAX_FRAMES + 1);
      verification.reject(tooDeep);
      if (state.depth() >= MOST_FRAMES) {
        throw tooDeep;
      }
    }
    return new Frame(state.depth(), start, callSite, callback);
  }

  /// Enters a callback: the frame it runs in, called from the call at `path.at`.
  void enterCallback(
      Path path, CallSite site, Invocation invocation, Region.Function function, String caller) {
    var subprogram = verification.program.subprogramAt(function.slot());
    if (subprogram.global()) {
      verification.reject(Rejection.of(ProgramRules.CALLBACK_NOT_STATIC));
    }
    enter(path, site, invocation, subprogram, caller);
  }

  private void enter(
      Path path, CallSite site, Invocation invocation, Subprogram subprogram, String caller) {
    var section =
        invocation
            .inside()
            .map(kind -> effects.sections().enter(kind, invocation.token().stream().toList(), site))
            .orElse(null);
    var owed = new ArrayList<Integer>();
    var values = new ArrayList<Value>();
    var lent = new ArrayList<Integer>();
    for (var argument : invocation.arguments()) {
      var value = argument(argument, site, owed);
      values.add(value);
      if (argument instanceof Invocation.Slot slot
          && slot.ends()
          && value instanceof Pointer pointer) {
        lent.add(pointer.id());
      }
    }
    var frame =
        enter(
            path.state,
            subprogram.start(),
            path.at,
            new Frame.Callback(caller, invocation, owed, lent, section));
    path.state.push(frame);
    for (int i = 0; i < values.size() && i < 5; i++) {
      frame.setRegister(i + 1, values.get(i));
      site.bind(Invocation.argument(i), values.get(i));
    }
    for (var effect : invocation.entering()) {
      effects.run(effect, site);
    }
    path.state.record(new Trace.Called(path.at, subprogram.name()));
    path.at = subprogram.start();
  }

  /// The subprograms that tags of special fields name, each at its start with an object of its own.
  /// A program that uses the family which declares such tags must bring them.
  List<Path> taggedEntries() {
    var paths = new ArrayList<Path>();
    for (var entry : verification.rules.entries()) {
      boolean used =
          verification.calls().values().stream()
              .anyMatch(plan -> plan.family().equals(entry.family()));
      for (var struct : verification.layouts.structs().entrySet()) {
        for (var field : struct.getValue().fields()) {
          if (field.kind().is(entry.tagged()) && field.function().isPresent()) {
            taggedEntry(entry.invocation(), struct.getKey(), field.function().get(), used)
                .ifPresent(paths::add);
          }
        }
      }
    }
    return paths;
  }

  private Optional<Path> taggedEntry(Invocation invocation, int typeId, String name, boolean used) {
    var type = verification.layouts.local(typeId).orElseThrow();
    var subprogram =
        verification.program.subprograms().stream().filter(s -> s.name().equals(name)).findFirst();
    if (subprogram.isEmpty()) {
      if (used) {
        throw Rejection.of(
            ProgramRules.LAYOUT,
            "why",
            "%s: a tag names the function %s, which is not part of this program"
                .formatted(type.name(), name));
      }
      return Optional.empty();
    }
    int start = subprogram.get().start();
    var path = new Path(new State(new Frame(0, start, -1, null)), start, null);
    var site = new CallSite(verification, path, FunctionPlan.named(name));
    int id = verification.nextId();
    site.bind(
        mortise.spi.Access.FIELD, Pointer.to(new Region.Local(typeId, type), id, start).owing(id));
    enter(path, site, invocation, subprogram.get(), name);
    return Optional.of(path);
  }

  private Value argument(Invocation.Argument argument, CallSite site, List<Integer> owed) {
    int at = site.at();
    return switch (argument) {
      case Invocation.Unknown a -> Scalar.unknown(at);
      case Invocation.Passed a -> site.value(a.parameter());
      case Invocation.Handed a -> handed(a, site, owed);
      case Invocation.Element a ->
          element(a.container(), a.atStart(), site)
              .map(p -> (Value) verification.qualified(p, a.qualifiers()))
              .orElse(Uninitialised.VALUE);
      case Invocation.Removed a ->
          element(a.container(), a.atStart(), site)
              .map(
                  p -> {
                    owed.add(p.id());
                    site.state().owe(new Obligation(p.id(), p.id(), 1, at, site.plan().name()));
                    site.state().record(new Trace.Acquired(at, p.id(), site.plan().name()));
                    return (Value) p.owing(p.id());
                  })
              .orElse(Uninitialised.VALUE);
      case Invocation.Host a ->
          verification.qualified(
              Pointer.to(new Region.Host(a.type()), verification.nextId(), at), a.qualifiers());
      case Invocation.Slot a ->
          Pointer.to(new Region.Elsewhere(a.kind()), verification.nextId(), at);
      case Invocation.Map a -> map(site, a.map()).map(p -> (Value) p).orElse(Uninitialised.VALUE);
      case Invocation.Key a -> keyOrValue(site, a.map(), true);
      case Invocation.Value a -> keyOrValue(site, a.map(), false);
    };
  }

  /// In a state of its own the object is owed for there, as it was.
  private Value handed(Invocation.Handed argument, CallSite site, List<Integer> owed) {
    var value = site.value(argument.object());
    if (!(value instanceof Pointer pointer)) {
      return value;
    }
    if (pointer.obligation() == 0 || site.state().obligation(pointer.obligation()) != null) {
      return pointer;
    }
    int identity = pointer.id();
    owed.add(pointer.obligation());
    site.state()
        .owe(new Obligation(pointer.obligation(), identity, 1, site.at(), site.plan().name()));
    return pointer;
  }

  private Optional<Pointer> element(Subject container, boolean atStart, CallSite site) {
    return site.field(container)
        .flatMap(
            field ->
                field
                    .element()
                    .map(
                        type ->
                            Pointer.to(
                                    new Region.Local(verification.layouts.idOf(type), type),
                                    verification.nextId(),
                                    site.at())
                                .at(atStart ? 0 : field.elementOffset())));
  }

  /// The map passed, or the one into whose value the argument points.
  private static Optional<Pointer> map(CallSite site, Parameter map) {
    return site.pointer(map)
        .flatMap(
            pointer ->
                switch (pointer.region()) {
                  case Region.Map whole -> Optional.of(pointer);
                  case Region.MapValue value ->
                      Optional.of(
                          Pointer.to(new Region.Map(value.map()), pointer.parent(), site.at()));
                  default -> Optional.empty();
                });
  }

  private Value keyOrValue(CallSite site, Parameter map, boolean key) {
    return map(site, map)
        .map(
            pointer -> {
              var whole = ((Region.Map) pointer.region()).map();
              return (Value)
                  Pointer.to(
                          key
                              ? new Region.MapKey(whole)
                              : new Region.MapValue(whole, verification.layouts.value(whole)),
                          key ? 0 : verification.nextId(),
                          site.at())
                      .childOf(pointer.id());
            })
        .orElse(Uninitialised.VALUE);
  }

  /// Leaves the innermost frame; gives the frame that was left.
  Frame leave(Path path) {
    var value = path.state.register(0);
    var frame = path.state.frame();
    if (value instanceof Pointer pointer && pointer.region() instanceof Region.Stack) {
      verification.reject(Rejection.of(PointerRules.RETURNS_STACK));
    }
    var callback = frame.callback();
    if (callback != null) {
      verification.attempt(() -> ReturnValues.checkCallback(path, callback.invocation()));
      verification.attempt(() -> checkSettled(path.state, callback));
      if (callback.section() != null) {
        effects.sections().leave(path.state, callback.section(), path.at);
      }
    }
    path.state.pop();
    if (callback != null) {
      callback.lent().forEach(thing -> Slots.endLent(path.state, thing, path.at));
    }
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

  /// Whether what the callback has returned ends the repetition, whatever else is unknown.
  static boolean stops(Invocation invocation, Frame left) {
    return invocation.stops().isPresent()
        && left.register(0) instanceof Scalar value
        && value.mark().range().isConstant(invocation.stops().get());
  }

  /// What a callback was given to own it must have settled.
  private static void checkSettled(State state, Frame.Callback callback) {
    for (int owed : callback.owed()) {
      var left = state.obligation(owed);
      if (left != null) {
        throw Boundaries.leak(List.of(left), "callback return");
      }
    }
  }
}
