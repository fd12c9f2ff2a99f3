package mortise.verifier.explore;

import java.util.HashMap;
import java.util.Map;
import mortise.object.Program;
import mortise.spi.ProgramKind;
import mortise.verifier.layout.TypeLayouts;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rulebook.RuleBook;

/// What stays the same, or only grows, while one program is verified.
final class Verification {
  final Program program;
  final RuleBook rules;
  final TypeLayouts layouts;
  final ProgramKind kind;
  final boolean strictAlignment;
  private final Map<Integer, FunctionPlan> calls = new HashMap<>();
  private int ids;

  Verification(
      Program program,
      RuleBook rules,
      TypeLayouts layouts,
      ProgramKind kind,
      boolean strictAlignment) {
    this.program = program;
    this.rules = rules;
    this.layouts = layouts;
    this.kind = kind;
    this.strictAlignment = strictAlignment;
  }

  /// An id that was never used in this verification, from 1.
  int nextId() {
    return ++ids;
  }

  /// Starts counting ids again: each entry is verified on its own.
  void resetIds() {
    ids = 0;
  }

  boolean isSleepable() {
    return kind.sleepable() || program.type().sleepable();
  }

  /// Remembers what is called where, for whoever runs the program.
  void resolved(int slot, FunctionPlan plan) {
    calls.put(slot, plan);
  }

  Map<Integer, FunctionPlan> calls() {
    return calls;
  }
}
