package mortise.engine.compare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import mortise.engine.LoadedProgram;
import mortise.engine.Verdict;
import mortise.object.Instruction;
import mortise.verifier.rulebook.RuleBook;

/// A program under two semantics, at least one of which has it.
public final class ProgramPair {
  private final String name;
  private final Optional<LoadedProgram> left;
  private final Optional<LoadedProgram> right;
  private final RuleBook leftRules;
  private final RuleBook rightRules;

  ProgramPair(
      String name,
      Optional<LoadedProgram> left,
      Optional<LoadedProgram> right,
      RuleBook leftRules,
      RuleBook rightRules) {
    this.name = name;
    this.left = left;
    this.right = right;
    this.leftRules = leftRules;
    this.rightRules = rightRules;
  }

  public String name() {
    return name;
  }

  /// Verifies the program under both and compares.
  public ProgramComparison compare() {
    var leftStanding = standing(left, leftRules, rightRules);
    var rightStanding = standing(right, rightRules, leftRules);
    var comparison =
        new ProgramComparison(name, leftStanding, rightStanding, Optional.empty()).settled();
    return comparison.changesVerdict() && left.isPresent() && right.isPresent()
        ? comparison.parting(Trace.parting(left.get(), right.get()))
        : comparison;
  }

  private static Standing standing(
      Optional<LoadedProgram> program, RuleBook rules, RuleBook others) {
    if (program.isEmpty()) {
      return new Standing.Absent("the object has no such program");
    }
    var type = program.get().program().type();
    if (!rules.programs().containsKey(type.id()) && others.programs().containsKey(type.id())) {
      return new Standing.Absent("programs of type %s are not known here".formatted(type.name()));
    }
    var verdict = program.get().verify();
    if (verdict instanceof Verdict.Accepted) {
      return new Standing.Judged(verdict);
    }
    var missing = missing(program.get(), rules, others);
    return missing.isEmpty() ? new Standing.Judged(verdict) : new Standing.NotApplicable(missing);
  }

  /// What the program calls and only the others have.
  private static List<String> missing(LoadedProgram program, RuleBook rules, RuleBook others) {
    var missing = new LinkedHashSet<String>();
    for (int slot = 0; slot < program.program().size(); slot++) {
      switch (program.program().at(slot)) {
        case Instruction.KfuncCall call
            when !rules.kernelFunctions().containsKey(call.name())
                && others.kernelFunctions().containsKey(call.name()) ->
            missing.add(call.name());
        case Instruction.HelperCall call when !rules.helpers().containsKey(call.id()) ->
            Optional.ofNullable(others.helpers().get(call.id()))
                .ifPresent(function -> missing.add(function.name() + "#" + call.id()));
        default -> {}
      }
    }
    return new ArrayList<>(missing);
  }
}
