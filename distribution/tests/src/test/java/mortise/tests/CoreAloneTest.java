package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mortise.engine.Engine;
import mortise.engine.Semantics;
import mortise.engine.Verdict;
import mortise.plugin.net.LinuxNet;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.ProgramKind;
import mortise.spi.runtime.ContextFactory.Context;
import mortise.testkit.Expected;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The core judges and runs programs without any of the families that are shipped.
class CoreAloneTest {
  /// Programs of the type that `tc` sections have, with no context at all.
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

  @TestFactory
  Stream<DynamicTest> arithmeticNeedsNoFamily() {
    var engine = Engine.of(Semantics.named("linux"), List.of(new Bare()));
    return Expected.of(engine, Product.EXAMPLES.resolve("arithmetic.bpf.o"));
  }

  @TestFactory
  Stream<DynamicTest> arithmeticWithPackets() {
    var engine = Engine.of(Semantics.named("linux"), List.of(new LinuxNet()));
    return Expected.of(engine, Product.EXAMPLES.resolve("arithmetic.bpf.o"));
  }

  @Test
  void functionsOfFamiliesThatAreNotThereAreUnknown() {
    var engine = Engine.of(Semantics.named("linux"), List.of(new Bare()));
    var program =
        engine.load(Product.EXAMPLES.resolve("types/accepted.bpf.o")).programs().getFirst();
    assertThat(program.verify())
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            no -> assertThat(no.diagnostics().getFirst().message()).contains("bpf_obj_new_impl"));
  }

  @Test
  void withoutProgramKindsNothingIsAccepted() {
    var engine = Engine.of(Semantics.named("linux"), List.of());
    assertThat(engine.load(Product.EXAMPLES.resolve("arithmetic.bpf.o")).programs())
        .isNotEmpty()
        .allSatisfy(p -> assertThat(p.verify()).isInstanceOf(Verdict.Rejected.class));
  }
}
