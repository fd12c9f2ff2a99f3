package mortise.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `mortise explain RULE`
@Command(name = "explain", description = "Explain a rule, by the id that a rejection ends with.")
final class ExplainCommand implements Callable<Integer> {
  private final Context context;

  @Mixin private SemanticsOptions semantics = new SemanticsOptions();

  @Parameters(paramLabel = "RULE", description = "A rule's id: list.lock-not-held.")
  private String rule = "";

  ExplainCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InputProblem {
    var found =
        semantics
            .open(context)
            .rule(rule)
            .orElseThrow(() -> new InputProblem("no rule '" + rule + "' in this semantics"));
    var out = context.out();
    out.println(found.id() + " (" + found.category().title() + ")");
    out.println();
    out.println("  " + found.message());
    paragraph(found.documentation());
    if (!found.suggestion().isEmpty()) {
      paragraph("Suggestion: " + found.suggestion());
    }
    if (!found.source().isEmpty()) {
      paragraph("Source: " + found.source());
    }
    return ExitCode.ACCEPTED;
  }

  private void paragraph(String text) {
    if (!text.isEmpty()) {
      context.out().println();
      context.out().println(text);
    }
  }
}
