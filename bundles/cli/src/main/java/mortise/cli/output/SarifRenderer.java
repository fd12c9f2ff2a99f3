package mortise.cli.output;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mortise.cli.view.CheckResults;
import mortise.cli.view.Place;
import mortise.cli.view.Problem;
import mortise.cli.view.ProgramRow;
import mortise.cli.view.Step;
import mortise.cli.view.Verdict;

/// SARIF 2.1.0: one run, one result for each program that was not accepted, with its path as a code
/// flow.
record SarifRenderer() implements Renderer {
  @Override
  public void render(CheckResults results, PrintWriter out) {
    var rules = new LinkedHashMap<String, Problem>();
    results.rows().stream()
        .flatMap(row -> row.problem().stream())
        .forEach(problem -> rules.putIfAbsent(problem.rule(), problem));
    var driver = new LinkedHashMap<String, Object>();
    driver.put("name", "Mortise");
    driver.put("version", ToolVersion.current());
    driver.put("rules", rules.values().stream().map(SarifRenderer::rule).toList());
    var run = new LinkedHashMap<String, Object>();
    run.put("tool", Map.of("driver", driver));
    run.put("columnKind", "utf16CodeUnits");
    run.put("properties", Map.of("semantics", results.semantics()));
    run.put(
        "results",
        results.rows().stream()
            .flatMap(row -> row.problem().map(problem -> result(row, problem)).stream())
            .toList());
    var root = new LinkedHashMap<String, Object>();
    root.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    root.put("version", "2.1.0");
    root.put("runs", List.of(run));
    out.print(Json.write(root));
  }

  private static Map<String, Object> rule(Problem problem) {
    var members = new LinkedHashMap<String, Object>();
    members.put("id", problem.rule());
    members.put("properties", Map.of("category", problem.category()));
    return members;
  }

  private static Map<String, Object> result(ProgramRow row, Problem problem) {
    var members = new LinkedHashMap<String, Object>();
    members.put("ruleId", problem.rule());
    members.put("level", row.verdict() == Verdict.UNDECIDED ? "warning" : "error");
    members.put("message", text(problem.message()));
    members.put("locations", List.of(location(row, problem.place())));
    members.put(
        "codeFlows",
        Optional.of(problem.path())
            .filter(path -> !path.isEmpty())
            .map(path -> path.stream().map(step -> flow(row, step)).toList())
            .map(flow -> List.of(Map.of("threadFlows", List.of(Map.of("locations", flow))))));
    members.put("properties", Map.of("report", problem.text()));
    return members;
  }

  private static Map<String, Object> flow(ProgramRow row, Step step) {
    var location = location(row, step.place());
    location.put("message", text(step.description()));
    return Map.of("location", location);
  }

  /// The source line where it is known; the object otherwise.
  private static Map<String, Object> location(ProgramRow row, Optional<Place> place) {
    var physical = new LinkedHashMap<String, Object>();
    physical.put(
        "artifactLocation", Map.of("uri", Uri.of(place.map(Place::file).orElse(row.fileName()))));
    physical.put("region", place.filter(at -> at.line() > 0).map(SarifRenderer::region));
    var logical = new LinkedHashMap<String, Object>();
    logical.put("name", row.progName());
    logical.put("fullyQualifiedName", row.fileName() + "/" + row.progName());
    logical.put("kind", "function");
    var members = new LinkedHashMap<String, Object>();
    members.put("physicalLocation", physical);
    members.put("logicalLocations", List.of(logical));
    return members;
  }

  private static Map<String, Object> region(Place place) {
    var members = new LinkedHashMap<String, Object>();
    members.put("startLine", place.line());
    members.put("startColumn", Optional.of(place.column()).filter(column -> column > 0));
    return members;
  }

  private static Map<String, Object> text(String text) {
    return Map.of("text", text);
  }
}
