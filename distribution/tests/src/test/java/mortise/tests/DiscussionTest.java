package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import mortise.engine.SemanticsProblem;
import mortise.engine.Verdict;
import mortise.testkit.generate.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the discussion says, sentence by sentence, beside the programs that show it: the examples'
/// README has the table, which is established anew here.
class DiscussionTest {
  private static final Path README = Product.EXAMPLES.resolve("README.md");
  private static final Path SENTENCES = Suite.PROPOSAL.folder().resolve("DISCUSSION.tsv");
  private static final String BEGIN = "<!-- the discussion: written by DiscussionTest -->";
  private static final String END = "<!-- end of the discussion -->";

  /// Plugins on top of the proposal, by folder, and their families.
  private static final Map<String, String> OUTSIDE =
      Map.of(
          "bloom", "example.bloom.BloomFamily",
          "device", "example.device.DeviceFamily",
          "gate", "example.gate.GateFamily",
          "table", "example.table.TableFamily");

  @TempDir private Path folder = Path.of("");

  private final Map<String, Suite> suites = new HashMap<>();

  /// A sentence that states a rule or an advantage.
  ///
  /// @param programs `object program`, each; `plugin/object program` where it needs such a plugin
  /// @param policies the names of those that the verdicts depend on
  private record Sentence(
      String number, String section, String text, List<String> programs, List<String> policies) {
    static Sentence of(String line) {
      var cells = line.split("\t", -1);
      return new Sentence(
          cells[0],
          cells[1],
          cells[2],
          List.of(cells[3].split(", ")),
          cells[4].isEmpty() ? List.of() : List.of(cells[4].split(", ")));
    }
  }

  @Test
  void theTableInTheReadme() throws Exception {
    var text = Files.readString(README);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    assertThat(end).as("the place of the table").isGreaterThan(begin);
    var whole =
        text.substring(0, begin) + "\n" + String.join("\n", table()) + "\n" + text.substring(end);
    Tables.check(README, whole.lines().toList());
  }

  @Test
  void noSentenceIsWithoutProgram() throws IOException {
    assertThat(sentences())
        .allSatisfy(
            sentence ->
                assertThat(sentence.programs())
                    .as(sentence.text())
                    .isNotEmpty()
                    .doesNotContain(""));
  }

  private static List<Sentence> sentences() throws IOException {
    return Files.readAllLines(SENTENCES).stream().skip(1).map(Sentence::of).toList();
  }

  /// Where a program is, and what the table calls it.
  ///
  /// @param link the source, seen from the README
  private record Shown(Suite.Example example, String object, String link) {}

  private Shown shown(String object, String program) throws Exception {
    var parts = object.split("/", -1);
    var family = OUTSIDE.get(parts[0]);
    if (family == null) {
      var file = Suite.PROPOSAL.folder().resolve(object + ".bpf.o");
      return new Shown(
          Suite.PROPOSAL.example(file, program), object, "proposal/%s.bpf.c".formatted(object));
    }
    var suite = suites.get(parts[0]);
    if (suite == null) {
      var project = Product.EXAMPLES.resolve("plugins").resolve(parts[0]);
      var classes = folder.resolve(parts[0]);
      Compiler.compileProject(classes, project);
      suite = Suite.PROPOSAL.with(Compiler.load(classes, family), project.resolve("programs"));
      suites.put(parts[0], suite);
    }
    return new Shown(
        suite.example(suite.folder().resolve(parts[1] + ".bpf.o"), program),
        "plugins/" + object,
        "plugins/%s/programs/%s.bpf.c".formatted(parts[0], parts[1]));
  }

  private List<String> table() throws Exception {
    var lines = new ArrayList<String>();
    lines.add("");
    lines.add("| | § | the discussion | program | verdict | its run |");
    lines.add("| --- | --- | --- | --- | --- | --- |");
    for (var sentence : sentences()) {
      var first = "%s | %s | %s".formatted(sentence.number(), sentence.section(), sentence.text());
      for (var name : sentence.programs()) {
        var parts = name.split(" ", -1);
        var shown = shown(parts[0], parts[1]);
        lines.add(
            "| %s | [%s](%s) `%s` | %s | %s |"
                .formatted(
                    first,
                    shown.object(),
                    shown.link(),
                    parts[1],
                    verdicts(shown.example(), sentence),
                    run(shown.example())));
        first = " | | ";
      }
    }
    lines.add("");
    return lines;
  }

  /// The verdict, or those under each value of the policies that it depends on.
  private static String verdicts(Suite.Example example, Sentence sentence) {
    if (sentence.policies().isEmpty()) {
      var under =
          example.policies().entrySet().stream()
              .map(policy -> "`%s=%s`".formatted(policy.getKey(), policy.getValue()))
              .collect(Collectors.joining(", "));
      return verdict(example, example.policies()) + (under.isEmpty() ? "" : " under " + under);
    }
    var by = new LinkedHashMap<String, List<String>>();
    for (var choice : choices(sentence.policies())) {
      var all = new TreeMap<>(example.policies());
      all.putAll(choice);
      by.computeIfAbsent(verdict(example, all), same -> new ArrayList<>())
          .add(
              choice.entrySet().stream()
                  .map(one -> "`%s=%s`".formatted(one.getKey(), one.getValue()))
                  .collect(Collectors.joining(" ")));
    }
    return by.entrySet().stream()
        .map(one -> one.getKey() + ": " + String.join(", ", one.getValue()))
        .collect(Collectors.joining("; "));
  }

  private static List<Map<String, String>> choices(List<String> policies) {
    List<Map<String, String>> all = List.of(Map.of());
    for (var name : policies) {
      var policy =
          Suite.PROPOSAL.engine().policies().stream()
              .map(choice -> choice.policy())
              .filter(one -> one.name().equals(name))
              .findFirst()
              .orElseThrow();
      var more = new ArrayList<Map<String, String>>();
      for (var before : all) {
        for (var value : policy.spellings()) {
          var choice = new TreeMap<>(before);
          choice.put(name, value);
          if (mayBeChosen(choice)) {
            more.add(choice);
          }
        }
      }
      all = more;
    }
    return all;
  }

  private static boolean mayBeChosen(Map<String, String> choice) {
    return Suite.PROPOSAL.engine().combinations().stream()
        .anyMatch(all -> all.policies().entrySet().containsAll(choice.entrySet()));
  }

  private static String verdict(Suite.Example example, Map<String, String> policies) {
    var engine = example.suite().engine(policies, List.of());
    var program = engine.load(example.file()).program(example.program()).orElseThrow();
    return switch (program.verify()) {
      case Verdict.Accepted ok -> "success";
      case Verdict.Rejected no -> "`" + no.diagnostics().getFirst().rule().id() + "`";
      case Verdict.Undecided limit -> "undecided";
    };
  }

  /// What a checked run did; of a rejected program, one with the rule off.
  private static String run(Suite.Example example) {
    return switch (example.load().verify()) {
      case Verdict.Accepted ok ->
          switch (CheckedRunsTest.run(ok, CheckedRunsTest.LONGEST)) {
            case Outcome.Sound sound ->
                ok.program()
                    .program()
                    .expectations()
                    .returnValue()
                    .map(value -> "nothing wrong, returned " + value)
                    .orElse("nothing wrong");
            case Outcome.Failed failed -> "**" + failed.check() + "**";
            case Outcome other -> "not run";
          };
      case Verdict.Rejected no -> without(example, no.diagnostics().getFirst().rule().id());
      case Verdict.Undecided limit -> "not run";
    };
  }

  private static String without(Suite.Example example, String rule) {
    Consequence consequence;
    try {
      consequence = Consequence.of(example, List.of(rule), List.of());
    } catch (SemanticsProblem permanent) {
      return "not run";
    }
    return switch (consequence.what()) {
      case Consequence.NOTHING -> "without the rule: nothing seen";
      default ->
          consequence.what().startsWith("rejected-")
              ? "without the rule: `%s`".formatted(consequence.what().substring(9))
              : "without the rule: " + consequence.what();
    };
  }
}
