package mortise.verifier.explore;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import mortise.object.Instruction;
import mortise.object.Program;
import mortise.spi.HostArguments;
import mortise.spi.ProgramKind;
import mortise.verifier.Diagnostic;
import mortise.verifier.Limits;
import mortise.verifier.StepListener;
import mortise.verifier.Verdict.Cost;
import mortise.verifier.belief.Beliefs;
import mortise.verifier.layout.TypeLayouts;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rulebook.RuleBook;
import mortise.verifier.rules.CallRules;
import mortise.verifier.rules.HostRules;
import mortise.verifier.rules.InstructionRules;
import mortise.verifier.rules.ProgramRules;
import mortise.verifier.rules.Rejection;

/// Verifies one program: structure, types, then every path.
public final class ProgramVerifier {
  /// What came out.
  ///
  /// @param problem what is wrong; empty if nothing is
  /// @param limit which limit was reached, if one was
  /// @param kind the kind of program it was verified as
  /// @param contextReach how many bytes of context it accesses at most
  /// @param probes loads that give 0 where there is nothing to be read
  /// @param host which types of the host were asked, if any were
  /// @param beliefs what was believed at each instruction, if that was recorded
  public record Findings(
      Optional<Diagnostic> problem,
      Optional<String> limit,
      Optional<ProgramKind> kind,
      Map<Integer, FunctionPlan> calls,
      int contextReach,
      BitSet probes,
      Optional<String> host,
      Cost cost,
      Optional<Beliefs> beliefs) {}

  private ProgramVerifier() {}

  /// @param recorded how many states to keep at most to make up the beliefs; 0 if nobody wants them
  public static Findings verify(
      Program program,
      RuleBook rules,
      TypeLayouts layouts,
      Limits limits,
      StepListener listener,
      boolean strictAlignment,
      int recorded) {
    long start = System.nanoTime();
    var kind =
        Optional.ofNullable(rules.programs().get(program.type().id()))
            .map(of -> of.attachedAs(program.type().attachType()));
    Explorer explorer = null;
    Verification verification = null;
    Rejection why;
    Optional<String> undecided = Optional.empty();
    try {
      if (kind.isEmpty()) {
        throw Rejection.of(
            CallRules.UNKNOWN_PROGRAM,
            "program.type",
            program.type().name(),
            "section",
            program.section());
      }
      verification = new Verification(program, rules, layouts, kind.get(), strictAlignment);
      verification.findHandler();
      checkTarget(verification);
      var flow = new ControlFlow(program);
      layouts.problems().forEach(verification::reject);
      checkEncodings(verification);
      MapUse.check(verification);
      flow.checkReachable(rules, layouts.functions());
      var recorder = recorded == 0 ? null : new Recorder(recorded);
      explorer = new Explorer(verification, flow, limits, listener, recorder);
      explorer.run();
      var stack = explorer.stackUse();
      var liveness = explorer.liveness();
      verification.attempt(() -> StackDepth.check(program, stack));
      verification.endings().check();
      return new Findings(
          Optional.empty(),
          Optional.empty(),
          kind,
          verification.calls(),
          verification.contextReach(),
          verification.probes(),
          host(verification),
          cost(explorer, limits, start),
          Optional.ofNullable(recorder).map(states -> states.beliefs(liveness, program.size())));
    } catch (Rejection rejection) {
      why = rejection;
    } catch (MissingTypes missing) {
      why = Rejection.of(HostRules.TYPES_MISSING, "why", missing.why());
      undecided = Optional.of(missing.why());
    } catch (LimitReached limit) {
      why = Rejection.of(ProgramRules.TOO_LARGE, "why", limit.limit());
      undecided = Optional.of(limit.limit());
    }
    return new Findings(
        Optional.of(Diagnostics.of(program, rules, layouts, why, explorer)),
        undecided,
        kind,
        Map.of(),
        0,
        new BitSet(),
        host(verification),
        cost(explorer, limits, start),
        Optional.empty());
  }

  /// What may stand nowhere, whether a path comes there or not.
  ///
  /// Source: linux `resolve_pseudo_ldimm64` (6.18).
  private static void checkEncodings(Verification verification) {
    var program = verification.program;
    for (int at = 0; at < program.size(); at += program.at(at).slots()) {
      if (program.at(at) instanceof Instruction.Unknown unknown && unknown.reason().isNowhere()) {
        verification.reject(
            Rejection.of(InstructionRules.of(unknown.reason()), "why", unknown.problem())
                .with("at", at));
      }
    }
  }

  /// Whether the program can be attached to what it says.
  ///
  /// Source: linux `check_struct_ops_btf_id` (6.18).
  private static void checkTarget(Verification verification) {
    var shape = verification.kind.arguments();
    if (shape.isEmpty() || shape.get().from() != HostArguments.Source.MEMBER) {
      return;
    }
    if (!verification.isGpl()) {
      verification.reject(Rejection.of(HostRules.PROGRAM_NEEDS_GPL));
    }
    var type = verification.program.type();
    if (shape.get().refused().contains(type.attachName())) {
      verification.reject(
          Rejection.of(
              HostRules.UNSUPPORTED_MEMBER,
              "member",
              type.attachName(),
              "struct",
              type.attachType()));
    }
  }

  private static Optional<String> host(
      @org.jspecify.annotations.Nullable Verification verification) {
    return Optional.ofNullable(verification)
        .filter(Verification::askedHost)
        .map(asked -> asked.layouts.host().identity());
  }

  private static Cost cost(
      @org.jspecify.annotations.Nullable Explorer explorer, Limits limits, long start) {
    var took = System.nanoTime() - start;
    if (explorer == null) {
      return new Cost(0, limits.instructions(), 0, 0, 0, took);
    }
    var s = explorer.statistics();
    return new Cost(
        s.instructions,
        limits.instructions(),
        s.totalStates,
        s.peakStates,
        s.mostStatesAtOnce,
        took);
  }
}
