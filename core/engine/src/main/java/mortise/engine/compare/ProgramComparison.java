package mortise.engine.compare;

import java.util.Optional;
import mortise.engine.Verdict;
import mortise.engine.compare.Standing.Absent;
import mortise.engine.compare.Standing.Judged;
import mortise.engine.compare.Standing.NotApplicable;
import mortise.spi.Rule;
import mortise.verifier.Diagnostic;

/// What a program is under two semantics.
///
/// @param parting where the two part; only of programs whose verdict [changes][#changesVerdict]
public record ProgramComparison(
    String name, Standing left, Standing right, Optional<Parting> parting) {

  /// A program that one semantics rejects because of the object's types, and that the other can
  /// load, is absent from the first.
  ProgramComparison settled() {
    return new ProgramComparison(
        name, refused(left, right), refused(right, left), Optional.empty());
  }

  private static Standing refused(Standing one, Standing other) {
    return one instanceof Judged(Verdict.Rejected no)
            && no.isOfObject()
            && !(other instanceof Judged(Verdict.Rejected also) && also.isOfObject())
        ? new Absent(
            "the object's types are refused: %s (%s)"
                .formatted(
                    no.diagnostics().getFirst().message(), no.diagnostics().getFirst().rule().id()))
        : one;
  }

  ProgramComparison parting(Optional<Parting> where) {
    return new ProgramComparison(name, left, right, where);
  }

  /// Whether there is a verdict on both sides.
  public boolean isComparable() {
    return left instanceof Judged && right instanceof Judged;
  }

  /// Whether one of the two is not a semantics that the program was written for; then nothing is
  /// compared, and nothing [differs][#differs].
  public boolean isNotApplicable() {
    return left instanceof NotApplicable || right instanceof NotApplicable;
  }

  /// Whether there are two verdicts, and they or the rules that decided are not the same.
  public boolean changesVerdict() {
    return left instanceof Judged one
        && right instanceof Judged other
        && !(one.verdict().getClass().equals(other.verdict().getClass())
            && decidedBy(left).equals(decidedBy(right)));
  }

  /// Whether anything differs: the verdict, the rule, what it took to say it, or that the program
  /// is there at all.
  public boolean differs() {
    if (isNotApplicable()) {
      return false;
    }
    return !(left instanceof Judged one && right instanceof Judged other)
        || changesVerdict()
        || one.verdict().cost().instructions() != other.verdict().cost().instructions()
        || one.verdict().cost().totalStates() != other.verdict().cost().totalStates();
  }

  /// Why a program was not accepted.
  public static Optional<Diagnostic> problem(Standing standing) {
    return standing instanceof Judged judged
        ? switch (judged.verdict()) {
          case Verdict.Accepted ok -> Optional.empty();
          case Verdict.Rejected no -> Optional.of(no.diagnostics().getFirst());
          case Verdict.Undecided limit -> Optional.of(limit.diagnostic());
        }
        : Optional.empty();
  }

  /// The id of the rule that decided, or empty.
  public static String decidedBy(Standing standing) {
    return problem(standing).map(Diagnostic::rule).map(Rule::id).orElse("");
  }
}
