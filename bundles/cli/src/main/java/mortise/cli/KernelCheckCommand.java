package mortise.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import mortise.cli.output.Filters;
import mortise.cli.output.OpinionFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `mortise kernel check OBJ…`
@Command(
    name = "check",
    description = {
      "Check the programs of BPF objects, here and by the running kernel, and compare. The kernel",
      "loads them and lets them go; nothing is attached. Needs root."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  the verdicts are the same",
      "  1  a verdict differs",
      "  2  usage, input that cannot be read, or no kernel that may be asked",
      "  4  internal error"
    })
final class KernelCheckCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private SemanticsOptions semantics = new SemanticsOptions();

  @Parameters(arity = "1..*", paramLabel = "OBJ", description = "Object files (*.bpf.o).")
  private List<Path> objects = new ArrayList<>();

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "FILTER",
      description = "Only what matches, as in 'mortise check'. May be repeated.")
  private List<String> filters = new ArrayList<>();

  @Option(
      names = {"-o", "--output-format"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private OpinionFormat format = OpinionFormat.table;

  KernelCheckCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InputProblem {
    Filters wanted;
    try {
      wanted = Filters.parse(filters);
    } catch (IllegalArgumentException e) {
      throw InputProblem.of(e);
    }
    return KernelSession.open(context, semantics.open(context)).check(objects, wanted, format);
  }
}
