package mortise.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import mortise.cli.output.Column;
import mortise.cli.output.Filters;
import mortise.cli.output.Format;
import mortise.cli.output.Sort;
import mortise.cli.view.CheckResults;
import mortise.cli.view.ProgramRow;
import mortise.cli.view.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `mortise check OBJ…`
@Command(
    name = "check",
    description = "Check the programs of BPF objects.",
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  all programs were accepted",
      "  1  a program was rejected",
      "  2  usage, or input that cannot be read",
      "  3  a program is undecided: a limit was reached",
      "  4  internal error"
    })
final class CheckCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private SemanticsOptions semantics = new SemanticsOptions();

  @Parameters(arity = "1..*", paramLabel = "OBJ", description = "Object files (*.bpf.o).")
  private List<Path> objects = new ArrayList<>();

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "FILTER",
      description = {
        "Only what matches: a glob for object or program, OBJ/PROG for both, or an expression",
        "(verdict=failure, insns>1000). A leading ! leaves out what matches. May be repeated."
      })
  private List<String> filters = new ArrayList<>();

  @Option(
      names = {"-e", "--emit"},
      paramLabel = "COLUMNS",
      description = "The columns of table and csv, separated by commas.")
  private Optional<String> columns = Optional.empty();

  @Option(
      names = {"-s", "--sort"},
      paramLabel = "SORT",
      description = "Sort by columns: insns, verdict^ (ascending), durationv (descending).")
  private Optional<String> sort = Optional.empty();

  @Option(
      names = {"-o", "--output-format"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.table;

  CheckCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InputProblem {
    Filters wanted;
    Optional<List<Column>> emitted;
    Optional<Comparator<ProgramRow>> order;
    try {
      wanted = Filters.parse(filters);
      emitted = columns.map(Column::list);
      order = sort.map(Sort::parse);
    } catch (IllegalArgumentException e) {
      throw InputProblem.of(e);
    }
    if (emitted.isPresent() && !format.hasColumns()) {
      throw new InputProblem("-e chooses columns, and " + format + " has none");
    }
    var gateway = semantics.open(context);
    var run = new ParallelRun<ProgramRow>("check", context, wanted);
    var rows =
        new ArrayList<>(run.run(objects.stream().map(Path::toString).toList(), load(gateway)));
    if (run.files() == 0 && format == Format.table) {
      // Nothing could be read, and that has been said.
      return exitCode(run, rows);
    }
    order.ifPresent(rows::sort);
    var shown = rows.stream().filter(wanted::shows).toList();
    var results =
        new CheckResults(
            gateway.semantics(), shown, run.files(), run.skipped() + rows.size() - shown.size());
    format.renderer(emitted).render(results, context.out());
    context.out().flush();
    return exitCode(run, rows);
  }

  private static ParallelRun.Loader<ProgramRow> load(EngineGateway gateway) {
    return object -> {
      var tasks = new ArrayList<ParallelRun.Task<ProgramRow>>();
      for (var program : gateway.load(Path.of(object)).programs()) {
        tasks.add(new ParallelRun.Task<>(program.name(), program::check));
      }
      return tasks;
    };
  }

  private static int exitCode(ParallelRun<ProgramRow> run, List<ProgramRow> rows) {
    if (run.crashed() > 0) {
      return ExitCode.INTERNAL;
    }
    if (run.unreadable() > 0) {
      return ExitCode.USAGE;
    }
    if (rows.stream().anyMatch(row -> row.verdict() == Verdict.FAILURE)) {
      return ExitCode.REJECTED;
    }
    boolean undecided = rows.stream().anyMatch(row -> row.verdict() == Verdict.UNDECIDED);
    return undecided ? ExitCode.UNDECIDED : ExitCode.ACCEPTED;
  }
}
