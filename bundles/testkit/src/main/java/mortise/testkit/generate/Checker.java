package mortise.testkit.generate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import mortise.engine.CheckedInstance;
import mortise.engine.LoadedProgram;
import mortise.engine.Verdict;
import mortise.runtime.Execution;
import mortise.runtime.NotRunnableException;
import mortise.runtime.RunFault;
import mortise.runtime.Violation;
import mortise.verifier.Limits;

/// Verifies programs, and runs what is accepted checked.
public final class Checker {
  /// Enough for any generated program, and little enough to tell soon when it is not.
  private static final Limits LIMITS = new Limits(50_000, 1024);

  /// Without pruning every path is followed.
  private static final Limits ALL_PATHS = new Limits(100_000, 1024).with(Limits.Pruning.NONE);

  private static final Limits ALL_STATES = LIMITS.with(Limits.Pruning.EAGER);

  private final Template template;

  /// A checker of programs of a template.
  public Checker(Template template) {
    this.template = template;
  }

  /// Verifies a program; runs it on one input after the other, in one machine, if it is accepted.
  ///
  /// @throws IllegalArgumentException if it refers to something that the template does not have
  public Outcome check(List<Line> lines, List<RunInput> inputs) {
    var program = template.with(lines).within(LIMITS);
    Verdict verdict;
    try {
      verdict = program.verify();
    } catch (RuntimeException e) {
      return crash("verifying", e);
    }
    return switch (verdict) {
      case Verdict.Rejected no ->
          new Outcome.Rejected(
              no.diagnostics().getFirst().rule().id(), no.diagnostics().getFirst().message());
      case Verdict.Undecided limit -> new Outcome.Undecided(limit.limit());
      case Verdict.Accepted ok -> run(ok, inputs);
    };
  }

  private static Outcome.Failed crash(String what, RuntimeException e) {
    return new Outcome.Failed("crash", "%s: %s".formatted(what, e));
  }

  /// Runs an accepted program checked on one input after the other, in one machine. One that can
  /// only be judged fails as `not-runnable`.
  public static Outcome run(Verdict.Accepted accepted, List<RunInput> inputs) {
    return run(() -> accepted.instantiateChecked(List.of()), inputs, Optional.empty());
  }

  /// As [#run(Verdict.Accepted, List)], with no run longer than so many instructions: the first
  /// that would be is the last, and counts as far as it went.
  public static Outcome run(Verdict.Accepted accepted, List<RunInput> inputs, long longest) {
    return run(() -> accepted.instantiateChecked(List.of(), longest), inputs, Optional.of(longest));
  }

  private static Outcome run(
      Supplier<CheckedInstance> machine, List<RunInput> inputs, Optional<Long> longest) {
    int runs = 0;
    long steps = 0;
    try (var instance = machine.get()) {
      for (var input : inputs) {
        input.prepare(instance);
        steps += instance.run(Execution.of(instance.programs().getFirst(), input.input())).steps();
        runs++;
      }
      var left = instance.finish();
      if (!left.isEmpty()) {
        return failed(left.getFirst());
      }
    } catch (Violation e) {
      return failed(e);
    } catch (RunFault e) {
      if (e.kind() == RunFault.Kind.STEP_LIMIT && longest.isPresent()) {
        return new Outcome.Sound(runs + 1, steps + longest.get());
      }
      return new Outcome.Failed(
          "fault." + e.kind().name().toLowerCase(Locale.ROOT), String.valueOf(e.getMessage()));
    } catch (NotRunnableException e) {
      return new Outcome.Failed("not-runnable", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return crash("running", e);
    }
    return new Outcome.Sound(inputs.size(), steps);
  }

  private static Outcome.Failed failed(Violation violation) {
    return new Outcome.Failed(violation.check(), String.valueOf(violation.getMessage()));
  }

  /// Verifies a program with usual pruning, with as much as there can be and with none; the verdict
  /// must be the same.
  ///
  /// @return what differs, if something does; nothing where one of them was too much to explore
  public Optional<Outcome.Failed> comparePruning(List<Line> lines) {
    var program = template.with(lines);
    try {
      var usual = program.within(LIMITS).verify();
      for (var limits : List.of(ALL_STATES, ALL_PATHS)) {
        var other = verdict(program, limits);
        if (differ(usual, other)) {
          return Optional.of(
              new Outcome.Failed(
                  "pruning",
                  "usually %s; with pruning %s %s"
                      .formatted(
                          describe(usual),
                          limits.pruning().name().toLowerCase(Locale.ROOT),
                          describe(other))));
        }
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(crash("verifying", e));
    }
  }

  private static Verdict verdict(LoadedProgram program, Limits limits) {
    return program.within(limits).verify();
  }

  private static boolean differ(Verdict one, Verdict other) {
    return !(one instanceof Verdict.Undecided)
        && !(other instanceof Verdict.Undecided)
        && one instanceof Verdict.Accepted != other instanceof Verdict.Accepted;
  }

  private static String describe(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accepted _ -> "accepted";
      case Verdict.Rejected no -> "rejected (%s)".formatted(no.diagnostics().getFirst().message());
      case Verdict.Undecided limit -> "undecided (%s)".formatted(limit.limit());
    };
  }
}
