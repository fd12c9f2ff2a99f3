package mortise.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import mortise.cli.view.Opinion;
import mortise.cli.view.Opinions;

/// The formats of `kernel check -o`.
public enum OpinionFormat {
  table,
  csv,
  json;

  private static final List<String> TITLES =
      List.of(
          "file_name",
          "prog_name",
          "mutation",
          "comparison",
          "verdict",
          "kernel_verdict",
          "total_insns",
          "kernel_insns",
          "duration_us",
          "kernel_duration_us",
          "rule",
          "message",
          "kernel_message");

  public void render(Opinions opinions, PrintWriter out) {
    switch (this) {
      case table -> table(opinions, out);
      case csv -> csv(opinions, out);
      case json -> json(opinions, out);
    }
  }

  private static String number(long value) {
    return value < 0 ? "" : Long.toString(value);
  }

  private static List<String> fields(Opinion row) {
    var ours = row.ours();
    return List.of(
        ours.fileName(),
        ours.progName(),
        row.mutation().orElse(""),
        row.comparison().text(),
        ours.verdict().word(),
        row.kernel(),
        Long.toString(ours.totalInsns()),
        number(row.instructions()),
        Long.toString(ours.durationUs()),
        number(row.microseconds()),
        ours.rule(),
        row.ourMessage(),
        row.message());
  }

  private static void csv(Opinions opinions, PrintWriter out) {
    out.print(Csv.line(TITLES));
    opinions.rows().forEach(row -> out.print(Csv.line(fields(row))));
  }

  private static void json(Opinions opinions, PrintWriter out) {
    var rows = new ArrayList<Object>();
    for (var row : opinions.rows()) {
      var ours = row.ours();
      var members = new LinkedHashMap<String, Object>();
      members.put("file_name", ours.fileName());
      members.put("prog_name", ours.progName());
      members.put("mutation", row.mutation());
      members.put("comparison", row.comparison().text());
      members.put("verdict", ours.verdict().word());
      members.put("kernel_verdict", row.kernel());
      members.put("total_insns", ours.totalInsns());
      members.put("kernel_insns", present(row.instructions()));
      members.put("duration_us", ours.durationUs());
      members.put("kernel_duration_us", present(row.microseconds()));
      members.put("rule", Optional.of(ours.rule()).filter(rule -> !rule.isEmpty()));
      members.put("message", row.ourMessage());
      members.put("kernel_message", row.message());
      rows.add(members);
    }
    var counts = opinions.counts();
    var summary = new LinkedHashMap<String, Object>();
    summary.put("agree", counts.agree() + counts.message());
    summary.put("we_reject", counts.weReject());
    summary.put("we_accept", counts.weAccept());
    summary.put("other_message", counts.message());
    summary.put("not_asked", counts.unsupported());
    var all = new LinkedHashMap<String, Object>();
    all.put("semantics", opinions.semantics());
    all.put("kernel", opinions.kernel());
    all.put("programs", rows);
    all.put("summary", summary);
    out.print(Json.write(all));
  }

  private static Optional<Long> present(long value) {
    return value < 0 ? Optional.empty() : Optional.of(value);
  }

  private static void table(Opinions opinions, PrintWriter out) {
    out.println("ours: " + opinions.semantics());
    out.println("kernel: " + opinions.kernel());
    var grid =
        new Grid(
            List.of("program", "ours", "kernel", "insns", "kernel", "us", "kernel", ""),
            List.of(false, false, false, true, true, true, true, false));
    var lines = new ArrayList<List<String>>();
    for (var row : opinions.rows()) {
      var ours = row.ours();
      lines.add(
          List.of(
              place(row),
              ours.verdict().word(),
              row.kernel(),
              Long.toString(ours.totalInsns()),
              number(row.instructions()),
              Long.toString(ours.durationUs()),
              number(row.microseconds()),
              row.comparison() == Opinion.Comparison.AGREE ? "" : row.comparison().text()));
    }
    if (!lines.isEmpty()) {
      out.println();
      grid.print(lines, out);
    }
    for (var row : opinions.rows()) {
      if (row.comparison() != Opinion.Comparison.AGREE) {
        out.println();
        out.println(place(row) + ": " + row.comparison().text());
        row.mutation().ifPresent(text -> out.println("  change  " + text));
        out.println("  ours    " + said(row.ours().rule(), row.ourMessage()));
        out.println("  kernel  " + said("", row.message()));
      }
    }
    out.println();
    out.println(opinions.counts().summary() + ".");
  }

  private static String place(Opinion row) {
    var file = row.ours().fileName();
    var mutation = row.mutation().map(text -> " " + text.split(":", 2)[0]).orElse("");
    return file.substring(file.lastIndexOf('/') + 1) + " " + row.ours().progName() + mutation;
  }

  private static String said(String rule, String message) {
    if (message.isEmpty()) {
      return "accepts";
    }
    return rule.isEmpty() ? message : rule + ": " + message;
  }
}
