package mortise.verifier;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import mortise.object.Program;
import mortise.spi.ProgramKind;
import mortise.verifier.belief.Beliefs;
import mortise.verifier.explore.Handlers;
import mortise.verifier.layout.TypeLayouts;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rulebook.RuleBook;

/// A program of which it is known that nothing can go wrong, with what was found out on the way.
/// Only the verifier makes these.
public final class VerifiedProgram {
  private final Program program;
  private final RuleBook rules;
  private final TypeLayouts layouts;
  private final ProgramKind kind;
  private final Map<Integer, FunctionPlan> calls;
  private final int contextReach;
  private final BitSet probes;
  private final Optional<String> host;
  private final Supplier<Beliefs> beliefs;

  VerifiedProgram(
      Program program,
      RuleBook rules,
      TypeLayouts layouts,
      ProgramKind kind,
      Map<Integer, FunctionPlan> calls,
      int contextReach,
      BitSet probes,
      Optional<String> host,
      Supplier<Beliefs> beliefs) {
    this.program = program;
    this.rules = rules;
    this.layouts = layouts;
    this.kind = kind;
    this.calls = Map.copyOf(calls);
    this.contextReach = contextReach;
    this.probes = (BitSet) probes.clone();
    this.host = host;
    this.beliefs = beliefs;
  }

  public Program program() {
    return program;
  }

  /// The semantics under which it was verified.
  public RuleBook rules() {
    return rules;
  }

  public TypeLayouts layouts() {
    return layouts;
  }

  public ProgramKind kind() {
    return kind;
  }

  /// What is called, by the slot of the call. Calls that no path reaches are not in it.
  public Map<Integer, FunctionPlan> calls() {
    return calls;
  }

  /// The first slot of the subprogram that the program names for the case that it ends before its
  /// time.
  public Optional<Integer> handler() {
    return Handlers.of(program, rules);
  }

  /// How many bytes of context the program accesses at most: a run needs as many.
  ///
  /// Source: linux `max_ctx_offset` (6.18).
  public int contextReach() {
    return contextReach;
  }

  /// Whether the load at `slot` may read what nobody vouches for, and gives 0 where there is
  /// nothing.
  ///
  /// Source: linux `BPF_PROBE_MEM` (6.18).
  public boolean isProbe(int slot) {
    return probes.get(slot);
  }

  /// Which types of the host the verdict rests on, if it does.
  public Optional<String> host() {
    return host;
  }

  /// What was believed at each instruction; the program is verified once more to find it out.
  ///
  /// @throws TooMuchToRecord if there are too many states to keep
  public Beliefs beliefs() {
    return beliefs.get();
  }
}
