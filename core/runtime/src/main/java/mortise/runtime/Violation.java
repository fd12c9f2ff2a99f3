package mortise.runtime;

/// Something that cannot happen if the verifier is right: a run that left what was believed of it,
/// or memory used against the rules. Whoever finds one has found a bug in the verifier, or in a
/// runtime half.
public final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String check;
  private final String program;
  private final int slot;
  private final String problem;

  /// @param check what was checked, as a stable id: `scalar-range`, `use-after-free`
  /// @param program the name of the program that ran; empty if none did
  /// @param slot the instruction, -1 if there is none
  /// @param place where that is in the source, as messages add it to a slot; empty if not known
  /// @param problem what was believed, and what is
  public Violation(String check, String program, int slot, String place, String problem) {
    super(
        "%s%s [%s]"
            .formatted(
                slot < 0 ? "" : "program '%s', instruction %d%s: ".formatted(program, slot, place),
                problem,
                check));
    this.check = check;
    this.program = program;
    this.slot = slot;
    this.problem = problem;
  }

  /// What was checked, as a stable id.
  public String check() {
    return check;
  }

  /// The name of the program that ran; empty if none did.
  public String program() {
    return program;
  }

  /// The instruction that comes next or is being executed; -1 if there is none.
  public int slot() {
    return slot;
  }

  /// The message without its place.
  public String problem() {
    return problem;
  }
}
