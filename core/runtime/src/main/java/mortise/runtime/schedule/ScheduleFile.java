package mortise.runtime.schedule;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import mortise.runtime.schedule.Schedule.Turn;

/// A schedule with all that it needs to be run again, as a small text.
///
/// A line is a keyword and its value; `#` begins a comment at the start of a line or after a space.
///
/// ```text
/// format 1
/// mortise 0.1.0
/// object queue.bpf.o
/// sha256 e3b0…
/// semantics linux (list 1.0.0, lock 1.0.0)
/// cpu enqueue
/// cpu dequeue
/// packet 0000
/// watched yes
/// instructions 1000000
/// operations 100000
/// turn 0 12
/// turn 1 3
/// ```
///
/// A line `starts count` says that starting is an operation. The CPU after the last stands for what
/// was put off to the end of a grace period.
///
/// @param version of the program that wrote it
/// @param object the name of the object file, for people
/// @param sha256 of the object file's bytes, in hex
/// @param semantics with families and versions
/// @param programs the name of each CPU's program
/// @param packet the bytes of the packet that they work on
/// @param context the bytes of their context
/// @param watched whether there is a second account of memory
/// @param instructions the most of one run
/// @param operations the most of a schedule
/// @param failure the check that failed; empty for a schedule in which nothing did
public record ScheduleFile(
    String version,
    String object,
    String sha256,
    String semantics,
    List<String> programs,
    byte[] packet,
    byte[] context,
    boolean watched,
    long instructions,
    int operations,
    Optional<String> failure,
    Schedule schedule) {
  private static final String FORMAT = "1";
  private static final List<String> NEEDED =
      List.of("format", "mortise", "sha256", "semantics", "watched", "instructions", "operations");
  private static final int MOST_TURNS = 1 << 20;

  public ScheduleFile {
    programs = List.copyOf(programs);
  }

  /// A text that is no schedule: which line, and what is wrong with it.
  public static final class FormatException extends Exception {
    private static final long serialVersionUID = 1L;

    FormatException(int line, String problem) {
      super(line == 0 ? problem : "line %d: %s".formatted(line, problem));
    }
  }

  /// The text.
  ///
  /// @param comment what to say of a turn (by its place in the schedule); may be empty
  public String write(IntFunction<String> comment) {
    var out = new StringBuilder("# mortise explore OBJ --replay THIS-FILE runs this schedule\n");
    var hex = HexFormat.of();
    line(out, "format", FORMAT);
    line(out, "mortise", version);
    line(out, "object", object);
    line(out, "sha256", sha256);
    line(out, "semantics", semantics);
    programs.forEach(program -> line(out, "cpu", program));
    if (packet.length > 0) {
      line(out, "packet", hex.formatHex(packet));
    }
    if (context.length > 0) {
      line(out, "context", hex.formatHex(context));
    }
    line(out, "watched", watched ? "yes" : "no");
    line(out, "instructions", Long.toString(instructions));
    line(out, "operations", Integer.toString(operations));
    if (schedule.starts()) {
      line(out, "starts", "count");
    }
    failure.ifPresent(check -> line(out, "failure", check));
    for (int i = 0; i < schedule.turns().size(); i++) {
      var turn = schedule.turns().get(i);
      var said = comment.apply(i).replaceAll("\\p{Cntrl}", " ");
      line(
          out, "turn", turn.cpu() + " " + turn.operations() + (said.isEmpty() ? "" : " # " + said));
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String keyword, String value) {
    out.append(keyword).append(' ').append(value.replaceAll("\\p{Cntrl}", " ")).append('\n');
  }

  /// Reads a text.
  ///
  /// @throws FormatException if it is no schedule
  public static ScheduleFile parse(String text) throws FormatException {
    return new Parser().parse(text);
  }

  private static final class Parser {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> programs = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private int line;

    ScheduleFile parse(String text) throws FormatException {
      for (var each : text.split("\n", -1)) {
        line++;
        var meat = each.replaceFirst("(^|\\s)#.*", "").strip();
        if (!meat.isEmpty()) {
          int space = meat.indexOf(' ');
          take(
              space < 0 ? meat : meat.substring(0, space),
              space < 0 ? "" : meat.substring(space + 1).strip());
        }
      }
      line = 0;
      for (var needed : NEEDED) {
        if (!values.containsKey(needed)) {
          throw new FormatException(0, "there is no line '" + needed + "'");
        }
      }
      if (programs.isEmpty()) {
        throw new FormatException(0, "there is no line 'cpu'");
      }
      return new ScheduleFile(
          value("mortise"),
          value("object"),
          value("sha256"),
          value("semantics"),
          programs,
          HexFormat.of().parseHex(value("packet")),
          HexFormat.of().parseHex(value("context")),
          value("watched").equals("yes"),
          Long.parseLong(value("instructions")),
          Integer.parseInt(value("operations")),
          Optional.ofNullable(values.get("failure")),
          new Schedule(turns, values.containsKey("starts")));
    }

    private String value(String keyword) {
      return values.getOrDefault(keyword, "");
    }

    private void take(String keyword, String value) throws FormatException {
      switch (keyword) {
        case "cpu" -> {
          if (programs.size() == Bounds.MOST_CPUS) {
            throw new FormatException(line, "more than %d CPUs".formatted(Bounds.MOST_CPUS));
          }
          programs.add(value);
        }
        case "turn" -> turns.add(turn(value));
        case "format" -> {
          if (!value.equals(FORMAT)) {
            throw new FormatException(
                line, "format '%s' is not known; this reads format %s".formatted(value, FORMAT));
          }
          once(keyword, value);
        }
        case "starts" -> oneOf(keyword, value, List.of("count"));
        case "watched" -> oneOf(keyword, value, List.of("yes", "no"));
        case "instructions", "operations" -> {
          if (number(value) < 1) {
            throw new FormatException(line, keyword + ": must be at least 1");
          }
          once(keyword, value);
        }
        case "packet", "context" -> {
          if (value.length() % 2 != 0 || !value.matches("[0-9a-fA-F]*")) {
            throw new FormatException(line, keyword + ": is not hexadecimal");
          }
          once(keyword, value);
        }
        case "mortise", "object", "sha256", "semantics", "failure" -> once(keyword, value);
        default -> throw new FormatException(line, "'%s' is no keyword".formatted(keyword));
      }
    }

    private void oneOf(String keyword, String value, List<String> values) throws FormatException {
      if (!values.contains(value)) {
        throw new FormatException(
            line, "%s: '%s' is none of %s".formatted(keyword, value, String.join(", ", values)));
      }
      once(keyword, value);
    }

    private void once(String keyword, String value) throws FormatException {
      if (values.put(keyword, value) != null) {
        throw new FormatException(line, "a second line '%s'".formatted(keyword));
      }
    }

    private Turn turn(String value) throws FormatException {
      var parts = value.split("\\s+", -1);
      if (parts.length != 2) {
        throw new FormatException(line, "a turn is a CPU and a number of operations");
      }
      int cpu = number(parts[0]);
      int operations = number(parts[1]);
      if (cpu > programs.size()) {
        throw new FormatException(
            line, "there is no CPU %d: %d are given before".formatted(cpu, programs.size()));
      }
      if (operations < 1) {
        throw new FormatException(line, "a turn of no operations");
      }
      if (turns.size() == MOST_TURNS) {
        throw new FormatException(line, "more than %d turns".formatted(MOST_TURNS));
      }
      return new Turn(cpu, operations);
    }

    private int number(String digits) throws FormatException {
      if (!digits.matches("[0-9]{1,9}")) {
        throw new FormatException(line, "'%s' is no number of at most 9 digits".formatted(digits));
      }
      return Integer.parseInt(digits);
    }
  }
}
