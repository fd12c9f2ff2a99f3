package mortise.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `mortise kernel`
@Command(
    name = "kernel",
    description = "Ask the running kernel's verifier as well.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class KernelCommand implements Callable<Integer> {
  private final Context context;

  @Spec private CommandSpec spec = CommandSpec.create();

  private KernelCommand(Context context) {
    this.context = context;
  }

  static CommandLine commandLine(Context context) {
    return new CommandLine(new KernelCommand(context))
        .addSubcommand(new KernelCheckCommand(context))
        .addSubcommand(new KernelMutantsCommand(context));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(context.err());
    return ExitCode.USAGE;
  }
}
