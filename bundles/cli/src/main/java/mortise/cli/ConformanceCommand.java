package mortise.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import mortise.cli.EngineGateway.RunEngine;
import mortise.cli.EngineGateway.RunRequest;
import mortise.cli.output.Plain;
import mortise.object.BpfObject;
import mortise.object.ObjectFormatException;
import mortise.object.Program;
import mortise.object.ProgramType;
import mortise.object.RawInstruction;
import mortise.runtime.BoundCall;
import mortise.runtime.NotRunnableException;
import mortise.runtime.RunFault;
import mortise.runtime.UnverifiedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `mortise conformance [MEMORY]`: a plugin of the bpf_conformance suite, which starts one for each
/// of its tests.
///
/// Source: the README of bpf_conformance and the plugins of libbpf, uBPF and rbpf.
@Command(
    name = "conformance",
    description = {
      "Run one bare program, as a plugin of the suite bpf_conformance: hex bytes of",
      "instructions on standard input, R0 in hex on standard output. R1 points to",
      "the memory, R2 is its length. The program is not verified, but can touch",
      "nothing else."
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  the program ran",
      "  1  its run went wrong, or --verify rejected it",
      "  2  usage, or input that cannot be read",
      "  3  --verify is undecided",
      "  4  internal error"
    })
final class ConformanceCommand implements Callable<Integer> {
  /// More hex than the longest program has.
  private static final int MOST = 64 << 20;

  /// The suite calls helper 5, `unwind`, and expects its argument back.
  private static final Map<Integer, BoundCall> HELPERS =
      Map.of(5, BoundCall.of("unwind", call -> call.argument(0)));

  private final Context context;

  @Mixin private SemanticsOptions semantics = new SemanticsOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "MEMORY",
      description = "The bytes of the memory, in hex.")
  private Optional<String> memory = Optional.empty();

  @Option(
      names = "--program",
      paramLabel = "HEX",
      description = "The program, instead of standard input.")
  private Optional<String> program = Optional.empty();

  @Option(names = "--elf", description = "The program is an object file, in hex.")
  private boolean elf;

  @Option(
      names = "--verify",
      description = {
        "Verify the program first, and run it as what it was verified as: an XDP program, whose",
        "packet the memory is. The suite's --xdp_prolog true makes such programs."
      })
  private boolean verify;

  ConformanceCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InputProblem {
    var bytes = hex("MEMORY", memory.orElse(""));
    var chosen = elf ? object(programBytes()) : slots(programBytes());
    try {
      return verify ? verified(chosen, bytes) : print(unverified(chosen, bytes));
    } catch (RunProblem e) {
      e.text().lines().map(Plain::line).forEach(context.err()::println);
      context.err().flush();
      return ExitCode.REJECTED;
    }
  }

  private int print(long result) {
    context.out().println(Long.toHexString(result));
    return ExitCode.ACCEPTED;
  }

  private static long unverified(Program program, byte[] memory) throws InputProblem, RunProblem {
    try {
      return UnverifiedRun.of(program, memory, HELPERS, UnverifiedRun.LIMITS);
    } catch (NotRunnableException e) {
      throw new InputProblem(String.valueOf(e.getMessage()));
    } catch (RunFault e) {
      throw new RunProblem(e);
    }
  }

  private int verified(Program program, byte[] memory) throws InputProblem, RunProblem {
    var loaded = semantics.open(context).load(program);
    var row = loaded.check();
    if (row.problem().isPresent()) {
      return Refusal.print(row, context);
    }
    var request = new RunRequest(RunRequest.Input.PACKET, memory, 1, RunEngine.interpreter, false);
    return print(loaded.run(request).returnValue());
  }

  private byte[] programBytes() throws InputProblem {
    if (program.isPresent()) {
      return hex("--program", program.get());
    }
    try {
      var text = context.in().readNBytes(MOST + 1);
      if (text.length > MOST) {
        throw new InputProblem("standard input: is larger than " + MOST + " bytes");
      }
      return hex("standard input", new String(text, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new InputProblem("standard input: cannot be read", e);
    }
  }

  private static Program slots(byte[] bytes) throws InputProblem {
    if (bytes.length == 0 || bytes.length % RawInstruction.BYTES != 0) {
      throw new InputProblem(
          "a program is instructions of %d bytes, not %d bytes"
              .formatted(RawInstruction.BYTES, bytes.length));
    }
    var slots = new ArrayList<RawInstruction>();
    for (int at = 0; at < bytes.length; at += RawInstruction.BYTES) {
      long slot = 0;
      for (int i = RawInstruction.BYTES - 1; i >= 0; i--) {
        slot = slot << 8 | (bytes[at + i] & 0xff);
      }
      slots.add(RawInstruction.of(slot));
    }
    return bare(slots);
  }

  private static Program bare(List<RawInstruction> slots) {
    return Program.raw("conformance", ProgramType.ofSection("xdp"), slots, List.of());
  }

  private static Program object(byte[] bytes) throws InputProblem {
    try {
      var programs = BpfObject.parse("standard input", bytes).programs();
      if (programs.size() != 1) {
        throw new InputProblem(
            "standard input: an object with one program is wanted, not with " + programs.size());
      }
      var one = programs.getFirst();
      boolean typed = !one.type().equals(ProgramType.UNKNOWN);
      return typed || !one.maps().isEmpty()
          ? one
          : bare(Arrays.stream(one.encode()).mapToObj(RawInstruction::of).toList());
    } catch (ObjectFormatException e) {
      throw new InputProblem(String.valueOf(e.getMessage()));
    }
  }

  private static byte[] hex(String what, String text) throws InputProblem {
    try {
      return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new InputProblem(what + ": is not hexadecimal: " + e.getMessage(), e);
    }
  }
}
