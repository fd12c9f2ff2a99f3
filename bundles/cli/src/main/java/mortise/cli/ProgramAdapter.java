package mortise.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import mortise.cli.EngineGateway.DumpStyle;
import mortise.cli.EngineGateway.LoadedProgram;
import mortise.cli.EngineGateway.RunRequest;
import mortise.cli.view.Place;
import mortise.cli.view.Problem;
import mortise.cli.view.ProgramRow;
import mortise.cli.view.RunView;
import mortise.cli.view.Step;
import mortise.cli.view.Verdict;
import mortise.engine.Verdict.Accepted;
import mortise.object.Program;
import mortise.object.RawInstruction;
import mortise.object.SourceLine;
import mortise.runtime.Execution;
import mortise.runtime.NotRunnableException;
import mortise.runtime.RunFault;
import mortise.runtime.Scheduler;
import mortise.runtime.Violation;
import mortise.runtime.VisibleOperation;
import mortise.spi.runtime.ContextFactory.Input;
import mortise.verifier.Diagnostic;
import mortise.verifier.TooMuchToRecord;
import mortise.verifier.Verdict.Cost;

/// A program of the engine behind the commands' gateway.
///
/// @param rulesOff whether rules are switched off, so that the program may do anything
record ProgramAdapter(String file, mortise.engine.LoadedProgram loaded, boolean rulesOff)
    implements LoadedProgram {
  @Override
  public String name() {
    return loaded.name();
  }

  @Override
  public ProgramRow check() {
    return row(file, name(), loaded.verify());
  }

  @Override
  public Program program() {
    return loaded.program();
  }

  @Override
  public ProgramRow check(Map<Integer, RawInstruction> changes) {
    return row(file, name(), loaded.withChanges(changes).verify());
  }

  /// A verdict as the results show it.
  static ProgramRow row(String file, String program, mortise.engine.Verdict verdict) {
    var cost = verdict.cost();
    Verdict word;
    Optional<Problem> problem;
    switch (verdict) {
      case Accepted ok -> {
        word = Verdict.SUCCESS;
        problem = Optional.empty();
      }
      case mortise.engine.Verdict.Rejected no -> {
        word = Verdict.FAILURE;
        problem = Optional.of(problem(no.diagnostics().getFirst(), cost));
      }
      case mortise.engine.Verdict.Undecided limit -> {
        word = Verdict.UNDECIDED;
        problem = Optional.of(problem(limit.diagnostic(), cost));
      }
    }
    return new ProgramRow(
        file,
        program,
        word,
        cost.nanoseconds() / 1000,
        cost.instructions(),
        cost.totalStates(),
        cost.peakStates(),
        problem);
  }

  private static Problem problem(Diagnostic diagnostic, Cost cost) {
    return new Problem(
        diagnostic.rule().id(),
        diagnostic.rule().category().title(),
        diagnostic.message(),
        diagnostic.rule().suggestion(),
        diagnostic.slot(),
        diagnostic.line().map(ProgramAdapter::place),
        diagnostic.path().stream()
            .map(s -> new Step(s.text(), s.slot(), s.line().map(ProgramAdapter::place)))
            .toList(),
        diagnostic.render() + cost.trailer());
  }

  static Place place(SourceLine line) {
    return new Place(line.file(), line.line(), line.column());
  }

  @Override
  public RunView run(RunRequest request) throws InputProblem, RunProblem {
    if (request.engine() == EngineGateway.RunEngine.compiler) {
      throw new InputProblem("this build has no compiler; use --engine interpreter");
    }
    if (!(loaded.verify() instanceof Accepted ok)) {
      throw new InputProblem(
          "%s is not accepted, and only accepted programs are run: see `mortise check %s`"
              .formatted(name(), file));
    }
    try {
      return request.checked() ? runChecked(ok, request) : runPlain(ok, request);
    } catch (NotRunnableException | TooMuchToRecord e) {
      throw new InputProblem(String.valueOf(e.getMessage()));
    } catch (RunFault | Violation e) {
      throw new RunProblem(e);
    }
  }

  /// Where rules are off a program may wait for what only it could do, for ever.
  private Execution execution(Execution execution) {
    return rulesOff ? execution.on(0, ALONE) : execution;
  }

  private static final Scheduler ALONE =
      new Scheduler() {
        @Override
        public void before(int cpu, VisibleOperation operation) {}

        @Override
        public void blocked(int cpu, BooleanSupplier condition, String what) {
          throw new Violation("deadlock", "", -1, "", what + " waits for ever");
        }
      };

  private RunView runPlain(Accepted accepted, RunRequest request) throws RunProblem {
    try (var instance = accepted.instantiate()) {
      var first = instance.programs().getFirst();
      var view = repeat(request, input -> instance.run(execution(Execution.of(first, input))));
      var left = instance.closeAndReport();
      if (!left.isEmpty()) {
        throw new RunProblem(left);
      }
      return view;
    }
  }

  private RunView runChecked(Accepted accepted, RunRequest request) {
    try (var instance = accepted.instantiateChecked(List.of())) {
      var view = repeat(request, instance::run);
      for (var violation : instance.finish()) {
        throw violation;
      }
      return view;
    }
  }

  private static RunView repeat(RunRequest request, ToLongFunction<Input> run) {
    var input = input(request);
    long started = System.nanoTime();
    long result = 0;
    for (int i = 0; i < request.repeats(); i++) {
      result = run.applyAsLong(input);
    }
    return new RunView(result, request.repeats(), System.nanoTime() - started);
  }

  private static Input input(RunRequest request) {
    var none = new byte[0];
    return switch (request.input()) {
      case NONE -> new Input(none, none);
      case CONTEXT -> new Input(none, request.context());
      case PACKET -> new Input(request.context(), none);
    };
  }

  @Override
  public String dump(DumpStyle style) throws InputProblem {
    return switch (style) {
      case INSTRUCTIONS -> Listing.instructions(loaded.program(), false);
      case SOURCE -> Listing.instructions(loaded.program(), true);
      case DOT -> Listing.graph(loaded.program());
      case STATES -> Listing.states(loaded);
    };
  }
}
