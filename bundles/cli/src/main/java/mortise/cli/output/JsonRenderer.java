package mortise.cli.output;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import mortise.cli.view.CheckResults;
import mortise.cli.view.Place;
import mortise.cli.view.Problem;
import mortise.cli.view.ProgramRow;
import mortise.cli.view.Step;

/// Everything that is known, as one JSON object. Members are only ever added.
record JsonRenderer() implements Renderer {
  @Override
  public void render(CheckResults results, PrintWriter out) {
    var root = new LinkedHashMap<String, Object>();
    root.put("tool", "mortise");
    root.put("version", ToolVersion.current());
    root.put("semantics", results.semantics());
    root.put("programs", results.rows().stream().map(JsonRenderer::program).toList());
    out.print(Json.write(root));
  }

  private static Map<String, Object> program(ProgramRow row) {
    var members = new LinkedHashMap<String, Object>();
    for (var column : Column.CSV) {
      members.put(column.key(), column.number(row).<Object>map(n -> n).orElse(column.text(row)));
    }
    members.put("problem", row.problem().map(JsonRenderer::problem));
    return members;
  }

  private static Map<String, Object> problem(Problem problem) {
    var members = new LinkedHashMap<String, Object>();
    members.put("rule", problem.rule());
    members.put("category", problem.category());
    members.put("message", problem.message());
    members.put("suggestion", Optional.of(problem.suggestion()).filter(s -> !s.isEmpty()));
    members.put("instruction", Optional.of(problem.instruction()).filter(i -> i >= 0));
    members.put("place", problem.place().map(JsonRenderer::place));
    members.put("path", problem.path().stream().map(JsonRenderer::step).toList());
    members.put("text", problem.text());
    return members;
  }

  private static Map<String, Object> step(Step step) {
    var members = new LinkedHashMap<String, Object>();
    members.put("description", step.description());
    members.put("instruction", step.instruction());
    members.put("place", step.place().map(JsonRenderer::place));
    return members;
  }

  private static Map<String, Object> place(Place place) {
    var members = new LinkedHashMap<String, Object>();
    members.put("file", place.file());
    members.put("line", place.line());
    members.put("column", Optional.of(place.column()).filter(column -> column > 0));
    return members;
  }
}
