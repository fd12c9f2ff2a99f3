package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import mortise.engine.SemanticsProblem;
import mortise.engine.Verdict;
import mortise.spi.Rule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What every rule is there for: `NEEDED.tsv` beside the examples says for each which program does
/// what harm once it is switched off, or why none can. Every line is established anew.
class NeededTest {
  private static final String PERMANENT = "cannot be switched off";

  /// A line of the list.
  ///
  /// @param with rules that would reject the program in its place, switched off as well
  private record Line(
      Suite suite,
      String rule,
      List<String> with,
      String object,
      String program,
      String shown,
      String what) {
    static Line of(Suite suite, String text) {
      var cells = text.split("\t", -1);
      return new Line(
          suite,
          cells[0],
          cells[1].isEmpty() ? List.of() : List.of(cells[1].split(",")),
          cells[2],
          cells[3],
          cells[4],
          cells[5]);
    }

    Path file() {
      return suite.folder().resolve(object);
    }

    /// The program; of several that run together, the first.
    Suite.Example example() {
      return suite.example(file(), program.split(",", -1)[0]);
    }

    List<String> off() {
      var off = new ArrayList<>(with);
      off.add(rule);
      return off;
    }
  }

  private static List<Line> lines(Suite suite) throws IOException {
    return Files.readAllLines(suite.folder().resolve("NEEDED.tsv")).stream()
        .skip(1)
        .map(text -> Line.of(suite, text))
        .toList();
  }

  private static List<Line> lines() throws IOException {
    var lines = new ArrayList<Line>();
    for (var suite : Suite.all()) {
      lines.addAll(lines(suite));
    }
    return lines;
  }

  @Test
  void everyRuleIsListed() throws IOException {
    for (var suite : Suite.all()) {
      assertThat(lines(suite).stream().map(Line::rule).distinct())
          .as(suite.semantics())
          .containsExactlyElementsOf(suite.own().stream().map(Rule::id).toList());
    }
  }

  @TestFactory
  Stream<DynamicTest> harm() throws IOException {
    return lines().stream()
        .filter(line -> line.shown().equals("run"))
        .map(line -> DynamicTest.dynamicTest(name(line), () -> isNeeded(line)));
  }

  @TestFactory
  Stream<DynamicTest> harmBetweenProcessors() throws IOException {
    return lines().stream()
        .filter(line -> line.shown().equals("explore"))
        .map(
            line ->
                DynamicTest.dynamicTest(
                    name(line),
                    () -> {
                      var programs = List.of(line.program().split(",", -1));
                      var consequence = Consequence.together(line.example(), programs, line.off());
                      assertThat(consequence.what()).as(consequence.how()).isEqualTo(line.what());
                    }));
  }

  private static void isNeeded(Line line) {
    // The rule alone still rejects it, itself or as the reason why another does.
    assertThat(line.example().load(line.with()).verify()).isInstanceOf(Verdict.Rejected.class);
    var consequence = Consequence.of(line.example(), line.off(), List.of());
    assertThat(consequence.what()).as(consequence.how()).isEqualTo(line.what());
  }

  private static String name(Line line) {
    return line.suite().semantics() + " " + line.rule();
  }

  @TestFactory
  Stream<DynamicTest> noHarm() throws IOException {
    var programs = new HashMap<Suite, Map<String, List<Line>>>();
    for (var suite : Suite.all()) {
      programs.put(suite, rejected(suite));
    }
    return lines().stream()
        .filter(line -> line.shown().equals("none"))
        .map(
            line ->
                DynamicTest.dynamicTest(
                    name(line),
                    () ->
                        doesNoHarm(
                            line,
                            programs
                                .getOrDefault(line.suite(), Map.of())
                                .getOrDefault(line.rule(), List.of()))));
  }

  private static void doesNoHarm(Line line, List<Line> programs) {
    assertThat(line.what()).as("a reason").isNotBlank();
    if (line.what().startsWith(PERMANENT)) {
      assertThatExceptionOfType(SemanticsProblem.class)
          .isThrownBy(
              () -> line.suite().engine(line.suite().bringing(line.rule()), List.of(line.rule())));
      return;
    }
    for (var one : programs) {
      var consequence = Consequence.of(one.example(), one.off(), List.of());
      assertThat(consequence.what())
          .as("%s of %s: %s", one.program(), one.object(), consequence.how())
          .matches("nothing|not-runnable|rejected-.*");
    }
  }

  /// The programs of all examples that are rejected, by rule.
  private static Map<String, List<Line>> rejected(Suite suite) {
    var byRule = new TreeMap<String, List<Line>>();
    suite
        .programs()
        .forEach(
            one -> {
              if (one.load().verify() instanceof Verdict.Rejected no) {
                var rule = no.diagnostics().getFirst().rule().id();
                byRule
                    .computeIfAbsent(rule, same -> new ArrayList<>())
                    .add(
                        new Line(
                            suite,
                            rule,
                            List.of(),
                            suite.name(one.file()),
                            one.program(),
                            "run",
                            ""));
              }
            });
    return byRule;
  }
}
