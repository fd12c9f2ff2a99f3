package mortise.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import mortise.engine.LoadedProgram;
import mortise.engine.Verdict;
import mortise.object.Expectations;
import mortise.verifier.Diagnostic;

/// A program beside what its tags expect of it.
///
/// @param program the program's name
/// @param differences where they do not agree
/// @param report what the verifier said, several lines
public record Comparison(String program, List<Difference> differences, String report) {
  private static final String SUCCESS = "success";
  private static final String FAILURE = "failure";

  public Comparison {
    differences = List.copyOf(differences);
  }

  /// Verifies the program, and runs it if that is expected of it. What the tags do not mention is
  /// not compared.
  public static Comparison of(LoadedProgram program) {
    var expected = program.program().expectations();
    return switch (program.verify()) {
      case Verdict.Accepted ok ->
          compare(
              program,
              differs(expected, Optional.of(Expectations.Verdict.SUCCESS), SUCCESS),
              () -> expected.returnValue().map(value -> Trial.of(ok, value)).orElseGet(List::of),
              ok.cost().trailer());
      case Verdict.Rejected no ->
          compare(
              program,
              differs(expected, Optional.of(Expectations.Verdict.FAILURE), FAILURE),
              () -> explain(expected, no.diagnostics()),
              no.diagnostics().stream().map(Diagnostic::render).collect(Collectors.joining("\n")));
      case Verdict.Undecided limit ->
          compare(
              program,
              differs(
                  expected,
                  isLimit(expected) ? expected.verdict() : Optional.empty(),
                  "undecided (%s)".formatted(limit.limit())),
              () -> explain(expected, List.of(limit.diagnostic())),
              limit.diagnostic().render());
    };
  }

  private static Comparison compare(
      LoadedProgram program,
      Optional<Difference> verdict,
      Supplier<List<Difference>> further,
      String report) {
    return new Comparison(
        program.name(), verdict.map(List::of).orElseGet(further), report.stripTrailing());
  }

  /// Whether everything agrees.
  public boolean isAsExpected() {
    return differences.isEmpty();
  }

  private static Optional<Difference> differs(
      Expectations expected, Optional<Expectations.Verdict> said, String actual) {
    return expected
        .verdict()
        .filter(wanted -> !said.equals(Optional.of(wanted)))
        .map(
            wanted ->
                switch (wanted) {
                  case SUCCESS -> new Difference("verdict", SUCCESS, actual);
                  case FAILURE -> new Difference("verdict", FAILURE, actual);
                });
  }

  /// The kernel rejects what it has no patience for; here that is an answer of its own.
  private static boolean isLimit(Expectations expected) {
    return expected.verdict().filter(Expectations.Verdict.FAILURE::equals).isPresent()
        && expected.messages().stream().anyMatch(Texts::tellsOfLimit);
  }

  private static List<Difference> explain(Expectations expected, List<Diagnostic> diagnostics) {
    var differences = new ArrayList<Difference>();
    var rules = diagnostics.stream().map(d -> d.rule().id()).toList();
    for (var rule : expected.rules()) {
      if (!rules.contains(rule)) {
        differences.add(new Difference("rule", rule, String.join(", ", rules)));
      }
    }
    var text = diagnostics.stream().map(Diagnostic::text).collect(Collectors.joining("\n"));
    differences.addAll(Texts.compare(expected, text));
    return differences;
  }

  /// Everything that differs, then what the verifier said.
  @Override
  public String toString() {
    return differences.isEmpty()
        ? program + " is as expected"
        : differences.stream()
                .map(d -> "\n  " + d)
                .collect(Collectors.joining("", program + " is not as its tags say", "\n"))
            + report.indent(2);
  }
}
