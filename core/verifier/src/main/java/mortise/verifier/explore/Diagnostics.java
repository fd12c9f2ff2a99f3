package mortise.verifier.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.object.KernelFormat;
import mortise.object.Program;
import mortise.verifier.Diagnostic;
import mortise.verifier.Diagnostic.PathStep;
import mortise.verifier.layout.TypeLayouts;
import mortise.verifier.rulebook.RuleBook;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Trace;
import org.jspecify.annotations.Nullable;

/// Tells what went wrong, where, and how the program got there.
final class Diagnostics {
  /// Longer paths are told by their end.
  private static final int MAX_STEPS = 24;

  private Diagnostics() {}

  static Diagnostic of(
      Program program,
      RuleBook rules,
      TypeLayouts layouts,
      Rejection rejection,
      @Nullable Explorer explorer) {
    var path = explorer == null ? null : explorer.current();
    int at = place(rejection, path);
    return new Diagnostic(
        rejection.rule(),
        rejection.text(),
        program.name(),
        at,
        at < 0 ? "" : new KernelFormat(id -> name(rules, id)).text(program.at(at)),
        at < 0 ? Optional.empty() : program.lineAt(at),
        path == null ? List.of() : steps(program, rejection, path.state.trace()),
        layouts.notes());
  }

  private static String name(RuleBook rules, int helper) {
    var plan = rules.helpers().get(helper);
    return plan == null ? "unknown" : plan.name();
  }

  private static int place(Rejection rejection, @Nullable Path path) {
    var at = rejection.words().get("at");
    if (at != null) {
      return Integer.parseInt(at);
    }
    return path == null ? -1 : path.at;
  }

  private static List<PathStep> steps(Program program, Rejection rejection, Trace trace) {
    var steps = new ArrayList<PathStep>();
    var events = trace.events();
    int from = Math.max(0, events.size() - MAX_STEPS);
    if (from > 0) {
      steps.add(new PathStep(0, from + " earlier steps left out", Optional.empty()));
    }
    for (var event : events.subList(from, events.size())) {
      steps.add(new PathStep(event.at(), text(event), program.lineAt(event.at())));
    }
    addOrigin(program, rejection, steps);
    return steps;
  }

  /// Where the register in question got what it holds.
  private static void addOrigin(Program program, Rejection rejection, List<PathStep> steps) {
    var origin = rejection.words().get("origin");
    var register = rejection.words().get("register");
    if (origin == null || register == null || origin.equals("-1")) {
      return;
    }
    int at = Integer.parseInt(origin);
    int after = steps.size();
    while (after > 0 && steps.get(after - 1).slot() > at) {
      after--;
    }
    steps.add(after, new PathStep(at, register + " becomes a number here", program.lineAt(at)));
  }

  private static String text(Trace.Event event) {
    return switch (event) {
      case Trace.Branched e -> e.taken() ? "the branch is taken" : "the branch is not taken";
      case Trace.Acquired e -> "%s acquires reference %d".formatted(e.function(), e.obligation());
      case Trace.Settled e -> "reference %d: %s".formatted(e.obligation(), e.how());
      case Trace.Entered e -> "enters the %s section".formatted(e.section());
      case Trace.Left e -> "leaves the %s section".formatted(e.section());
      case Trace.Called e -> "calls %s".formatted(e.subprogram());
      case Trace.Assumed e ->
          "Func#%d ('%s') is global and assumed valid.".formatted(e.number(), e.subprogram());
      case Trace.Alone e -> "Validating %s() func#%d...".formatted(e.subprogram(), e.number());
      case Trace.Returned e -> "%s returns".formatted(e.subprogram());
      case Trace.Answered e -> "%s answers: %s".formatted(e.function(), e.outcome());
    };
  }
}
