package mortise.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import mortise.cli.output.DiffRenderer;
import mortise.cli.output.Filters;
import mortise.cli.output.RulesRenderer;
import mortise.cli.view.DiffResults;
import mortise.cli.view.DiffRow;
import mortise.cli.view.Verdict;
import mortise.engine.Semantics;
import mortise.engine.SemanticsProblem;
import mortise.spi.HelperFamily;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `mortise diff --semantics A,B OBJ…`
@Command(
    name = "diff",
    description = "Compare programs under two semantics, or the semantics themselves.",
    footerHeading = "%nVerdicts beside those of check:%n",
    footer = {
      "  n/a      the program calls functions that only the other semantics has",
      "  missing  there is no such program: no object has it, its type is not known, or",
      "           the types of its object are refused",
      "",
      "Exit codes:",
      "  0  nothing differs",
      "  1  a verdict, its rule, a number of instructions or states, or a declaration differs;",
      "     a program is new or missing (what is not applicable does not differ)",
      "  2  usage, or input that cannot be read",
      "  3  nothing differs, but a program is undecided",
      "  4  internal error"
    })
final class DiffCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--semantics",
      paramLabel = "A,B",
      required = true,
      description = {
        "The two semantics, with policies if you like, as in",
        "proposal,proposal+refcount=helper."
      })
  private String semantics = "";

  @Mixin private PluginOptions plugins = new PluginOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "OBJ",
      description = {
        "Object files (*.bpf.o). OBJ:OBJ compares the programs of two files by name, the",
        "first under A and the second under B: one source compiled for each."
      })
  private List<String> objects = new ArrayList<>();

  @Option(
      names = "--rules",
      description = {
        "Compare what the two semantics declare, function by function: what one requires or does",
        "and the other does not."
      })
  private boolean rules;

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "FILTER",
      description = {
        "Only what matches: a glob for object or program, OBJ/PROG for both, or an expression",
        "(verdict=failure, insns>1000) that holds on one side. A leading ! leaves out what",
        "matches. May be repeated."
      })
  private List<String> filters = new ArrayList<>();

  @Option(
      names = {"-o", "--output-format"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private DiffRenderer format = DiffRenderer.table;

  DiffCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InputProblem {
    var sides = sides();
    var wanted = usage();
    var families = plugins.load(context);
    var left = open(sides.getFirst(), families);
    var right = open(sides.getLast(), families);
    left.problems().forEach(context::say);
    right.problems().stream()
        .filter(problem -> !left.problems().contains(problem))
        .forEach(context::say);
    return rules ? compareRules(left, right) : comparePrograms(left, right, wanted);
  }

  private List<Semantics> sides() throws InputProblem {
    var names = semantics.split(",", -1);
    if (names.length != 2) {
      throw new InputProblem(
          "--semantics takes two, as in linux,proposal: not '" + semantics + "'");
    }
    try {
      return List.of(Semantics.parse(names[0].strip()), Semantics.parse(names[1].strip()));
    } catch (SemanticsProblem e) {
      throw new InputProblem(String.valueOf(e.getMessage()));
    }
  }

  private Filters usage() throws InputProblem {
    if (!rules && objects.isEmpty()) {
      throw new InputProblem("compare what? Name objects, or say --rules");
    }
    if (rules && !(objects.isEmpty() && filters.isEmpty())) {
      throw new InputProblem("--rules compares what semantics declare, not objects or programs");
    }
    if (rules && format == DiffRenderer.csv) {
      throw new InputProblem("--rules is printed as table or json, not csv");
    }
    try {
      return Filters.parse(filters);
    } catch (IllegalArgumentException e) {
      throw InputProblem.of(e);
    }
  }

  private EngineGateway open(Semantics side, List<HelperFamily> families) throws InputProblem {
    return context
        .opener()
        .open(new EngineGateway.Choice(side.name(), side.policies(), List.of(), families));
  }

  private int compareRules(EngineGateway left, EngineGateway right) {
    var comparison = left.against(right).rules();
    if (format == DiffRenderer.json) {
      RulesRenderer.json(left.semantics(), right.semantics(), comparison, context.out());
    } else {
      RulesRenderer.text(left.semantics(), right.semantics(), comparison, context.out());
    }
    context.out().flush();
    return comparison.differences().isEmpty() ? ExitCode.ACCEPTED : ExitCode.REJECTED;
  }

  private int comparePrograms(EngineGateway left, EngineGateway right, Filters wanted) {
    var comparing = left.against(right);
    var run = new ParallelRun<DiffRow>("diff", context, wanted);
    var rows = run.run(objects, object -> load(comparing, object));
    if (run.files() > 0 || format != DiffRenderer.table) {
      var shown = rows.stream().filter(row -> shows(wanted, row)).toList();
      format.render(
          new DiffResults(
              left.semantics(),
              right.semantics(),
              shown,
              run.files(),
              run.skipped() + rows.size() - shown.size()),
          context.out());
      context.out().flush();
    }
    return exitCode(run, rows);
  }

  private static List<ParallelRun.Task<DiffRow>> load(
      EngineGateway.Comparing comparing, String object) throws InputProblem {
    var left = Path.of(object);
    var right = left;
    int colon = object.indexOf(':');
    if (colon >= 0 && !Files.exists(left)) {
      left = Path.of(object.substring(0, colon));
      right = Path.of(object.substring(colon + 1));
    }
    var tasks = new ArrayList<ParallelRun.Task<DiffRow>>();
    for (var program : comparing.load(left, right)) {
      tasks.add(new ParallelRun.Task<>(program.name(), () -> program.compare(object)));
    }
    return tasks;
  }

  private static boolean shows(Filters wanted, DiffRow row) {
    return wanted.showsOneOf(
        Stream.of(row.left(), row.right()).flatMap(side -> side.row().stream()).toList());
  }

  private static int exitCode(ParallelRun<DiffRow> run, List<DiffRow> rows) {
    if (run.crashed() > 0) {
      return ExitCode.INTERNAL;
    }
    if (run.unreadable() > 0) {
      return ExitCode.USAGE;
    }
    if (rows.stream().anyMatch(DiffRow::differs)) {
      return ExitCode.REJECTED;
    }
    boolean undecided =
        rows.stream().anyMatch(row -> row.left().word().equals(Verdict.UNDECIDED.word()));
    return undecided ? ExitCode.UNDECIDED : ExitCode.ACCEPTED;
  }
}
