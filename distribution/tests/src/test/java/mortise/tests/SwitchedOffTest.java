package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.engine.LoadedObject;
import mortise.engine.LoadedProgram;
import mortise.engine.Semantics;
import mortise.engine.SemanticsProblem;
import mortise.engine.Verdict;
import mortise.spi.Rule;
import mortise.verifier.Limits;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Rules that are switched off let programs through, whatever the programs do, and nothing else
/// changes.
class SwitchedOffTest {
  private static final Semantics LINUX = Semantics.named("linux");

  private static Engine without(String... rules) {
    var semantics = LINUX;
    for (var rule : rules) {
      semantics = semantics.without(rule);
    }
    return Engine.of(semantics, Product.families()).on(Product.KERNEL);
  }

  private static boolean canBeOff(Rule rule) {
    try {
      without(rule.id());
      return true;
    } catch (SemanticsProblem e) {
      return false;
    }
  }

  /// A program of the examples, and what is said of it with all rules.
  private record Example(Path file, String name, Class<? extends Verdict> verdict) {
    boolean accepted() {
      return verdict == Verdict.Accepted.class;
    }

    LoadedProgram under(Engine engine) {
      return engine.load(file).program(name).orElseThrow();
    }
  }

  private static List<Example> examples() {
    var engine = Product.linux();
    var examples = new ArrayList<Example>();
    Product.objects()
        .forEach(
            file ->
                engine
                    .load(file)
                    .programs()
                    .forEach(
                        program ->
                            examples.add(
                                new Example(file, program.name(), program.verify().getClass()))));
    return examples;
  }

  /// No program makes the verifier stumble behind what it let through, and a program that breaks no
  /// rule does not depend on any.
  @TestFactory
  Stream<DynamicTest> everyRuleCanBeSwitchedOff() {
    var rejected =
        examples().stream().filter(example -> example.verdict() == Verdict.Rejected.class).toList();
    return Product.linux().rules().stream()
        .filter(SwitchedOffTest::canBeOff)
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.id(),
                    () -> {
                      var engine = without(rule.id());
                      var objects = new HashMap<Path, LoadedObject>();
                      for (var example : rejected) {
                        var object = objects.computeIfAbsent(example.file(), engine::load);
                        assertThat(object.program(example.name()).orElseThrow().verify())
                            .as(example.toString())
                            .satisfies(verdict -> isNotFor(rule, verdict));
                      }
                    }));
  }

  private static void isNotFor(Rule rule, Verdict verdict) {
    if (verdict instanceof Verdict.Rejected no) {
      assertThat(no.diagnostics()).noneMatch(diagnostic -> diagnostic.rule().equals(rule));
    }
  }

  @Test
  void whatIsAcceptedStaysAcceptedWithAllRulesOff() {
    var all =
        Product.linux().rules().stream()
            .filter(SwitchedOffTest::canBeOff)
            .map(Rule::id)
            .toArray(String[]::new);
    var engine = without(all);
    for (var example : examples()) {
      var verdict = example.under(engine).verify();
      if (example.accepted()) {
        assertThat(verdict).as(example.toString()).isInstanceOf(Verdict.Accepted.class);
      }
    }
  }

  /// The object is on the list then: it is not owed for any more.
  @Test
  void theEffectsOfACallHappenWhoseRequirementIsOff() {
    var file = Product.EXAMPLES.resolve("reject_list.bpf.o");
    var program =
        without("list.lock-not-held").load(file).program("push_without_lock").orElseThrow();
    if (!(program.verify() instanceof Verdict.Accepted accepted)) {
      throw new AssertionError("not accepted");
    }
    try (var instance = accepted.instantiate()) {
      assertThat(
              instance.run(new mortise.spi.runtime.ContextFactory.Input(new byte[64], new byte[0])))
          .isZero();
      assertThat(instance.objects()).hasSize(1);
    }
  }

  /// A rule that is off may let programs pile up what they owe.
  @Test
  void whatOwesTooMuchIsUndecided() {
    var file = Suite.PROPOSAL.folder().resolve("list.bpf.o");
    var program = Suite.PROPOSAL.example(file, "make_and_end").load();
    var limits = Limits.LINUX.owing(0);
    assertThat(program.within(limits).verify())
        .isInstanceOfSatisfying(
            Verdict.Undecided.class,
            undecided ->
                assertThat(undecided.limit())
                    .isEqualTo("The program owes for more than 0 things at a time."));
  }

  @Test
  void whatIsLeftSaysWhoAllocatedIt() {
    var file = Product.EXAMPLES.resolve("reject_allocator.bpf.o");
    var program = without("reference.leak").load(file).program("never_dropped").orElseThrow();
    if (!(program.verify() instanceof Verdict.Accepted accepted)) {
      throw new AssertionError("not accepted");
    }
    try (var instance = accepted.instantiate()) {
      instance.run(new mortise.spi.runtime.ContextFactory.Input(new byte[64], new byte[0]));
      assertThat(instance.closeAndReport())
          .singleElement()
          .asString()
          .startsWith("'point' (16 bytes) allocated by instruction 3 of 'never_dropped' (")
          .contains("reject_allocator.bpf.c:");
    }
  }

  @Test
  void theSemanticsSaysWhichRulesAreOff() {
    assertThat(LINUX.without("list.lock-not-held"))
        .hasToString("linux-without:list.lock-not-held")
        .isNotEqualTo(LINUX);
    assertThat(LINUX.without("b.b").with("x.y", "z").without("a.a"))
        .hasToString("linux+x.y=z-without:a.a,b.b");
    assertThat(LINUX.without("a.a").without("a.a")).isEqualTo(LINUX.without("a.a"));
  }

  @Test
  void aRuleThatDoesNotExistIsNamedWithItsNeighbours() {
    assertThatExceptionOfType(SemanticsProblem.class)
        .isThrownBy(() -> without("list.lock-not-hold"))
        .withMessage(
            "no rule 'list.lock-not-hold' under this semantics; did you mean list.lock-not-held?");
    assertThatExceptionOfType(SemanticsProblem.class)
        .isThrownBy(() -> without("xyzzy"))
        .withMessage("no rule 'xyzzy' under this semantics");
  }

  @Test
  void aRuleThatNothingCouldReplaceStaysOn() {
    assertThatExceptionOfType(SemanticsProblem.class)
        .isThrownBy(() -> without("program.jump-out-of-range"))
        .withMessageContaining("program.jump-out-of-range cannot be switched off")
        .withMessageContaining("could not follow");
  }

  @Test
  void fewRulesCannotBeSwitchedOff() {
    var permanent = new TreeSet<String>();
    Product.linux().rules().stream()
        .filter(rule -> !canBeOff(rule))
        .forEach(rule -> permanent.add(rule.id()));
    assertThat(permanent)
        .containsExactly(
            "layout.invalid",
            "map.unknown-type",
            "program.call-target",
            "program.falls-off-the-end",
            "program.jump-into-instruction",
            "program.jump-out-of-range",
            "program.too-large",
            "program.unknown-type");
  }
}
