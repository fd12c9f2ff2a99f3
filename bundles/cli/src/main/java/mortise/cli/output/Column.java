package mortise.cli.output;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mortise.cli.view.ProgramRow;

/// A column of the results. Names and aliases are veristat's; `rule` and `message` are ours.
@SuppressWarnings("ImmutableEnumChecker") // copies of lists and lambdas without state
public enum Column {
  FILE_NAME("File", ProgramRow::fileName, "file_name", "filename", "file"),
  PROG_NAME("Program", ProgramRow::progName, "prog_name", "progname", "prog"),
  VERDICT("Verdict", row -> row.verdict().word(), "verdict"),
  DURATION_US(ProgramRow::durationUs, "Duration (us)", "duration_us", "duration", "dur"),
  TOTAL_INSNS(ProgramRow::totalInsns, "Insns", "total_insns", "insns"),
  TOTAL_STATES(ProgramRow::totalStates, "States", "total_states", "states"),
  PEAK_STATES(ProgramRow::peakStates, "Peak states", "peak_states"),
  RULE("Rule", ProgramRow::rule, "rule"),
  MESSAGE("Message", ProgramRow::message, "message");

  /// What the table shows unless told otherwise.
  public static final List<Column> TABLE =
      List.of(
          FILE_NAME, PROG_NAME, VERDICT, DURATION_US, TOTAL_INSNS, TOTAL_STATES, PEAK_STATES, RULE);

  /// What CSV shows unless told otherwise: everything, in this order for good.
  public static final List<Column> CSV = List.of(values());

  private final String title;
  private final List<String> names;
  private final Function<ProgramRow, String> text;
  private final Optional<ToLongFunction<ProgramRow>> number;

  Column(String title, Function<ProgramRow, String> text, String... names) {
    this.title = title;
    this.names = List.of(names);
    this.text = text;
    this.number = Optional.empty();
  }

  Column(ToLongFunction<ProgramRow> number, String title, String... names) {
    this.title = title;
    this.names = List.of(names);
    this.text = row -> Long.toString(number.applyAsLong(row));
    this.number = Optional.of(number);
  }

  /// Finds a column by its name or an alias, in any case.
  public static Optional<Column> named(String name) {
    var wanted = name.strip().toLowerCase(Locale.ROOT);
    return Stream.of(values()).filter(column -> column.names.contains(wanted)).findFirst();
  }

  /// Reads `file,prog,verdict`.
  ///
  /// @throws IllegalArgumentException naming the column that there is not
  public static List<Column> list(String spec) {
    return Stream.of(spec.split(",", -1))
        .map(name -> named(name).orElseThrow(() -> unknown(name)))
        .toList();
  }

  static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "no column '"
            + name.strip()
            + "'; there are "
            + Stream.of(values()).map(Column::key).collect(Collectors.joining(", ")));
  }

  /// The name in CSV and JSON.
  public String key() {
    return names.getFirst();
  }

  /// The heading in a table.
  public String title() {
    return title;
  }

  public String text(ProgramRow row) {
    return text.apply(row);
  }

  /// The value, if this column is one of numbers.
  public Optional<Long> number(ProgramRow row) {
    return number.map(of -> of.applyAsLong(row));
  }

  public boolean isNumber() {
    return number.isPresent();
  }

  /// Ascending.
  public Comparator<ProgramRow> order() {
    return number
        .map(of -> Comparator.comparingLong(of))
        .orElseGet(() -> Comparator.comparing(text));
  }
}
