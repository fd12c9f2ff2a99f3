package mortise.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.engine.LoadedObject;
import mortise.engine.LoadedProgram;
import mortise.engine.Semantics;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.ProgramKind;
import mortise.spi.runtime.ContextFactory.Context;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class ExpectedTest {
  /// Programs of the type that `tc` sections have, with an empty context.
  private static final class Bare implements HelperFamily {
    @Override
    public FamilyInfo info() {
      return FamilyInfo.of("bare", "linux", "1.0.0", "[0.1,0.2)");
    }

    @Override
    public void declare(Declarations in) {
      in.program(
          new ProgramKind(
              "bare",
              3,
              0,
              List.of(),
              false,
              ProgramKind.PacketAccess.NONE,
              false,
              false,
              Optional.empty(),
              Optional.of((machine, input) -> new Context(0, 0, 0, 0)),
              Map.of()));
    }
  }

  private static LoadedObject load(String name) throws IOException {
    try (var in = ExpectedTest.class.getResourceAsStream(name + ".bpf.o")) {
      if (in == null) {
        throw new IOException("no " + name);
      }
      return Engine.of(Semantics.named("linux"), List.of(new Bare())).load(name, in.readAllBytes());
    }
  }

  private static LoadedProgram program(String object, String name) throws IOException {
    return load(object).program(name).orElseThrow();
  }

  @TestFactory
  Stream<DynamicTest> whatIsAsItsTagsSayPasses() throws IOException {
    return Expected.of(load("right"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          verdict_success   | verdict: expected failure, but was success
          verdict_failure   | verdict: expected success, but was failure
          verdict_undecided | verdict: expected success, but was undecided (BPF program is too large
          rule              | rule: expected pointer.operator, but was register.uninitialised
          message           | message: expected "R3 !read_ok", but was "R2 !read_ok"
          absent            | absent message: expected no "read_ok", but was "R2 !read_ok"
          value             | value: expected 41, but was 42
          no_number         | value: expected a number in the tag, but was 'many'
          """)
  void whatIsNotAsItsTagsSayFailsWithTheDifference(String name, String difference)
      throws IOException {
    var program = program("wrong", name);
    assertThatThrownBy(() -> Expected.check(program))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageStartingWith(name + " is not as its tags say\n  " + difference);
  }

  @Test
  void aFailureShowsTheDiagnostic() throws IOException {
    var program = program("wrong", "verdict_failure");
    assertThat(Comparison.of(program).toString())
        .contains("register.uninitialised", "wrong.bpf.c", "suggestion:");
  }

  @ParameterizedTest
  @CsvSource({
    "untagged, untagged has no tag that expects a verdict",
    "auxiliary, auxiliary is only there for other programs"
  })
  void whatExpectsNothingIsSkippedWithTheReason(String name, String reason) throws IOException {
    var program = program("silent", name);
    assertThatThrownBy(() -> Expected.check(program))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining(reason);
  }
}
