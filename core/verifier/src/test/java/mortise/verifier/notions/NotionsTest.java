package mortise.verifier.notions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import mortise.object.BpfObject;
import mortise.object.Expectations;
import mortise.object.Program;
import mortise.verifier.Limits;
import mortise.verifier.Verdict;
import mortise.verifier.Verifier;
import mortise.verifier.layout.TypeLayouts;
import mortise.verifier.rulebook.Assembler;
import mortise.verifier.rulebook.RuleBook;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Each general notion accepts a program that keeps to it and rejects one that does not, by the
/// rule that the program names.
class NotionsTest {
  private static final RuleBook RULES =
      Assembler.assemble("ranch", List.of(new Ranch(), new Ranch.Guest()), Map.of());

  @TestFactory
  Stream<DynamicTest> programs() {
    var object = load();
    var verifier = new Verifier(RULES, Limits.LINUX);
    var layouts = TypeLayouts.of(object.btf(), object.maps(), RULES);
    assertThat(layouts.problems()).isEmpty();
    return object.programs().stream()
        .map(program -> dynamicTest(program.name(), () -> check(program, verifier, layouts)));
  }

  private static void check(Program program, Verifier verifier, TypeLayouts layouts) {
    var expected = program.expectations();
    switch (verifier.verify(program, layouts)) {
      case Verdict.Accepted accepted ->
          assertThat(expected.verdict()).contains(Expectations.Verdict.SUCCESS);
      case Verdict.Rejected rejected -> {
        var diagnostic = rejected.diagnostics().getFirst();
        assertThat(List.of(diagnostic.rule().id()))
            .as(diagnostic.toString())
            .isEqualTo(expected.rules());
      }
      case Verdict.Undecided undecided -> fail(undecided.limit());
    }
  }

  private static BpfObject load() {
    try (var in =
        Objects.requireNonNull(
            NotionsTest.class.getResourceAsStream("/mortise/verifier/notions/ranch.bpf.o"))) {
      return BpfObject.parse("ranch.bpf.o", in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
