package mortise.cli;

import java.util.concurrent.Callable;
import mortise.cli.output.OpinionFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Mixin private ObjectChoice chosen = new ObjectChoice();

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
    var wanted = chosen.wanted();
    return KernelSession.open(context, semantics.open(context))
        .check(chosen.objects(), wanted, format);
  }
}
