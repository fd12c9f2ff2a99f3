package mortise.cli.output;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import mortise.cli.view.CheckResults;
import mortise.cli.view.Problem;
import mortise.cli.view.ProgramRow;
import mortise.cli.view.Verdict;

/// JUnit's XML: an object is a suite, a program a case; undecided is an error, rejected a failure.
record JunitRenderer() implements Renderer {
  @Override
  public void render(CheckResults results, PrintWriter out) {
    var suites =
        results.rows().stream()
            .collect(
                Collectors.groupingBy(
                    ProgramRow::fileName, LinkedHashMap::new, Collectors.toList()));
    out.print("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.print("<testsuites name=\"mortise\"" + counts(results.rows()) + ">\n");
    suites.forEach(
        (file, rows) -> {
          out.print("  <testsuite name=\"" + escape(file) + "\"" + counts(rows) + ">\n");
          rows.forEach(row -> testCase(row, out));
          out.print("  </testsuite>\n");
        });
    out.print("</testsuites>\n");
  }

  private static void testCase(ProgramRow row, PrintWriter out) {
    out.print(
        "    <testcase classname=\"%s\" name=\"%s\" time=\"%s\""
            .formatted(escape(row.fileName()), escape(row.progName()), seconds(row.durationUs())));
    if (row.problem().isEmpty()) {
      out.print("/>\n");
      return;
    }
    var tag = row.verdict() == Verdict.UNDECIDED ? "error" : "failure";
    Problem problem = row.problem().get();
    out.print(
        ">\n      <%s type=\"%s\" message=\"%s\">%s</%s>\n    </testcase>\n"
            .formatted(
                tag,
                escape(problem.rule()),
                escape(problem.message()),
                escape(problem.text()),
                tag));
  }

  private static String counts(List<ProgramRow> rows) {
    return " tests=\"%d\" failures=\"%d\" errors=\"%d\" time=\"%s\""
        .formatted(
            rows.size(),
            rows.stream().filter(row -> row.verdict() == Verdict.FAILURE).count(),
            rows.stream().filter(row -> row.verdict() == Verdict.UNDECIDED).count(),
            seconds(rows.stream().mapToLong(ProgramRow::durationUs).sum()));
  }

  private static String seconds(long microseconds) {
    return BigDecimal.valueOf(microseconds, 6).toPlainString();
  }

  /// What XML 1.0 cannot hold becomes U+FFFD.
  static String escape(String text) {
    var escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\n' -> escaped.append("&#10;");
                case '\t' -> escaped.append("&#9;");
                default -> escaped.appendCodePoint(legal(c) ? c : 0xfffd);
              }
            });
    return escaped.toString();
  }

  private static boolean legal(int c) {
    return (c >= 0x20 && c < 0xd800) || (c >= 0xe000 && c <= 0xfffd) || c >= 0x10000;
  }
}
