package mortise.engine;

import java.util.List;
import java.util.Map;
import mortise.object.Program;
import mortise.object.RawInstruction;
import mortise.verifier.Diagnostic;
import mortise.verifier.Limits;
import mortise.verifier.StepListener;
import mortise.verifier.Verifier;
import mortise.verifier.layout.TypeLayouts;

/// A program of an object. Programs of one object may be verified from many threads at once.
public final class LoadedProgram {
  private final Program program;
  private final Verifier verifier;
  private final TypeLayouts layouts;

  LoadedProgram(Program program, Verifier verifier, TypeLayouts layouts) {
    this.program = program;
    this.verifier = verifier;
    this.layouts = layouts;
  }

  public String name() {
    return program.name();
  }

  /// The program as it was read.
  public Program program() {
    return program;
  }

  /// The same program with other instructions, as [Program#with] has it.
  ///
  /// @throws IllegalArgumentException if there are no slots, or more than 1,000,000
  public LoadedProgram with(List<RawInstruction> slots) {
    return new LoadedProgram(program.with(slots), verifier, layouts);
  }

  /// The same program with some slots changed, as [Program#withChanges] has it.
  ///
  /// @throws IndexOutOfBoundsException if there is no such slot
  public LoadedProgram withChanges(Map<Integer, RawInstruction> changes) {
    return new LoadedProgram(program.withChanges(changes), verifier, layouts);
  }

  /// The same program, to be verified within other limits.
  public LoadedProgram within(Limits limits) {
    return new LoadedProgram(program, new Verifier(verifier.rules(), limits), layouts);
  }

  /// Follows every path of the program.
  public Verdict verify() {
    return verify(StepListener.NONE);
  }

  /// As [#verify()], telling `listener` of every instruction processed.
  public Verdict verify(StepListener listener) {
    return switch (verifier.verify(program, layouts, listener)) {
      case mortise.verifier.Verdict.Accepted ok -> new Verdict.Accepted(ok.program(), ok.cost());
      case mortise.verifier.Verdict.Rejected no ->
          new Verdict.Rejected(
              no.diagnostics(), no.cost(), isOfObject(no.diagnostics().getFirst()));
      case mortise.verifier.Verdict.Undecided limit ->
          new Verdict.Undecided(limit.limit(), limit.diagnostic(), limit.cost());
    };
  }

  private boolean isOfObject(Diagnostic diagnostic) {
    return diagnostic.slot() < 0
        && layouts.problems().stream()
            .anyMatch(problem -> problem.rule().id().equals(diagnostic.rule().id()));
  }
}
