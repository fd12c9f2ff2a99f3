package mortise.cli;

import java.util.Objects;
import mortise.cli.output.ToolVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// `mortise`
@Command(
    name = "mortise",
    description = "Checks and runs BPF programs.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "'mortise shell', in a distribution, starts a shell with mortise:check and",
      "mortise:families, in which plugins may be added, replaced and removed."
    },
    versionProvider = MortiseCommand.Versions.class,
    mixinStandardHelpOptions = true)
final class MortiseCommand {
  /// What `--version` prints.
  static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"mortise " + ToolVersion.current()};
    }
  }

  private MortiseCommand() {}

  /// The whole command line, ready to be executed.
  static CommandLine commandLine(Context context) {
    var commands =
        new CommandLine(new MortiseCommand())
            .addSubcommand(new CheckCommand(context))
            .addSubcommand(new RunCommand(context))
            .addSubcommand(new ConformanceCommand(context))
            .addSubcommand(new DiffCommand(context))
            .addSubcommand(new ExploreCommand(context))
            .addSubcommand(new DumpCommand(context))
            .addSubcommand(new FamiliesCommand(context))
            .addSubcommand(new HeadersCommand(context))
            .addSubcommand(new ExplainCommand(context))
            .addSubcommand(KernelCommand.commandLine(context));
    commands
        .getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().mixinStandardHelpOptions(true));
    commands.setOut(context.out());
    commands.setErr(context.err());
    commands.setUsageHelpAutoWidth(false);
    commands.setParameterExceptionHandler((e, arguments) -> usage(e, context));
    commands.setExecutionExceptionHandler((e, command, parsed) -> failed(e, parsed, context));
    return commands;
  }

  private static int usage(CommandLine.ParameterException problem, Context context) {
    context.say(
        Objects.requireNonNullElse(problem.getMessage(), "wrong usage")
            .lines()
            .findFirst()
            .orElse(""));
    context.say("try '" + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help'");
    return ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine.ParseResult parsed, Context context) {
    if (e instanceof InputProblem problem) {
      context.say(problem.line());
      return ExitCode.USAGE;
    }
    context.say(CrashReport.of(e, parsed.originalArgs()));
    return ExitCode.INTERNAL;
  }
}
