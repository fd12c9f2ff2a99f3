package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.engine.Verdict;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Special fields in right and wrong places, each in an object of its own, against what Linux 6.18
/// says: `KERNEL.tsv` beside them. Where the kernel refuses the types as a whole, its loader goes
/// on without them, and its last line says only that they are gone; ours says what is wrong with
/// them.
class LayoutTest {
  private static final Path CASES = Product.EXAMPLES.resolve("types/layout");
  private static final String TYPES_ARE_GONE = "bpf_obj_new/bpf_percpu_obj_new requires prog BTF";

  private final Engine engine = Product.linux();

  /// A line of the table.
  ///
  /// @param kernel `accept` or `reject`
  private record Case(String program, String kernel, String kernelSays, String rule, String weSay) {
    static Case of(String line) {
      var cells = line.split("\t", -1);
      return new Case(cells[0], cells[1], cells[2], cells[3], cells[4]);
    }
  }

  private static List<Case> cases() throws IOException {
    return Files.readAllLines(CASES.resolve("KERNEL.tsv")).stream().skip(1).map(Case::of).toList();
  }

  @Test
  void everyCaseIsInTheTable() throws IOException {
    try (var files = Files.list(CASES)) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(n -> n.endsWith(".o")))
          .containsExactlyInAnyOrderElementsOf(
              cases().stream().map(one -> one.program() + ".bpf.o").toList());
    }
  }

  @TestFactory
  Stream<DynamicTest> verdicts() throws IOException {
    return cases().stream().map(one -> DynamicTest.dynamicTest(one.program(), () -> judge(one)));
  }

  private void judge(Case one) {
    var object = engine.load(CASES.resolve(one.program() + ".bpf.o"));
    switch (object.program(one.program()).orElseThrow().verify()) {
      case Verdict.Accepted ok -> assertThat(one.kernel()).isEqualTo("accept");
      case Verdict.Rejected no -> {
        assertThat(one.kernel()).isEqualTo("reject");
        var first = no.diagnostics().getFirst();
        assertThat(first.rule().id()).isEqualTo(one.rule());
        assertThat(first.message().lines().reduce((a, b) -> b)).hasValue(one.weSay());
        if (!one.kernelSays().equals(TYPES_ARE_GONE)) {
          assertThat(one.weSay()).isEqualTo(one.kernelSays());
        }
      }
      case Verdict.Undecided limit -> throw new AssertionError(limit.toString());
    }
  }
}
