package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.engine.SemanticsProblem;
import mortise.engine.Verdict;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The list of rules beside the examples, the rules themselves, and the examples belong together.
class RulesTest {
  private final Engine engine = Product.linux();

  /// A line of the list.
  private record Listed(String id, String category) {
    static Listed of(String line) {
      var cells = line.split("\t", -1);
      return new Listed(cells[0], cells[2]);
    }
  }

  private static Stream<Listed> listed() throws IOException {
    return Files.readAllLines(Product.EXAMPLES.resolve("RULES.tsv")).stream()
        .skip(1)
        .map(Listed::of);
  }

  @TestFactory
  Stream<DynamicTest> everyListedRuleIsDocumented() throws IOException {
    return listed()
        .map(
            listed ->
                DynamicTest.dynamicTest(
                    listed.id(),
                    () ->
                        Differences.rule(
                            listed.id(),
                            engine.rule(listed.id()).isPresent(),
                            () -> isDocumented(listed))));
  }

  private void isDocumented(Listed listed) {
    var rule = engine.rule(listed.id());
    assertThat(rule).as("a rule with this id").isPresent();
    assertThat(rule.get().category().title()).isEqualTo(listed.category());
    assertThat(rule.get().suggestion()).isNotBlank();
    assertThat(rule.get().documentation()).isNotBlank();
    assertThat(rule.get().source()).isNotBlank();
  }

  @Test
  void everyListedRuleRejectsAnExample() throws IOException {
    assertThat(expected()).containsAll(listed().map(Listed::id).toList());
  }

  @Test
  void everyRuleThatAnExampleExpectsIsListed() throws IOException {
    assertThat(listed().map(Listed::id).toList()).containsAll(expected());
  }

  /// With that rule off it is accepted, or, where others would have to be off as well, `NEEDED.tsv`
  /// says which.
  @Test
  void everyRuleOfTheProposalRejectsAProgramOnItsOwn() throws IOException {
    var without = new TreeSet<String>();
    var withOthers = new TreeSet<String>();
    for (var line : Files.readAllLines(Suite.PROPOSAL.folder().resolve("NEEDED.tsv"))) {
      var cells = line.split("\t", -1);
      if (!cells[1].isEmpty()) {
        withOthers.add(cells[0]);
      }
    }
    Suite.PROPOSAL.own().forEach(rule -> without.add(rule.id()));
    Suite.PROPOSAL
        .programs()
        .forEach(one -> acceptedWithout(one, without).ifPresent(without::remove));
    assertThat(withOthers).containsAll(without);
  }

  /// The rule that alone keeps the program from being accepted, if it is one of these.
  private static Optional<String> acceptedWithout(Suite.Example example, Set<String> wanted) {
    if (example.load().program().expectations().rules().isEmpty()
        || !(example.load().verify() instanceof Verdict.Rejected no)) {
      return Optional.empty();
    }
    var rule = no.diagnostics().getFirst().rule().id();
    return wanted.contains(rule)
            && canBeOff(example, rule)
            && example.load(List.of(rule)).verify() instanceof Verdict.Accepted
        ? Optional.of(rule)
        : Optional.empty();
  }

  private static boolean canBeOff(Suite.Example example, String rule) {
    try {
      example.object(List.of(rule));
      return true;
    } catch (SemanticsProblem permanent) {
      return false;
    }
  }

  @Test
  void allRulesSayWhatToDo() {
    assertThat(engine.rules())
        .allSatisfy(
            rule -> {
              assertThat(rule.suggestion()).as(rule.id()).isNotBlank();
              assertThat(rule.documentation()).as(rule.id()).isNotBlank();
            });
  }

  private Set<String> expected() {
    return Product.objects()
        .flatMap(file -> engine.load(file).programs().stream())
        .flatMap(program -> program.program().expectations().rules().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
