package mortise.cli;

import java.util.List;
import java.util.Optional;
import mortise.cli.view.CheckResults;
import mortise.cli.view.Place;
import mortise.cli.view.Problem;
import mortise.cli.view.ProgramRow;
import mortise.cli.view.Step;
import mortise.cli.view.Verdict;

/// Results to test with.
public final class Rows {
  private Rows() {}

  public static ProgramRow accepted(String file, String program, long insns) {
    return new ProgramRow(
        file, program, Verdict.SUCCESS, 1500, insns, insns / 10, insns / 20, Optional.empty());
  }

  public static ProgramRow rejected(String file, String program, long insns, String message) {
    return refused(Verdict.FAILURE, file, program, insns, message);
  }

  public static ProgramRow undecided(String file, String program, long insns) {
    return refused(Verdict.UNDECIDED, file, program, insns, "BPF program is too large");
  }

  private static ProgramRow refused(
      Verdict verdict, String file, String program, long insns, String message) {
    var problem =
        new Problem(
            "list.lock-not-held",
            "Execution Context Safety",
            message,
            "take the lock",
            7,
            Optional.of(new Place("src/q, 1.bpf.c", 12, 3)),
            List.of(new Step("lock released", 5, Optional.of(new Place("src/q, 1.bpf.c", 10, 0)))),
            "first line\nsecond line\n");
    return new ProgramRow(
        file, program, verdict, 2500000, insns, insns / 10, insns / 20, Optional.of(problem));
  }

  public static CheckResults results(ProgramRow... rows) {
    return new CheckResults("linux 6.18", List.of(rows), 1, 2);
  }
}
