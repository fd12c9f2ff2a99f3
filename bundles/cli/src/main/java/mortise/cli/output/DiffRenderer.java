package mortise.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import mortise.cli.view.DiffResults;
import mortise.cli.view.DiffRow;
import mortise.cli.view.DiffSide;
import mortise.cli.view.PartingView;
import mortise.cli.view.PartingView.At;
import mortise.cli.view.Place;
import mortise.cli.view.Problem;
import mortise.cli.view.ProgramRow;

/// The formats of `diff -o`, in the style of `veristat -C`.
public enum DiffRenderer {
  table {
    @Override
    public void render(DiffResults results, PrintWriter out) {
      out.println("A: " + Plain.line(results.left()));
      out.println("B: " + Plain.line(results.right()));
      out.println();
      new Grid(TITLES, NUMBERS)
          .print(results.rows().stream().map(row -> plain(cells(row))).toList(), out);
      results.rows().stream().filter(DiffRenderer::hasDetails).forEach(row -> details(row, out));
      out.println();
      out.printf(
          "Done. Compared %d objects, %d programs: %d differ (%d new, %d missing), %d not"
              + " applicable. Skipped %d programs.%n",
          results.files(),
          results.rows().size(),
          results.rows().stream().filter(DiffRow::differs).count(),
          count(results, "NEW"),
          count(results, "MISSING"),
          count(results, "N/A"),
          results.skipped());
    }
  },
  csv {
    @Override
    public void render(DiffResults results, PrintWriter out) {
      out.print(
          Csv.line(
              List.of(
                  "file_name",
                  "prog_name",
                  "verdict_base",
                  "verdict_comp",
                  "verdict_diff",
                  "total_insns_base",
                  "total_insns_comp",
                  "total_insns_diff",
                  "total_states_base",
                  "total_states_comp",
                  "total_states_diff",
                  "rule_base",
                  "rule_comp",
                  "message_base",
                  "message_comp",
                  "parting_insn_base",
                  "parting_insn_comp",
                  "parting_line")));
      for (var row : results.rows()) {
        var fields = new ArrayList<>(cells(row));
        fields.add(row.left().rule());
        fields.add(row.right().rule());
        fields.add(message(row.left()));
        fields.add(message(row.right()));
        fields.add(row.parting().map(p -> "" + p.left().instruction()).orElse(""));
        fields.add(row.parting().map(p -> "" + p.right().instruction()).orElse(""));
        fields.add(row.parting().flatMap(p -> p.left().place()).map(Place::toString).orElse(""));
        out.print(Csv.line(fields));
      }
    }
  },
  json {
    @Override
    public void render(DiffResults results, PrintWriter out) {
      var root = new LinkedHashMap<String, Object>();
      root.put("tool", "mortise");
      root.put("version", ToolVersion.current());
      root.put("semantics_a", results.left());
      root.put("semantics_b", results.right());
      root.put("programs", results.rows().stream().map(DiffRenderer::members).toList());
      out.print(Json.write(root));
    }
  };

  private static final List<String> TITLES =
      List.of(
          "File",
          "Program",
          "Verdict (A)",
          "Verdict (B)",
          "Verdict (DIFF)",
          "Insns (A)",
          "Insns (B)",
          "Insns (DIFF)",
          "States (A)",
          "States (B)",
          "States (DIFF)");
  private static final List<Boolean> NUMBERS =
      List.of(false, false, false, false, false, true, true, true, true, true, true);
  private static final String NONE = "N/A";

  public abstract void render(DiffResults results, PrintWriter out);

  private static long count(DiffResults results, String difference) {
    return results.rows().stream().filter(row -> row.difference().equals(difference)).count();
  }

  private static List<String> plain(List<String> cells) {
    return cells.stream().map(Plain::line).toList();
  }

  private static List<String> cells(DiffRow row) {
    var cells = new ArrayList<String>();
    cells.add(row.fileName());
    cells.add(row.progName());
    cells.add(row.left().word());
    cells.add(row.right().word());
    cells.add(row.difference());
    numbers(row, ProgramRow::totalInsns, cells);
    numbers(row, ProgramRow::totalStates, cells);
    return cells;
  }

  private static void numbers(DiffRow row, ToLongFunction<ProgramRow> of, List<String> cells) {
    var left = row.left().row().map(of::applyAsLong);
    var right = row.right().row().map(of::applyAsLong);
    cells.add(left.map(String::valueOf).orElse(NONE));
    cells.add(right.map(String::valueOf).orElse(NONE));
    cells.add(left.isPresent() && right.isPresent() ? difference(left.get(), right.get()) : NONE);
  }

  /// `+5 (+12.50%)`
  private static String difference(long left, long right) {
    double percent = left == right ? 0 : left == 0 ? 100 : (right - left) * 100.0 / left;
    return String.format(Locale.ROOT, "%+d (%+.2f%%)", right - left, percent);
  }

  private static String message(DiffSide side) {
    return side.row().map(ProgramRow::message).orElse(side.note());
  }

  private static boolean hasDetails(DiffRow row) {
    return !row.difference().equals("MATCH");
  }

  private static void details(DiffRow row, PrintWriter out) {
    out.println();
    out.println(Plain.line(row.fileName() + "/" + row.progName()) + ":");
    side("A", row.left(), out);
    side("B", row.right(), out);
    row.parting()
        .ifPresent(
            parting -> {
              out.println("  they part after");
              if (parting.left().equals(parting.right())) {
                at("", parting.left(), out);
              } else {
                at("A: ", parting.left(), out);
                at("B: ", parting.right(), out);
              }
              next("A", parting.leftNext(), out);
              next("B", parting.rightNext(), out);
            });
  }

  private static void side(String name, DiffSide side, PrintWriter out) {
    var problem = side.row().flatMap(ProgramRow::problem);
    if (problem.isEmpty()) {
      var note = side.note().isEmpty() ? "" : ": " + side.note();
      out.println(Plain.line("  %s: %s%s".formatted(name, side.word(), note)));
      return;
    }
    out.println(
        Plain.line(
            "  %s: %s by %s: %s"
                .formatted(name, side.word(), problem.get().rule(), problem.get().message())));
    if (problem.get().instruction() >= 0) {
      out.println(
          Plain.line(
              "     at instruction %d%s"
                  .formatted(
                      problem.get().instruction(),
                      problem.get().place().map(place -> ", " + place).orElse(""))));
    }
  }

  private static void at(String name, At at, PrintWriter out) {
    out.println(
        Plain.line(
            "     %sinstruction %d%s"
                .formatted(
                    name, at.instruction(), at.place().map(place -> ", " + place).orElse(""))));
    if (!at.source().isEmpty()) {
      out.println(Plain.line("     | " + at.source()));
    }
  }

  private static void next(String name, Optional<At> next, PrintWriter out) {
    out.println(
        Plain.line(
            "     %s %s"
                .formatted(
                    name,
                    next.map(
                            at ->
                                "goes on with instruction %d%s"
                                    .formatted(
                                        at.instruction(),
                                        at.place().map(place -> ", " + place).orElse("")))
                        .orElse("ends there"))));
  }

  private static Map<String, Object> members(DiffRow row) {
    var members = new LinkedHashMap<String, Object>();
    members.put("file_name", row.fileName());
    members.put("prog_name", row.progName());
    members.put("difference", row.difference());
    members.put("differs", row.differs());
    members.put("a", side(row.left()));
    members.put("b", side(row.right()));
    members.put("parting", row.parting().map(DiffRenderer::parting));
    return members;
  }

  private static Map<String, Object> side(DiffSide side) {
    var members = new LinkedHashMap<String, Object>();
    members.put("verdict", side.word());
    members.put("note", Optional.of(side.note()).filter(note -> !note.isEmpty()));
    members.put("total_insns", side.row().map(ProgramRow::totalInsns));
    members.put("total_states", side.row().map(ProgramRow::totalStates));
    members.put("problem", side.row().flatMap(ProgramRow::problem).map(DiffRenderer::problem));
    return members;
  }

  private static Map<String, Object> problem(Problem problem) {
    var members = new LinkedHashMap<String, Object>();
    members.put("rule", problem.rule());
    members.put("message", problem.message());
    members.put("instruction", Optional.of(problem.instruction()).filter(i -> i >= 0));
    members.put("place", problem.place().map(Place::toString));
    return members;
  }

  private static Map<String, Object> parting(PartingView parting) {
    var members = new LinkedHashMap<String, Object>();
    members.put("a", at(parting.left()));
    members.put("b", at(parting.right()));
    members.put("a_next", parting.leftNext().map(DiffRenderer::at));
    members.put("b_next", parting.rightNext().map(DiffRenderer::at));
    return members;
  }

  private static Map<String, Object> at(At at) {
    var members = new LinkedHashMap<String, Object>();
    members.put("instruction", at.instruction());
    members.put("place", at.place().map(Place::toString));
    members.put("source", Optional.of(at.source()).filter(source -> !source.isEmpty()));
    return members;
  }
}
