package mortise.cli.output;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Prints a table: titles, a line under each, rows; as wide as it must be.
final class Grid {
  private static final String GAP = "  ";

  private final List<String> titles;
  private final List<Boolean> numbers;

  /// @param numbers which columns are numbers, and so are set to the right
  Grid(List<String> titles, List<Boolean> numbers) {
    this.titles = List.copyOf(titles);
    this.numbers = List.copyOf(numbers);
  }

  void print(List<List<String>> rows, PrintWriter out) {
    var widths =
        IntStream.range(0, titles.size())
            .map(
                i ->
                    rows.stream()
                        .mapToInt(row -> row.get(i).length())
                        .reduce(titles.get(i).length(), Math::max))
            .toArray();
    out.println(line(titles, widths));
    out.println(IntStream.of(widths).mapToObj("-"::repeat).collect(Collectors.joining(GAP)));
    rows.forEach(row -> out.println(line(row, widths)));
  }

  private String line(List<String> cells, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(
            i -> {
              var padding = " ".repeat(widths[i] - cells.get(i).length());
              return numbers.get(i) ? padding + cells.get(i) : cells.get(i) + padding;
            })
        .collect(Collectors.joining(GAP))
        .stripTrailing();
  }
}
