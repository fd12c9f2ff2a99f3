package mortise.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import mortise.cli.EngineGateway.DumpStyle;
import mortise.cli.EngineGateway.LoadedProgram;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `mortise dump OBJ [PROG]`
@Command(name = "dump", description = "Show a program's instructions.")
final class DumpCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private SemanticsOptions semantics = new SemanticsOptions();

  @Parameters(index = "0", paramLabel = "OBJ", description = "An object file (*.bpf.o).")
  private Path object = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PROG",
      description = "The program's name; all programs without it.")
  private Optional<String> program = Optional.empty();

  @ArgGroup private Style style = new Style();

  /// One of these at most.
  static final class Style {
    @Option(names = "--source", description = "With the source lines.")
    private boolean source;

    @Option(names = "--states", description = "With the states that the verifier saw.")
    private boolean states;

    @Option(names = "--dot", description = "The control flow as a graph for dot.")
    private boolean dot;

    DumpStyle chosen() {
      if (source) {
        return DumpStyle.SOURCE;
      }
      if (states) {
        return DumpStyle.STATES;
      }
      return dot ? DumpStyle.DOT : DumpStyle.INSTRUCTIONS;
    }
  }

  DumpCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InputProblem {
    var loaded = semantics.open(context).load(object);
    List<? extends LoadedProgram> programs =
        program.isPresent() ? List.of(ProgramChoice.of(loaded, program)) : loaded.programs();
    for (var each : programs) {
      context.out().print(each.dump(style.chosen()));
    }
    return ExitCode.ACCEPTED;
  }
}
