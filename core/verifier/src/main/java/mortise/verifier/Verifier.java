package mortise.verifier;

import java.util.List;
import mortise.object.Program;
import mortise.verifier.belief.Beliefs;
import mortise.verifier.explore.ProgramVerifier;
import mortise.verifier.explore.ProgramVerifier.Findings;
import mortise.verifier.layout.TypeLayouts;
import mortise.verifier.rulebook.RuleBook;

/// Verifies programs under one semantics. Safe to use from many threads.
public final class Verifier {
  // At some 500 bytes each.
  private static final int RECORDED = 500_000;

  private final RuleBook rules;
  private final Limits limits;

  public Verifier(RuleBook rules, Limits limits) {
    this.rules = rules;
    this.limits = limits;
  }

  public RuleBook rules() {
    return rules;
  }

  /// The answer for one program.
  ///
  /// @param layouts the types of the program's object, under the same semantics
  public Verdict verify(Program program, TypeLayouts layouts) {
    return verify(program, layouts, StepListener.NONE);
  }

  /// As [#verify(Program, TypeLayouts)], telling `listener` of every instruction processed.
  public Verdict verify(Program program, TypeLayouts layouts, StepListener listener) {
    return verdict(program, layouts, explore(program, layouts, listener, 0));
  }

  private Findings explore(
      Program program, TypeLayouts layouts, StepListener listener, int recorded) {
    return ProgramVerifier.verify(
        program,
        rules,
        layouts,
        limits,
        listener,
        program.expectations().flags().contains("BPF_F_STRICT_ALIGNMENT"),
        recorded);
  }

  private Verdict verdict(Program program, TypeLayouts layouts, Findings findings) {
    if (findings.limit().isPresent()) {
      return new Verdict.Undecided(
          findings.limit().get(), findings.problem().orElseThrow(), findings.cost());
    }
    if (findings.problem().isPresent()) {
      return new Verdict.Rejected(List.of(findings.problem().get()), findings.cost());
    }
    return new Verdict.Accepted(
        new VerifiedProgram(
            program,
            rules,
            layouts,
            findings.kind().orElseThrow(),
            findings.calls(),
            findings.contextReach(),
            findings.probes(),
            findings.host(),
            () -> record(program, layouts)),
        findings.cost());
  }

  private Beliefs record(Program program, TypeLayouts layouts) {
    var findings = explore(program, layouts, StepListener.NONE, RECORDED);
    return findings
        .beliefs()
        .orElseThrow(
            () ->
                new TooMuchToRecord(
                    "program '%s' cannot be checked while it runs: %s"
                        .formatted(program.name(), findings.limit().orElse("it is rejected now"))));
  }
}
