package mortise.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import mortise.cli.output.OpinionFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `mortise kernel mutants OBJ…`
@Command(
    name = "mutants",
    description = {
      "Make small mistakes in programs that are accepted, and compare what is said of them here",
      "and by the running kernel. Prints those where the verdicts differ. Needs root."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  the verdicts are the same",
      "  1  a verdict differs",
      "  2  usage, input that cannot be read, or no kernel that may be asked",
      "  4  internal error"
    })
final class KernelMutantsCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private SemanticsOptions semantics = new SemanticsOptions();

  @Mixin private ObjectChoice chosen = new ObjectChoice();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Chooses among the mutants (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--most",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many mutants at most (default: ${DEFAULT-VALUE}).")
  private int most = 1000;

  @Option(
      names = "--together",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many mistakes a mutant has (default: ${DEFAULT-VALUE}).")
  private int together = 1;

  @Option(
      names = "--random",
      description = "Change slots to anything, instead of making mistakes that people make.")
  private boolean random;

  @Option(
      names = "--only",
      paramLabel = "ID",
      description = "Only this mutant of each program, such as 12.call.0, whatever the seed.")
  private Optional<String> only = Optional.empty();

  @Option(names = "--all", description = "Print those too where the verdicts agree.")
  private boolean all;

  @Option(
      names = {"-o", "--output-format"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private OpinionFormat format = OpinionFormat.table;

  KernelMutantsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InputProblem {
    if (most < 1 || together < 1) {
      throw new InputProblem((most < 1 ? "--most" : "--together") + " must be at least 1");
    }
    var wanted = chosen.wanted();
    var session = KernelSession.open(context, semantics.open(context));
    return new KernelMutants(session, seed, most, together, random, only, all)
        .run(chosen.objects(), wanted, format);
  }
}
