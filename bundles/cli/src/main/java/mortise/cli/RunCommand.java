package mortise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import mortise.cli.EngineGateway.RunEngine;
import mortise.cli.EngineGateway.RunRequest;
import mortise.cli.output.Plain;
import mortise.cli.view.RunView;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `mortise run OBJ PROG`
@Command(
    name = "run",
    description = "Check a program and run it.",
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  the program ran, whatever it returned",
      "  1  the program was rejected, or its run went wrong",
      "  2  usage, or input that cannot be read",
      "  3  the program is undecided",
      "  4  internal error"
    })
final class RunCommand implements Callable<Integer> {
  /// A context larger than this is a mistake.
  private static final int MAX_CONTEXT = 1 << 20;

  private final Context context;

  @Mixin private SemanticsOptions semantics = new SemanticsOptions();

  @Parameters(index = "0", paramLabel = "OBJ", description = "An object file (*.bpf.o).")
  private Path object = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PROG",
      description = "The program's name; not needed where there is only one.")
  private Optional<String> program = Optional.empty();

  @ArgGroup private Input input = new Input();

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      description = "Run it so often (default: ${DEFAULT-VALUE}).")
  private int repeats = 1;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = "interpreter",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private RunEngine engine = RunEngine.interpreter;

  @Option(
      names = "--checked",
      description = {
        "Hold every instruction against what the verifier believed there, and memory against a",
        "second account of it. Slow; what it finds is a bug in the verifier or in a family."
      })
  private boolean checked;

  /// What the program works on; one of these at most.
  static final class Input {
    @Option(names = "--ctx", paramLabel = "FILE", description = "The bytes of the context.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--packet", paramLabel = "HEX", description = "The bytes of a packet, in hex.")
    private Optional<String> packet = Optional.empty();
  }

  RunCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InputProblem {
    if (repeats < 1) {
      throw new InputProblem("--repeat: must be at least 1, not " + repeats);
    }
    var request = request();
    var chosen = ProgramChoice.of(semantics.open(context).load(object), program);
    var row = chosen.check();
    if (row.problem().isPresent()) {
      return Refusal.print(row, context);
    }
    RunView view;
    try {
      view = chosen.run(request);
    } catch (RunProblem e) {
      e.text().lines().map(Plain::line).forEach(context.err()::println);
      context.err().flush();
      return ExitCode.REJECTED;
    }
    context
        .out()
        .printf(
            "Return value: %d (0x%x), duration%s: %dns%n",
            view.returnValue(),
            view.returnValue(),
            view.repeats() > 1 ? " (average)" : "",
            view.averageNs());
    return ExitCode.ACCEPTED;
  }

  private RunRequest request() throws InputProblem {
    if (input.file.isPresent()) {
      return new RunRequest(
          RunRequest.Input.CONTEXT, read(input.file.get()), repeats, engine, checked);
    }
    if (input.packet.isPresent()) {
      return new RunRequest(
          RunRequest.Input.PACKET, hex(input.packet.get()), repeats, engine, checked);
    }
    return new RunRequest(RunRequest.Input.NONE, new byte[0], repeats, engine, checked);
  }

  static byte[] read(Path file) throws InputProblem {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(MAX_CONTEXT + 1);
      if (bytes.length > MAX_CONTEXT) {
        throw new InputProblem("--ctx " + file + ": is larger than " + MAX_CONTEXT + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new InputProblem("--ctx " + file + ": cannot be read", e);
    }
  }

  static byte[] hex(String text) throws InputProblem {
    try {
      return HexFormat.of().parseHex(text.replaceAll("[\\s:]", ""));
    } catch (IllegalArgumentException e) {
      throw new InputProblem("--packet: is not hexadecimal: " + e.getMessage(), e);
    }
  }
}
