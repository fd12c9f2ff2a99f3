package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mortise.cli.Cli;
import mortise.engine.Engine;
import mortise.engine.Verdict;
import mortise.object.BpfMap;
import mortise.object.Disassembler;
import mortise.object.Instruction;
import mortise.object.MapType;
import mortise.object.Program;
import mortise.object.ProgramType;
import mortise.object.RawInstruction;
import mortise.runtime.BoundCall;
import mortise.runtime.Limits;
import mortise.runtime.RunFault;
import mortise.runtime.UnverifiedRun;
import mortise.spi.runtime.ContextFactory.Input;
import mortise.tests.ConformanceData.Case;
import mortise.tests.ConformanceData.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every instruction does, by the instruction set's specification.
class ConformanceTest {
  private static final ProgramType XDP = ProgramType.ofSection("xdp");
  private static final Engine LINUX = Product.linux();

  static List<Case> cases() {
    return ConformanceData.all();
  }

  private static Program bare(Case one) {
    return Program.raw("test", XDP, one.slots(), List.of());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void runsGiveWhatTheSpecificationSays(Case one) {
    for (var run : one.runs()) {
      if (run.failure().isPresent()) {
        assertThatThrownBy(() -> unverified(bare(one), run.memory()))
            .isInstanceOf(RunFault.class)
            .hasMessageContaining(run.failure().get());
      } else {
        assertThat(unverified(bare(one), run.memory()))
            .as("%s on %s", one, run.hex())
            .isEqualTo(run.result());
      }
    }
  }

  private static long unverified(Program program, byte[] memory) {
    var helper = BoundCall.of("unwind", call -> call.argument(0));
    return UnverifiedRun.of(program, memory, Map.of(5, helper), UnverifiedRun.LIMITS);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theTextIsLlvms(Case one) {
    var program = bare(one);
    for (int slot = 0; slot < one.slots().size(); slot++) {
      if (!one.texts().get(slot).isEmpty() && !(program.at(slot) instanceof Instruction.Unknown)) {
        assertThat(Disassembler.text(program.at(slot))).isEqualTo(one.texts().get(slot));
      }
    }
  }

  /// On memory of which the verifier knows nothing, and, unless the program writes, on memory that
  /// it knows. Everything that it believes is held against the run.
  @ParameterizedTest
  @MethodSource("cases")
  void whatTheVerifierBelievesHolds(Case one) {
    if (!one.judged()) {
      return;
    }
    for (var run : one.runs()) {
      judge(one, List.of(run), true);
    }
    one.runs().stream()
        .collect(Collectors.groupingBy(run -> run.memory().length))
        .values()
        .forEach(runs -> judge(one, runs, false));
  }

  private static void judge(Case one, List<Run> runs, boolean known) {
    var memory = runs.getFirst().memory();
    switch (LINUX.load(onMap(one, memory, known)).verify()) {
      case Verdict.Rejected no -> {
        var message = no.diagnostics().getFirst().message();
        if (known && message.startsWith("write into map forbidden")) {
          return;
        }
        assertThat(one.rejected()).as("%s: %s", one, message).isPresent();
        assertThat(message).contains(one.rejected().orElseThrow());
      }
      case Verdict.Undecided limit -> assertThat(limit.limit()).as("%s", one).isEmpty();
      case Verdict.Accepted ok -> {
        assertThat(one.rejected()).as("%s is accepted", one).isEmpty();
        try (var instance = ok.instantiateChecked(List.of())) {
          for (var run : runs) {
            if (memory.length > 0 && !known) {
              instance.instance().map(".data").orElseThrow().update(new byte[4], run.memory(), 0);
            }
            assertThat(instance.run(new Input(new byte[64], new byte[0])))
                .as("%s on %s", one, run.hex())
                .isEqualTo(run.result());
          }
        }
      }
    }
  }

  /// The program with the memory in a map, and R1 and R2 set.
  private static Program onMap(Case one, byte[] memory, boolean known) {
    var slots = new ArrayList<RawInstruction>();
    if (memory.length == 0) {
      slots.add(raw(0xb7, 1, 0, 0));
      slots.add(raw(0xb7, 2, 0, 0));
      slots.add(raw(0xb7, 2, 0, 0));
      slots.addAll(one.slots());
      return Program.raw("test", XDP, slots, List.of());
    }
    slots.add(raw(0x18, 1, 2, 0));
    slots.add(raw(0, 0, 0, 0));
    slots.add(raw(0xb7, 2, 0, memory.length));
    slots.addAll(one.slots());
    var name = known ? ".rodata" : ".data";
    var definition =
        new BpfMap.Definition(
            name,
            name,
            MapType.ARRAY,
            4,
            memory.length,
            1,
            known ? BpfMap.READ_ONLY_PROGRAM : 0,
            0,
            0,
            0,
            false,
            Optional.empty(),
            List.of());
    return Program.raw("test", XDP, slots, List.of(new BpfMap(definition, memory)));
  }

  private static RawInstruction raw(int opcode, int destination, int source, int immediate) {
    return new RawInstruction(opcode, destination, source, (short) 0, immediate);
  }

  @Test
  void aLongJumpGoesFurtherThanSixteenBits() {
    var slots = new ArrayList<RawInstruction>();
    slots.add(raw(0xb7, 0, 0, 5));
    slots.add(raw(0x06, 0, 0, 33_000));
    slots.addAll(Collections.nCopies(33_000, raw(0x07, 0, 0, 1)));
    slots.add(raw(0x95, 0, 0, 0));
    assertThat(unverified(Program.raw("test", XDP, slots, List.of()), new byte[0])).isEqualTo(5);
  }

  @Test
  void everyInstructionIsThere() {
    var found = new TreeSet<String>();
    for (var one : cases()) {
      var program = bare(one);
      for (int slot = 0; slot < program.size(); slot++) {
        found.add(ConformanceCoverage.signature(program.at(slot)));
      }
    }
    assertThat(found).containsAll(ConformanceCoverage.everything());
  }

  @Test
  void theCommandAnswersAsAPluginOfTheSuiteDoes() {
    for (var one : cases()) {
      if (one.file().startsWith("alu") || one.file().startsWith("jumps")) {
        continue;
      }
      var run = one.runs().getLast();
      var said = plugin(one.hex() + "\n", run.hex());
      if (run.failure().isPresent()) {
        assertThat(said.code).isEqualTo(1);
        assertThat(said.out).isEmpty();
        assertThat(said.err).contains(run.failure().get()).doesNotContain("\tat ");
      } else {
        assertThat(said).isEqualTo(new Said(0, Long.toHexString(run.result()) + "\n", ""));
      }
    }
  }

  private record Said(int code, String out, String err) {}

  private static Said plugin(String in, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var all = Stream.concat(Stream.of("conformance"), Stream.of(arguments)).toArray(String[]::new);
    int code =
        Cli.execute(
            Product.families(),
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(out),
            new PrintWriter(err),
            all);
    return new Said(code, out.toString(), err.toString());
  }

  @Test
  void theProgramMayBeAnArgumentAndMemoryMayBeMissing() {
    var five = "b7 00 00 00 05 00 00 00\n95 00 00 00 00 00 00 00";
    assertThat(plugin(five)).isEqualTo(new Said(0, "5\n", ""));
    assertThat(plugin(five, "")).isEqualTo(new Said(0, "5\n", ""));
    assertThat(plugin("", "--program", five)).isEqualTo(new Said(0, "5\n", ""));
    assertThat(plugin("", "00", "--program", five)).isEqualTo(new Said(0, "5\n", ""));
  }

  @Test
  void whatIsNoProgramIsRefusedInWords() {
    assertThat(plugin("").code).isEqualTo(2);
    assertThat(plugin("b7 00 00").err).contains("instructions of 8 bytes, not 3 bytes");
    assertThat(plugin("xyz").err).contains("standard input: is not hexadecimal");
    assertThat(plugin("95 00 00 00 00 00 00 00", "1g").err).contains("MEMORY: is not hexadecimal");
    assertThat(plugin("7f 45 4c 46", "--elf").code).isEqualTo(2);
    assertThat(plugin("95 00 00 00 00 00 00 00", "00", "--no-such").code).isEqualTo(2);
  }

  @Test
  void objectsCanBeRun() throws Exception {
    var resource = Product.ROOT.resolve("distribution/tests/src/test/resources/conformance/lone.o");
    var hex = HexFormat.ofDelimiter("  ").formatHex(Files.readAllBytes(resource));
    var memory = "05 00 00 00 00 00 00 00";
    assertThat(plugin(hex, memory, "--elf")).isEqualTo(new Said(0, "d\n", ""));
  }

  @Test
  void aVerifiedProgramRunsAsXdpOnThePacket() {
    // what the suite's --xdp_prolog puts in front: bounds checked against the packet's end
    var prologue =
        "b7 00 00 00 ff ff ff ff  bf 16 00 00 00 00 00 00  61 61 00 00 00 00 00 00"
            + " 61 62 04 00 00 00 00 00  bf 13 00 00 00 00 00 00  07 03 00 00 02 00 00 00"
            + " bd 23 01 00 00 00 00 00  95 00 00 00 00 00 00 00  b7 02 00 00 02 00 00 00";
    var body = " 71 10 01 00 00 00 00 00  95 00 00 00 00 00 00 00";
    assertThat(plugin(prologue + body, "11 22", "--verify")).isEqualTo(new Said(0, "22\n", ""));
    var beyond = " 71 10 02 00 00 00 00 00  95 00 00 00 00 00 00 00";
    var said = plugin(prologue + beyond, "11 22", "--verify");
    assertThat(said.code).isEqualTo(1);
    assertThat(said.err).contains("invalid access to packet");
  }

  @Test
  void noProgramCanDoHarm() {
    var random = new Random(9);
    var limits = new Limits(1 << 20, 10_000, 100);
    for (int i = 0; i < 20_000; i++) {
      var slots = new ArrayList<RawInstruction>();
      for (int n = 1 + random.nextInt(12); n > 0; n--) {
        slots.add(slot(random));
      }
      try {
        UnverifiedRun.of(
            Program.raw("random", XDP, slots, List.of()), new byte[16], Map.of(), limits);
      } catch (RunFault e) {
        assertThat(e).hasMessageContaining("program 'random'");
      }
    }
  }

  private static RawInstruction slot(Random random) {
    if (random.nextInt(4) == 0) {
      return RawInstruction.of(random.nextLong());
    }
    int[] opcodes = {0x7b, 0x79, 0xdb, 0xc3, 0x72, 0x07, 0x0f, 0x05, 0x15, 0x85, 0xbf, 0x18, 0x30};
    return new RawInstruction(
        opcodes[random.nextInt(opcodes.length)],
        random.nextInt(11),
        random.nextInt(3) == 0 ? random.nextInt(11) : random.nextInt(2),
        (short) (random.nextInt(24) - 12),
        random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(16) - 8);
  }
}
