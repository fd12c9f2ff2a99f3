package mortise.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import mortise.cli.EngineGateway.Explorable;
import mortise.cli.view.Verdict;
import mortise.runtime.schedule.Bounds;
import mortise.spi.runtime.ContextFactory.Input;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `mortise explore OBJ…`
@Command(
    name = "explore",
    description = {
      "Run programs on several CPUs under every schedule.",
      "",
      "CPUs share the object's maps and are switched only before operations that",
      "another CPU could notice (shared loads and stores, atomics, calls). All",
      "schedules are tried that leave a CPU which could go on at most --preemptions",
      "times; what can show nothing new is left out. A schedule fails if a run faults,",
      "if a second account of memory finds something (leaks, accesses without the",
      "lock, broken lists), if nobody can go on (deadlock), or if a run does not end.",
      "It is made as simple as possible, shown as a table, and written to a file, which",
      "--replay runs again.",
      ""
    },
    footerHeading = "%nRandom schedules:%n",
    footer = {
      "  --random tries --schedules schedules with random priorities (PCT). A failure",
      "  that needs D ordering constraints (--depth) is found by one schedule of n CPUs",
      "  and k operations with a probability of at least 1/(n*k^(D-1)).",
      "",
      "Exit codes:",
      "  0  nothing was found, and all schedules within the bounds were tried",
      "  1  a schedule fails (or a program was rejected, or --replay fails again)",
      "  2  usage, or input that cannot be read",
      "  3  undecided: ended before all schedules were tried",
      "  4  internal error"
    })
final class ExploreCommand implements Callable<Integer> {
  private static final long MOST_INSTRUCTIONS = 999_999_999;

  private final Context context;

  @Mixin private SemanticsOptions semantics = new SemanticsOptions();

  @Parameters(arity = "1..*", paramLabel = "OBJ", description = "Object files (*.bpf.o).")
  private List<Path> objects = new ArrayList<>();

  @Option(
      names = "--program",
      paramLabel = "P,Q",
      split = ",",
      description = {
        "The CPUs' programs in turn, from the first again where there are fewer than CPUs."
            + " Without it, every combination of the object's accepted programs is explored."
      })
  private List<String> programs = new ArrayList<>();

  @Option(
      names = "--cpus",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many CPUs there are, 1 to 7 (default: ${DEFAULT-VALUE}).")
  private int cpus = 2;

  @Option(
      names = "--preemptions",
      paramLabel = "K",
      defaultValue = "2",
      description = "The most preemptions of a schedule (default: ${DEFAULT-VALUE}).")
  private int preemptions = 2;

  @ArgGroup private Content input = new Content();

  @Option(
      names = "--random",
      paramLabel = "SEED",
      description = "Try random schedules instead of all.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--schedules",
      paramLabel = "N",
      defaultValue = "10000",
      description = "With --random: how many (default: ${DEFAULT-VALUE}).")
  private long schedules = 10_000;

  @Option(
      names = "--depth",
      paramLabel = "D",
      defaultValue = "3",
      description = "With --random: ordering constraints (default: ${DEFAULT-VALUE}).")
  private int depth = 3;

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description =
          "Run the schedule in the file; programs, CPUs, input and limits are the file's.")
  private Optional<Path> replay = Optional.empty();

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Where to write a failing schedule (default: OBJ.PROGRAMS.schedule, here).")
  private Optional<Path> save = Optional.empty();

  @Option(
      names = "--insns",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "A run with more instructions fails (default: ${DEFAULT-VALUE}).")
  private long instructions = 1_000_000;

  @Option(
      names = "--operations",
      paramLabel = "N",
      defaultValue = "100000",
      description = "A schedule with more operations fails (default: ${DEFAULT-VALUE}).")
  private int operations = 100_000;

  @Option(
      names = "--unwatched",
      description = "Without the second account of memory: faster, and sees less.")
  private boolean unwatched;

  @Option(
      names = "--no-reduction",
      description = "Leave nothing out: every schedule, switched before every operation.")
  private boolean unreduced;

  @Option(
      names = {"-o", "--output-format"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Form form = Form.table;

  /// How results are printed.
  enum Form {
    table,
    json
  }

  /// What the programs work on; one of these at most.
  static final class Content {
    @Option(names = "--ctx", paramLabel = "FILE", description = "The bytes of the context.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--packet", paramLabel = "HEX", description = "The bytes of a packet, in hex.")
    private Optional<String> packet = Optional.empty();
  }

  ExploreCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InputProblem {
    var bounds = bounds();
    if (replay.isPresent() && objects.size() != 1) {
      throw new InputProblem("--replay: is for one object, not " + objects.size());
    }
    var gateway = semantics.open(context);
    var exploring =
        new Exploring(
            context,
            gateway.semantics(),
            new Exploring.Settings(bounds, instructions, !unwatched, random(), save),
            form == Form.json);
    int worst = ExitCode.ACCEPTED;
    for (var object : objects) {
      var explorable = gateway.explorable(object);
      worst =
          worse(
              worst,
              replay.isPresent()
                  ? exploring.replay(explorable, replay.get())
                  : explore(exploring, explorable));
    }
    exploring.finish();
    return worst;
  }

  private Bounds bounds() throws InputProblem {
    if (cpus < 1 || cpus > Bounds.MOST_CPUS) {
      throw new InputProblem(
          "--cpus: must be between 1 and %d, not %d".formatted(Bounds.MOST_CPUS, cpus));
    }
    if (preemptions < 0 || preemptions > Bounds.MOST_PREEMPTIONS) {
      throw new InputProblem(
          "--preemptions: must be between 0 and %d, not %d"
              .formatted(Bounds.MOST_PREEMPTIONS, preemptions));
    }
    atLeastOne("--schedules", schedules);
    atLeastOne("--depth", depth);
    atLeastOne("--insns", instructions);
    atLeastOne("--operations", operations);
    if (operations > MOST_INSTRUCTIONS) {
      throw new InputProblem(
          "--operations: must be at most %d, not %d".formatted(MOST_INSTRUCTIONS, operations));
    }
    if (instructions > MOST_INSTRUCTIONS) {
      throw new InputProblem(
          "--insns: must be at most %d, not %d".formatted(MOST_INSTRUCTIONS, instructions));
    }
    var bounds = Bounds.DEFAULT.withPreemptions(preemptions).withOperations(operations);
    return unreduced ? bounds.unreduced() : bounds;
  }

  private static void atLeastOne(String option, long value) throws InputProblem {
    if (value < 1) {
      throw new InputProblem(option + ": must be at least 1, not " + value);
    }
  }

  private Optional<Exploring.Sample> random() {
    return seed.map(value -> new Exploring.Sample(value, schedules, depth));
  }

  private Input input() throws InputProblem {
    var none = new byte[0];
    if (input.file.isPresent()) {
      return new Input(none, RunCommand.read(input.file.get()));
    }
    if (input.packet.isPresent()) {
      return new Input(RunCommand.hex(input.packet.get()), none);
    }
    return new Input(none, none);
  }

  private int explore(Exploring exploring, Explorable object) throws InputProblem {
    int worst = ExitCode.ACCEPTED;
    for (var chosen : combinations(object)) {
      if (exploring.isInterrupted()) {
        return worse(worst, ExitCode.UNDECIDED);
      }
      worst = worse(worst, exploring.explore(object, chosen, input()));
    }
    return worst;
  }

  /// What to run on the CPUs: what was asked for, or every choice of accepted programs.
  private List<List<String>> combinations(Explorable object) throws InputProblem {
    if (!programs.isEmpty()) {
      if (programs.size() > cpus) {
        throw new InputProblem(
            "--program: names %d programs for %d CPUs".formatted(programs.size(), cpus));
      }
      var chosen = new ArrayList<String>();
      for (int cpu = 0; cpu < cpus; cpu++) {
        chosen.add(programs.get(cpu % programs.size()));
      }
      return List.of(chosen);
    }
    var accepted =
        object.programs().stream()
            .filter(name -> object.check(name).verdict() == Verdict.SUCCESS)
            .toList();
    if (accepted.isEmpty()) {
      throw new InputProblem(object.name() + ": no program of it is accepted");
    }
    var all = new ArrayList<List<String>>();
    combine(accepted, 0, new ArrayList<>(), all);
    return all;
  }

  private void combine(
      List<String> accepted, int from, List<String> chosen, List<List<String>> all) {
    if (chosen.size() == cpus) {
      all.add(List.copyOf(chosen));
      return;
    }
    for (int i = from; i < accepted.size(); i++) {
      chosen.add(accepted.get(i));
      combine(accepted, i, chosen, all);
      chosen.removeLast();
    }
  }

  /// The first of internal error, usage, rejected, undecided.
  private static int worse(int one, int other) {
    if (one == ExitCode.ACCEPTED || other == ExitCode.ACCEPTED) {
      return Math.max(one, other);
    }
    return Math.min(one, other);
  }
}
