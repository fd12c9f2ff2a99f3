package mortise.cli.output;

import java.io.PrintWriter;
import mortise.cli.view.CheckResults;
import mortise.cli.view.Place;
import mortise.cli.view.Problem;
import mortise.cli.view.ProgramRow;
import mortise.cli.view.Verdict;

/// Workflow commands that GitHub shows as annotations in a change.
record GithubRenderer() implements Renderer {
  @Override
  public void render(CheckResults results, PrintWriter out) {
    for (var row : results.rows()) {
      row.problem().ifPresent(problem -> out.print(annotation(row, problem) + "\n"));
    }
  }

  private static String annotation(ProgramRow row, Problem problem) {
    var command = row.verdict() == Verdict.UNDECIDED ? "warning" : "error";
    var properties = new StringBuilder("file=");
    properties.append(property(problem.place().map(Place::file).orElse(row.fileName())));
    problem
        .place()
        .ifPresent(
            place -> {
              properties.append(",line=").append(place.line());
              if (place.column() > 0) {
                properties.append(",col=").append(place.column());
              }
            });
    properties.append(",title=").append(property(row.progName() + " (" + problem.rule() + ")"));
    return "::" + command + " " + properties + "::" + data(problem.message());
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
