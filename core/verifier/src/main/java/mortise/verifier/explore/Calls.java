package mortise.verifier.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import mortise.object.Instruction;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.Outcome;
import mortise.spi.Result;
import mortise.spi.Subject;
import mortise.verifier.rulebook.Callback;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rulebook.Step;
import mortise.verifier.rules.CallRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Trace;
import mortise.verifier.state.Uninitialised;
import org.jspecify.annotations.Nullable;

/// Calls of functions that families bring.
///
/// The order of checks is part of the contract: may it be called here; its parameters and
/// requirements in the order declared; then effects and result, an outcome at a time.
///
/// Source: linux `check_helper_call`, `check_kfunc_call` (6.18).
final class Calls {
  private final Verification verification;
  private final Arguments arguments;
  private final EffectRunner effects;
  private final Results results;

  Calls(Verification verification, Arguments arguments, EffectRunner effects, Results results) {
    this.verification = verification;
    this.arguments = arguments;
    this.effects = effects;
    this.results = results;
  }

  /// Refuses kernel functions that are not there, wherever they are called.
  ///
  /// Source: linux `add_subprog_and_kfunc` (6.18).
  void resolveKernelFunctions() {
    for (int at = 0; at < verification.program.size(); at++) {
      if (verification.program.at(at) instanceof Instruction.KfuncCall call) {
        int slot = at;
        verification.attempt(() -> resolve(slot, call));
      }
    }
  }

  private void resolve(int at, Instruction.KfuncCall call) {
    var plan = verification.rules.kernelFunctions().get(call.name());
    if (plan == null) {
      if (call.weak()) {
        return;
      }
      throw unknown(call.name()).with("at", at);
    }
    if (!verification.isGpl()) {
      throw Rejection.of(CallRules.KERNEL_FUNCTION_NEEDS_GPL).with("at", at);
    }
  }

  private Rejection unknown(String function) {
    var installed =
        verification.rules.families().stream()
            .map(FamilyInfo::id)
            .sorted()
            .collect(Collectors.joining(", "));
    return Rejection.of(
        CallRules.UNKNOWN_FUNCTION,
        "function",
        function,
        "families",
        installed.isEmpty() ? "none" : installed);
  }

  private boolean isAvailable(FunctionPlan plan) {
    return plan.programKinds().isEmpty() || verification.isOneOf(plan.programKinds());
  }

  /// Checks that the sections open allow the call.
  void checkSections(Path path, @Nullable FunctionPlan plan) {
    for (var section : path.state.sections()) {
      var kind = section.kind();
      if (kind.restrictsCalls()
          && (plan == null || !verification.rules.allows(plan.allowedIn(), kind))) {
        verification.reject(
            Rejection.of(kind.callInside(), "function", plan == null ? "?" : plan.name()));
      }
    }
  }

  /// Checks all that a function asks for. Nothing has changed yet.
  CallSite check(Path path, Instruction.Call call, @Nullable FunctionPlan plan) {
    checkSections(path, plan);
    if (plan == null) {
      throw switch (call) {
        case Instruction.HelperCall helper ->
            Rejection.of(CallRules.UNKNOWN_HELPER, "function", "unknown", "id", helper.id());
        case Instruction.KfuncCall kfunc -> unknown(kfunc.name());
        case Instruction.PoisonedCall poisoned ->
            Rejection.of(
                CallRules.POISONED_CALL,
                "why",
                poisoned.problem(),
                "id",
                poisoned.raw().immediate());
        case Instruction.SubprogramCall s -> new IllegalStateException("not a family's function");
      };
    }
    if (!isAvailable(plan)) {
      verification.reject(
          plan.isHelper()
              ? Rejection.of(
                  CallRules.HELPER_NOT_AVAILABLE, "function", plan.name(), "id", plan.helper())
              : Rejection.of(CallRules.FUNCTION_NOT_AVAILABLE, "function", plan.name()));
    }
    if (plan.gplOnly() && !verification.isGpl()) {
      verification.reject(Rejection.of(CallRules.NEEDS_GPL));
    }
    verification.attempt(() -> checkSleep(path, plan));
    if (plan.isHelper()) {
      verification.attempt(() -> checkRegions(path, plan));
    }
    verification.resolved(path.at, plan);
    var site = new CallSite(verification, path, plan);
    plan.entry().forEach(site::demand);
    for (var step : plan.steps()) {
      switch (step) {
        case Step.Argument argument ->
            verification.attempt(() -> arguments.check(path, argument.parameter(), site));
        case Step.Demand demand -> site.demand(demand);
      }
    }
    if (!plan.isHelper()) {
      verification.attempt(() -> checkRegions(path, plan));
    }
    return site;
  }

  /// Refuses what may sleep where nothing may.
  ///
  /// Source: linux `check_helper_call`, `check_kfunc_call` (6.18).
  private void checkSleep(Path path, FunctionPlan plan) {
    if (plan.sleeps() && !verification.isSleepable(path.state)) {
      throw plan.isHelper()
          ? Rejection.of(CallRules.MIGHT_SLEEP)
          : Rejection.of(CallRules.FUNCTION_MIGHT_SLEEP, "function", plan.name());
    }
  }

  /// Refuses what may sleep inside sections where nothing may: of kernel functions once all else is
  /// asked.
  private void checkRegions(Path path, FunctionPlan plan) {
    if (!plan.sleeps()) {
      return;
    }
    for (var sleepless : verification.rules.sleepless()) {
      if (path.state.inside(sleepless.section())) {
        throw Rejection.of(
            plan.isHelper() ? CallRules.SLEEPS_IN_REGION : CallRules.FUNCTION_SLEEPS_IN_REGION,
            "function",
            plan.name(),
            "id",
            plan.helper(),
            "region",
            sleepless.region());
      }
    }
  }

  /// Does what the function does before it calls back.
  void begin(CallSite site) {
    var plan = site.plan();
    effects.before(plan.effects(), 0, position(plan), site);
  }

  private static int position(FunctionPlan plan) {
    return plan.callback().map(Callback::after).orElse(0);
  }

  /// Whether something happens before the function calls back, which must not happen again.
  static boolean beginsFirst(FunctionPlan plan) {
    return position(plan) > 0;
  }

  /// Whether the program can come round again with some answer of the call that it is at.
  boolean mayRepeat(Path path, FunctionPlan plan) {
    var site = new CallSite(verification, path, plan);
    return plan.outcomes().stream()
        .anyMatch(o -> o.repeats() && o.when().filter(c -> !Conditions.holds(c, site)).isEmpty());
  }

  /// Does what the function does from its callbacks on; gives the other paths that begin here.
  List<Path> finish(Path path, CallSite site) {
    int here = path.at;
    path.at = here + 1;
    var frame = path.state.frame();
    frame.setUnderway(false);
    frame.setUnrolled(0);
    var outcomes = site.plan().outcomes();
    if (outcomes.isEmpty()) {
      run(site);
      answer(path, site, site.plan().result(), List.of());
      return List.of();
    }
    var possible =
        outcomes.stream()
            .filter(o -> o.when().filter(c -> !Conditions.holds(c, site)).isEmpty())
            .toList();
    if (possible.isEmpty()) {
      throw new IllegalStateException(site.plan() + " has no answer here");
    }
    var others = new ArrayList<Path>();
    for (int i = possible.size() - 1; i > 0; i--) {
      var other = path.fork(here + 1);
      follow(other, site.on(other.state), possible.get(i));
      others.add(other);
    }
    follow(path, site, possible.getFirst());
    return others;
  }

  private void run(CallSite site) {
    var plan = site.plan();
    effects.before(plan.effects(), position(plan), plan.effects().size(), site);
  }

  private void follow(Path path, CallSite site, Outcome outcome) {
    path.state.record(new Trace.Answered(site.at(), site.plan().name(), outcome.name()));
    if (outcome.repeats()) {
      Boundaries.checkLost(verification, path.state, site.plan().name());
      path.state.frame().addRound();
      Widening.widen(path, Widening.before(path, site.at()));
    }
    run(site);
    for (var effect : outcome.effects()) {
      if (!verification.mentionsResult(effect)) {
        effects.run(effect, site.with(Map.of()));
      }
    }
    answer(path, site, outcome.result(), outcome.effects());
  }

  /// R0 gets its value; then happens what speaks of it.
  private void answer(Path path, CallSite site, Result result, List<Effect> own) {
    var value = results.of(result, site);
    site.bind(Subject.result(), value);
    effects.after(site.plan().effects(), site);
    for (var effect : own) {
      if (verification.mentionsResult(effect)) {
        effects.run(effect, site.with(Map.of()));
      }
    }
    value = site.value(Subject.result());
    scratch(path);
    path.set(0, value);
  }

  static void scratch(Path path) {
    for (int r = 0; r <= 5; r++) {
      path.set(r, Uninitialised.VALUE);
    }
  }
}
