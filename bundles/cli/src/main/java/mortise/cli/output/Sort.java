package mortise.cli.output;

import java.util.Comparator;
import java.util.stream.Stream;
import mortise.cli.view.ProgramRow;

/// Reads veristat's sort orders: columns separated by commas, each with `^` behind it for ascending
/// or `v` (or `.`, `!`, `_`) for descending. Without either, names ascend and numbers descend.
public final class Sort {
  private static final String ASCENDING = "^";
  private static final String DESCENDING = "vV.!_";

  private Sort() {}

  /// @throws IllegalArgumentException naming the column that there is not
  public static Comparator<ProgramRow> parse(String spec) {
    return Stream.of(spec.split(",", -1))
        .map(Sort::one)
        .reduce(Comparator::thenComparing)
        .orElseThrow();
  }

  private static Comparator<ProgramRow> one(String part) {
    var name = part.strip();
    var plain = Column.named(name);
    if (plain.isPresent()) {
      var order = plain.get().order();
      return plain.get().isNumber() ? order.reversed() : order;
    }
    var last = name.isEmpty() ? "" : name.substring(name.length() - 1);
    if (last.isEmpty() || !(ASCENDING + DESCENDING).contains(last)) {
      throw Column.unknown(name);
    }
    var column = name.substring(0, name.length() - 1);
    var order = Column.named(column).orElseThrow(() -> Column.unknown(column)).order();
    return last.equals(ASCENDING) ? order : order.reversed();
  }
}
