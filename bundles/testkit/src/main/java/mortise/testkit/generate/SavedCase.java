package mortise.testkit.generate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mortise.object.Disassembler;
import mortise.object.RawInstruction;

/// A case as a text file: what failed once, to be tried again for ever after.
///
/// ```
/// mortise generated program 1
/// seed: 42
/// template: generated.bpf.o#tc
/// check: fault.memory
/// problem: program 'tc', instruction 7: …
/// program:
///   b706000005000000  ; r6 = 5
///   1801000000000000 map array  ; r1 = …
///   …
/// input:
///   packet: 00ff
///   map array 00000000: 2a00…
/// ```
///
/// Lines that start with `#` and empty ones say nothing. Slots are eight bytes as in memory; a map,
/// function or struct is named behind them.
///
/// @param seed what the program was generated from
/// @param template object and program, as [Template#name] gives them
/// @param check what failed
/// @param problem how
public record SavedCase(
    long seed,
    String template,
    String check,
    String problem,
    List<Line> lines,
    List<RunInput> inputs) {
  private static final String HEADER = "mortise generated program 1";
  private static final int MOST_BYTES = 4 << 20;
  private static final HexFormat HEX = HexFormat.of();
  private static final Pattern SLOT =
      Pattern.compile("([0-9a-f]{16})(?: (map|function|struct) (\\S+))?");
  private static final Pattern ENTRY = Pattern.compile("map (\\S+) ((?:[0-9a-f]{2})*)");
  private static final Pattern BYTES = Pattern.compile("(?:[0-9a-f]{2})*");

  public SavedCase {
    lines = List.copyOf(lines);
    inputs = List.copyOf(inputs);
  }

  /// A case that failed.
  public static SavedCase of(Case subject, Outcome.Failed outcome) {
    return new SavedCase(
        subject.program().seed(),
        subject.template().name(),
        outcome.check(),
        outcome.problem().lines().findFirst().orElse(""),
        subject.program().lines(),
        subject.inputs());
  }

  /// Tries it again.
  ///
  /// @throws IllegalArgumentException if the template is another, or lacks what is referred to
  public Outcome replay(Template on) {
    if (!on.name().equals(template)) {
      throw new IllegalArgumentException(
          "made for template %s, not for %s".formatted(template, on.name()));
    }
    var checker = new Checker(on);
    var outcome = checker.check(lines, inputs);
    return outcome instanceof Outcome.Failed
        ? outcome
        : checker.comparePruning(lines).<Outcome>map(f -> f).orElse(outcome);
  }

  /// The file's text.
  ///
  /// @param on the template, for the disassembly
  public String text(Template on) {
    var program = on.with(lines).program();
    var out = new StringBuilder(HEADER).append('\n');
    out.append("seed: ").append(seed).append('\n');
    out.append("template: ").append(template).append('\n');
    out.append("check: ").append(check).append('\n');
    out.append("problem: ").append(problem).append('\n');
    out.append("program:\n");
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      out.append("  ").append(HEX.formatHex(bytes(line.raw()))).append(reference(line.to()));
      if (i == 0 || !lines.get(i - 1).isWide()) {
        out.append("  ; %3d: ".formatted(i)).append(Disassembler.text(program.at(i)));
      }
      out.append('\n');
    }
    for (var input : inputs) {
      out.append("input:\n");
      out.append("  packet: ").append(input.packet()).append('\n');
      out.append("  context: ").append(input.context()).append('\n');
      input
          .entries()
          .forEach(e -> out.append("  map %s %s: %s%n".formatted(e.map(), e.key(), e.value())));
    }
    return out.toString();
  }

  private static byte[] bytes(RawInstruction raw) {
    var bytes = new byte[RawInstruction.BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (raw.toLong() >>> (8 * i));
    }
    return bytes;
  }

  private static String reference(Line.Reference reference) {
    return switch (reference) {
      case Line.Nothing _ -> "";
      case Line.MapNamed(String name) -> " map " + name;
      case Line.FunctionNamed(String name) -> " function " + name;
      case Line.StructNamed(String name) -> " struct " + name;
    };
  }

  /// All `*.txt` right in a folder, by name.
  ///
  /// @throws UncheckedIOException if the folder cannot be listed
  public static List<Path> in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be listed".formatted(folder), e);
    }
  }

  /// Reads a file.
  ///
  /// @throws SavedCaseException if it cannot be read, or is not such a file; the message says where
  public static SavedCase load(Path file) {
    var name = String.valueOf(file.getFileName());
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new SavedCaseException(name, 0, "larger than %d bytes".formatted(MOST_BYTES));
      }
      return parse(name, Files.readString(file));
    } catch (IOException e) {
      throw new SavedCaseException(name, 0, "cannot be read: " + e.getMessage());
    }
  }

  /// Reads a file's text; `name` is for messages.
  ///
  /// @throws SavedCaseException if it is not the text of such a file
  public static SavedCase parse(String name, String text) {
    return new Reader(name, text).read();
  }

  private static final class Reader {
    private final String name;
    private final List<String> all;
    private int at;

    Reader(String name, String text) {
      this.name = name;
      all = text.lines().toList();
    }

    SavedCase read() {
      if (!next().equals(HEADER)) {
        throw fail("is not '%s'".formatted(HEADER));
      }
      long seed;
      var number = field("seed");
      try {
        seed = Long.parseLong(number);
      } catch (NumberFormatException e) {
        throw fail("'%s' is no number".formatted(number));
      }
      var template = field("template");
      var check = field("check");
      var problem = field("problem");
      expect("program:");
      var lines = new ArrayList<Line>();
      while (peek().startsWith("  ")) {
        lines.add(slot(next().strip()));
      }
      if (lines.isEmpty()) {
        throw fail("a program without instructions");
      }
      var inputs = new ArrayList<RunInput>();
      while (!peek().isEmpty()) {
        expect("input:");
        inputs.add(input());
      }
      return new SavedCase(seed, template, check, problem, lines, inputs);
    }

    private Line slot(String text) {
      var matcher = SLOT.matcher(text.split(";", 2)[0].strip());
      if (!matcher.matches()) {
        throw fail(
            "'%s' is no slot: 16 hexadecimal digits, and perhaps what they refer to"
                .formatted(text));
      }
      var bytes = HEX.parseHex(matcher.group(1));
      long slot = 0;
      for (int i = bytes.length - 1; i >= 0; i--) {
        slot = slot << 8 | (bytes[i] & 0xff);
      }
      var raw = RawInstruction.of(slot);
      if (matcher.group(2) == null) {
        return Line.of(raw);
      }
      var reference = matcher.group(3);
      return new Line(
          raw,
          switch (matcher.group(2)) {
            case "map" -> new Line.MapNamed(reference);
            case "function" -> new Line.FunctionNamed(reference);
            default -> new Line.StructNamed(reference);
          });
    }

    private RunInput input() {
      var packet = "";
      var context = "";
      var entries = new ArrayList<RunInput.Entry>();
      while (peek().startsWith("  ")) {
        var line = next().strip();
        int colon = line.indexOf(':');
        if (colon < 0) {
          throw fail("'%s' has no colon".formatted(line));
        }
        var key = line.substring(0, colon);
        var value = line.substring(colon + 1).strip();
        if (!BYTES.matcher(value).matches()) {
          throw fail("'%s' is not bytes in hexadecimal digits".formatted(value));
        }
        var entry = ENTRY.matcher(key);
        if (key.equals("packet")) {
          packet = value;
        } else if (key.equals("context")) {
          context = value;
        } else if (entry.matches()) {
          entries.add(new RunInput.Entry(entry.group(1), entry.group(2), value));
        } else {
          throw fail("'%s' is not packet, context or map NAME KEY".formatted(key));
        }
      }
      return new RunInput(packet, context, entries);
    }

    private void expect(String line) {
      var found = next();
      if (!found.equals(line)) {
        throw fail("'%s' where '%s' should be".formatted(found, line));
      }
    }

    private String field(String key) {
      var line = next();
      if (!line.startsWith(key + ":")) {
        throw fail("'%s' where '%s: …' should be".formatted(line, key));
      }
      return line.substring(key.length() + 1).strip();
    }

    private void skip() {
      while (at < all.size() && (all.get(at).isBlank() || all.get(at).startsWith("#"))) {
        at++;
      }
    }

    /// The next line that says something; empty at the end.
    private String peek() {
      skip();
      return at < all.size() ? all.get(at) : "";
    }

    private String next() {
      skip();
      if (at == all.size()) {
        at++;
        throw fail("the file ends too early");
      }
      return all.get(at++);
    }

    private SavedCaseException fail(String problem) {
      return new SavedCaseException(name, Math.min(at, all.size()), problem);
    }
  }
}
