package mortise.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import mortise.object.elf.ElfFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisassemblerTest {
  private static final String OBJDUMP = "llvm-objdump-19";
  private static final Pattern LINE = Pattern.compile("\\s*(\\d+):\t(.*?)( <[^<>]*>)?");

  @TempDir Path folder;

  private static boolean isInstalled() {
    for (String path : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(path, OBJDUMP))) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @ValueSource(strings = {"isa.bpf.o", "shapes.bpf.o", "core.bpf.o"})
  void agreesWithLlvmObjdump(String object) throws IOException, InterruptedException {
    assumeTrue(isInstalled(), OBJDUMP + " is not installed");
    byte[] bytes = TestObjects.bytes(object);
    Path file = Files.write(folder.resolve(object), bytes);
    List<String> plain = objdump(file);
    List<String> newest = objdump(file, "--mcpu=v4");
    List<String> ours = unrelocated(object, bytes);
    assertThat(ours).hasSameSizeAs(plain);
    for (int i = 0; i < ours.size(); i++) {
      // 32-bit atomics are only known to the newest; there, narrow loads look different.
      assertThat(ours.get(i)).isIn(plain.get(i), newest.get(i));
    }
  }

  private static List<String> objdump(Path file, String... options)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(OBJDUMP, "-d", "--no-show-raw-insn", file.toString()));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var lines = new ArrayList<String>();
    for (String line : new String(process.getInputStream().readAllBytes(), UTF_8).split("\n", -1)) {
      var matcher = LINE.matcher(line);
      if (matcher.matches()) {
        lines.add(matcher.group(1) + ": " + matcher.group(2));
      }
    }
    assertThat(process.waitFor()).isZero();
    return lines;
  }

  private static List<String> unrelocated(String name, byte[] bytes) {
    var lines = new ArrayList<String>();
    for (ElfFile.Section section : ElfFile.parse(name, bytes).sections()) {
      if (!section.isCode()) {
        continue;
      }
      var slots = new ArrayList<RawInstruction>();
      for (long at = 0; at < section.size(); at += 8) {
        slots.add(RawInstruction.of(section.data().i64(at)));
      }
      Program program = Program.raw(section.name(), ProgramType.UNKNOWN, slots, List.of());
      for (int slot = 0; slot < program.size(); slot++) {
        if (!(program.at(slot) instanceof Instruction.SecondSlot)) {
          lines.add(slot + ": " + Disassembler.text(program.at(slot)));
        }
      }
    }
    return lines;
  }

  @Test
  void listingsNameWhatIsReferredTo() {
    String listing = Disassembler.listing(TestObjects.program("shapes.bpf.o", "calls"));
    assertThat(listing)
        .startsWith("0000000000000000 <calls>:\n       0:\t")
        .contains(" <middle>\n", "<leaf>:\n", "<value of map shapes.data+0x0>");
    assertThat(Disassembler.listing(TestObjects.program("shapes.bpf.o", "uses_maps")))
        .contains("ll <map table>");
  }

  /// Lines of a verifier log, as kernel/bpf/disasm.c formats them.
  @Test
  void kernelFormatIsTheVerifierLogs() {
    assertThat(kernel(0x7b, 6, 1, 0, 0)).isEqualTo("(7b) *(u64 *)(r6 +0) = r1");
    assertThat(kernel(0xb7, 0, 0, 0, 0)).isEqualTo("(b7) r0 = 0");
    assertThat(kernel(0x15, 0, 0, 1, 0)).isEqualTo("(15) if r0 == 0x0 goto pc+1");
    assertThat(kernel(0x95, 0, 0, 0, 0)).isEqualTo("(95) exit");
    assertThat(kernel(0x85, 0, 0, 0, 1)).isEqualTo("(85) call helper#1");
    assertThat(kernel(0x85, 0, 1, 0, 4)).isEqualTo("(85) call pc+4");
    assertThat(kernel(0x07, 2, 0, 0, -8)).isEqualTo("(07) r2 += -8");
    assertThat(kernel(0xbc, 1, 2, 0, 0)).isEqualTo("(bc) w1 = w2");
    assertThat(kernel(0x61, 1, 10, -4, 0)).isEqualTo("(61) r1 = *(u32 *)(r10 -4)");
    assertThat(kernel(0x05, 0, 0, -2, 0)).isEqualTo("(05) goto pc-2");
    assertThat(kernel(0xa5, 1, 0, 2, -1)).isEqualTo("(a5) if r1 < 0xffffffff goto pc+2");
    assertThat(kernel(0xdb, 10, 1, -8, 1))
        .isEqualTo("(db) r1 = atomic64_fetch_add((u64 *)(r10 -8), r1)");
    assertThat(kernel(0xc3, 10, 1, -8, 0)).isEqualTo("(c3) lock *(u32 *)(r10 -8) += r1");
  }

  private static String kernel(int opcode, int dst, int src, int off, int imm) {
    var raw = new RawInstruction(opcode, dst, src, (short) off, imm);
    Program program = Program.raw("p", ProgramType.UNKNOWN, List.of(raw), List.of());
    return new KernelFormat(_ -> "helper").text(program.at(0));
  }
}
