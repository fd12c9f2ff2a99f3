package mortise.cli;

import mortise.cli.output.Plain;
import mortise.cli.view.ProgramRow;
import mortise.cli.view.Verdict;

/// Says why a program was not accepted, to someone who wanted more of it than that.
final class Refusal {
  private Refusal() {}

  static int print(ProgramRow row, Context context) {
    row.problem()
        .ifPresent(
            problem -> problem.text().lines().map(Plain::line).forEach(context.err()::println));
    context.err().flush();
    return row.verdict() == Verdict.UNDECIDED ? ExitCode.UNDECIDED : ExitCode.REJECTED;
  }
}
