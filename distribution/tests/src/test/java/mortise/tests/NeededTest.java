package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import mortise.engine.Engine;
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
      String rule, List<String> with, String object, String program, String shown, String what) {
    static Line of(String text) {
      var cells = text.split("\t", -1);
      return new Line(
          cells[0],
          cells[1].isEmpty() ? List.of() : List.of(cells[1].split(",")),
          cells[2],
          cells[3],
          cells[4],
          cells[5]);
    }

    Path file() {
      return Product.EXAMPLES.resolve(object);
    }

    List<String> off() {
      var off = new ArrayList<>(with);
      off.add(rule);
      return off;
    }
  }

  private static List<Line> lines() throws IOException {
    return Files.readAllLines(Product.EXAMPLES.resolve("NEEDED.tsv")).stream()
        .skip(1)
        .map(Line::of)
        .toList();
  }

  @Test
  void everyRuleIsListed() throws IOException {
    assertThat(lines().stream().map(Line::rule).distinct())
        .containsExactlyElementsOf(Product.linux().rules().stream().map(Rule::id).toList());
  }

  @TestFactory
  Stream<DynamicTest> harm() throws IOException {
    return lines().stream()
        .filter(line -> line.shown().equals("run"))
        .map(line -> DynamicTest.dynamicTest(line.rule(), () -> isNeeded(line)));
  }

  @TestFactory
  Stream<DynamicTest> harmBetweenProcessors() throws IOException {
    return lines().stream()
        .filter(line -> line.shown().equals("explore"))
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line.rule(),
                    () -> {
                      var programs = List.of(line.program().split(","));
                      var consequence = Consequence.together(line.file(), programs, line.off());
                      assertThat(consequence.what()).as(consequence.how()).isEqualTo(line.what());
                    }));
  }

  private static void isNeeded(Line line) {
    // The rule alone still rejects it, itself or as the reason why another does.
    assertThat(verdict(Consequence.without(line.with()), line))
        .isInstanceOf(Verdict.Rejected.class);
    var consequence = Consequence.of(line.file(), line.program(), line.off(), List.of());
    assertThat(consequence.what()).as(consequence.how()).isEqualTo(line.what());
  }

  private static Verdict verdict(Engine engine, Line line) {
    return engine.load(line.file()).program(line.program()).orElseThrow().verify();
  }

  @TestFactory
  Stream<DynamicTest> noHarm() throws IOException {
    var programs = rejected();
    return lines().stream()
        .filter(line -> line.shown().equals("none"))
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line.rule(),
                    () -> doesNoHarm(line, programs.getOrDefault(line.rule(), List.of()))));
  }

  private static void doesNoHarm(Line line, List<Line> programs) {
    assertThat(line.what()).as("a reason").isNotBlank();
    if (line.what().startsWith(PERMANENT)) {
      assertThatExceptionOfType(SemanticsProblem.class)
          .isThrownBy(() -> Consequence.without(List.of(line.rule())));
      return;
    }
    for (var one : programs) {
      var consequence = Consequence.of(one.file(), one.program(), one.off(), List.of());
      assertThat(consequence.what())
          .as("%s of %s: %s", one.program(), one.object(), consequence.how())
          .matches("nothing|not-runnable|rejected-.*");
    }
  }

  /// The programs of all examples that are rejected, by rule.
  private static Map<String, List<Line>> rejected() {
    var engine = Product.linux();
    var byRule = new TreeMap<String, List<Line>>();
    Product.objects()
        .forEach(
            file -> {
              for (var program : engine.load(file).programs()) {
                if (program.verify() instanceof Verdict.Rejected no) {
                  var rule = no.diagnostics().getFirst().rule().id();
                  var object = Product.EXAMPLES.relativize(file).toString();
                  byRule
                      .computeIfAbsent(rule, same -> new ArrayList<>())
                      .add(new Line(rule, List.of(), object, program.name(), "run", ""));
                }
              }
            });
    return byRule;
  }
}
