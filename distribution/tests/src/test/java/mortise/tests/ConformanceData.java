package mortise.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import mortise.object.RawInstruction;

/// Programs that show what every instruction does, in small text files:
///
/// ```
/// # a comment
/// program what it shows
///   79 10 00 00 00 00 00 00  r0 = *(u64 *)(r1 + 0x0)
///   95 00 00 00 00 00 00 00  exit
/// run 8000000000000001 ff returns 8000000000000001
/// run 00 fails read of 8 bytes
/// judged rejected invalid access
/// ```
///
/// A line of a program is a slot and what `llvm-objdump` says of it. A run has memory, each word a
/// little-endian number of as many bytes as it has pairs of digits, and what R0 holds at the end or
/// a part of the text with which the run ends. A program is judged as accepted unless a line says
/// `rejected`, with a part of the last line, or `not`.
final class ConformanceData {
  private static final HexFormat HEX = HexFormat.of();
  private static final int SLOT_TEXT = 23;

  private ConformanceData() {}

  /// A program with its runs.
  ///
  /// @param texts of each slot; empty for the second of two and for what is no instruction
  /// @param rejected a part of the verifier's last line; empty if the program is accepted
  record Case(
      String file,
      String title,
      List<RawInstruction> slots,
      List<String> texts,
      List<Run> runs,
      boolean judged,
      Optional<String> rejected) {
    @Override
    public String toString() {
      return file + ": " + title;
    }

    /// The slots as the suite's plugins read them.
    String hex() {
      var out = new StringBuilder();
      for (var slot : slots) {
        long bytes = slot.toLong();
        for (int i = 0; i < RawInstruction.BYTES; i++) {
          out.append("%02x ".formatted((bytes >>> (8 * i)) & 0xff));
        }
      }
      return out.toString();
    }
  }

  /// @param failure a part of the text with which it ends; empty if R0 is `result`
  record Run(byte[] memory, long result, Optional<String> failure) {
    String hex() {
      return HexFormat.ofDelimiter(" ").formatHex(memory);
    }
  }

  static List<Case> all() {
    var folder = Product.ROOT.resolve("distribution/tests/src/test/resources/conformance");
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".data"))
          .sorted()
          .flatMap(file -> read(file).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Case> read(Path file) {
    try {
      var cases = new ArrayList<Case>();
      var block = new ArrayList<String>();
      for (var line : Files.readAllLines(file)) {
        if (line.startsWith("program ") && !block.isEmpty()) {
          cases.add(parse(file, block));
          block.clear();
        }
        if (!line.isBlank() && !line.startsWith("#")) {
          block.add(line);
        }
      }
      cases.add(parse(file, block));
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Case parse(Path file, List<String> lines) {
    var slots = new ArrayList<RawInstruction>();
    var texts = new ArrayList<String>();
    var runs = new ArrayList<Run>();
    boolean judged = true;
    Optional<String> rejected = Optional.empty();
    for (var line : lines.subList(1, lines.size())) {
      if (line.startsWith("  ")) {
        var text = line.substring(2);
        slots.add(RawInstruction.of(number(text.substring(0, SLOT_TEXT).replace(" ", ""))));
        texts.add(text.substring(SLOT_TEXT).strip());
      } else if (line.startsWith("run ")) {
        runs.add(run(line.substring(4)));
      } else if (line.equals("judged not")) {
        judged = false;
      } else if (line.startsWith("judged rejected ")) {
        rejected = Optional.of(line.substring("judged rejected ".length()));
      } else {
        throw new IllegalArgumentException(file + ": " + line);
      }
    }
    var title = lines.getFirst().substring("program ".length());
    return new Case(file.getFileName().toString(), title, slots, texts, runs, judged, rejected);
  }

  /// Of bytes in the order of memory.
  private static long number(String hex) {
    return Long.reverseBytes(HexFormat.fromHexDigitsToLong(hex));
  }

  private static Run run(String line) {
    var memory = new ByteArrayOutputStream();
    var words = line.split(" ", -1);
    int at = 0;
    for (; !words[at].equals("returns") && !words[at].equals("fails"); at++) {
      byte[] big = HEX.parseHex(words[at]);
      for (int i = big.length - 1; i >= 0; i--) {
        memory.write(big[i]);
      }
    }
    if (words[at].equals("returns")) {
      long result = HexFormat.fromHexDigitsToLong(words[at + 1]);
      return new Run(memory.toByteArray(), result, Optional.empty());
    }
    var failure = line.substring(line.indexOf("fails ") + "fails ".length());
    return new Run(memory.toByteArray(), 0, Optional.of(failure));
  }
}
