package mortise.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import mortise.cli.view.ProgramRow;

/// Which programs to check and which results to show, as veristat says it.
///
/// `queue*` allows objects or programs so named, `queue*/push*` programs of objects,
/// `verdict=failure` or `insns>1000` results. A leading `!` denies. Denials win; where nothing of a
/// sort is allowed, everything of that sort is.
public final class Filters {
  private static final Pattern EXPRESSION =
      Pattern.compile("\\s*(\\w+)\\s*(==|=|!=|<>|<=|>=|<|>)\\s*(.*?)\\s*");
  private static final Set<String> YES = Set.of("success", "succ", "true", "t", "s", "match", "m");
  private static final Set<String> NO = Set.of("failure", "fail", "false", "f", "mismatch", "mis");

  private sealed interface Filter {}

  /// One glob for either name, or two for both.
  private record Names(Optional<Pattern> file, Pattern program) implements Filter {
    boolean matches(String fileName, String progName) {
      var object = baseName(fileName);
      return file.isPresent()
          ? file.get().matcher(object).matches() && program.matcher(progName).matches()
          : program.matcher(object).matches() || program.matcher(progName).matches();
    }
  }

  private record Value(Column column, String operator, String operand) implements Filter {
    boolean matches(ProgramRow row) {
      int order =
          column
              .number(row)
              .map(number -> Long.compare(number, Long.parseLong(operand)))
              .orElseGet(() -> column.text(row).compareTo(operand));
      return switch (operator) {
        case "=", "==" -> order == 0;
        case "!=", "<>" -> order != 0;
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        default -> order >= 0;
      };
    }
  }

  private final List<Filter> allowed = new ArrayList<>();
  private final List<Filter> denied = new ArrayList<>();

  private Filters() {}

  /// @throws IllegalArgumentException naming the expression that makes no sense
  public static Filters parse(List<String> expressions) {
    var filters = new Filters();
    for (var expression : expressions) {
      var text = expression.strip();
      boolean denies = text.startsWith("!");
      (denies ? filters.denied : filters.allowed).add(one(denies ? text.substring(1) : text));
    }
    return filters;
  }

  /// Whether to look at a program at all.
  public boolean wants(String fileName, String progName) {
    return decide(Names.class, names -> names.matches(fileName, progName), allowed, denied);
  }

  /// Whether to show a result.
  public boolean shows(ProgramRow row) {
    return decide(Value.class, value -> value.matches(row), allowed, denied);
  }

  /// Whether to show what has several results, of which one must be shown; nothing is asked of what
  /// has none.
  public boolean showsOneOf(List<ProgramRow> rows) {
    return rows.isEmpty() || rows.stream().anyMatch(this::shows);
  }

  private static <F extends Filter> boolean decide(
      Class<F> kind, Predicate<F> matches, List<Filter> allowed, List<Filter> denied) {
    if (denied.stream().filter(kind::isInstance).map(kind::cast).anyMatch(matches)) {
      return false;
    }
    var ofKind = allowed.stream().filter(kind::isInstance).map(kind::cast).toList();
    return ofKind.isEmpty() || ofKind.stream().anyMatch(matches);
  }

  private static Filter one(String text) {
    var expression = EXPRESSION.matcher(text);
    if (expression.matches()) {
      var column =
          Column.named(expression.group(1)).orElseThrow(() -> Column.unknown(expression.group(1)));
      return new Value(column, expression.group(2), operand(column, expression.group(3)));
    }
    if (text.isEmpty()) {
      throw new IllegalArgumentException("an empty filter");
    }
    int slash = text.indexOf('/');
    return slash < 0
        ? new Names(Optional.empty(), glob(text))
        : new Names(Optional.of(glob(text.substring(0, slash))), glob(text.substring(slash + 1)));
  }

  private static String operand(Column column, String text) {
    if (column.isNumber()) {
      try {
        return Long.toString(Long.parseLong(text));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "filter on " + column.key() + " needs a number, not '" + text + "'", e);
      }
    }
    if (column != Column.VERDICT) {
      return text;
    }
    var word = text.toLowerCase(Locale.ROOT);
    if (YES.contains(word)) {
      return "success";
    }
    if (NO.contains(word)) {
      return "failure";
    }
    if (word.equals("undecided")) {
      return word;
    }
    throw new IllegalArgumentException(
        "no verdict '" + text + "'; there are success, failure, undecided");
  }

  /// `*` stands for any characters, `?` for one.
  private static Pattern glob(String text) {
    var regex = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(c)));
              }
            });
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static String baseName(String fileName) {
    return fileName.substring(fileName.lastIndexOf('/') + 1);
  }
}
