package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import mortise.engine.Verdict;
import mortise.runtime.RunFault;
import mortise.spi.runtime.ContextFactory.Input;
import org.junit.jupiter.api.Test;

/// Callbacks verified as if they ran once (the discussion's §10): what that accepts goes out of
/// bounds when it is run, and to a fixpoint the same code is rejected.
class CallbacksOnceTest {
  private static final Input PACKET = new Input(new byte[64], new byte[0]);

  private static Verdict verdict(String callbacks, String program) {
    return Suite.PROPOSAL
        .engine(Map.of("callbacks", callbacks), List.of())
        .load(Product.EXAMPLES.resolve("proposal/policy_callbacks.bpf.o"))
        .program(program)
        .orElseThrow()
        .verify();
  }

  @Test
  void whatIsAcceptedGoesOutOfBounds() {
    var accepted = (Verdict.Accepted) verdict("once", "out_of_bounds_once");
    try (var instance = accepted.instantiate()) {
      // 100,000 steps of 8 bytes each, in a table of 128 bytes
      assertThatThrownBy(() -> instance.run(PACKET))
          .isInstanceOf(RunFault.class)
          .hasMessageContaining("write of 8 bytes at offset 800000 of 'value of tables'");
    }
  }

  @Test
  void toAFixpointItIsRejected() {
    assertThat(verdict("fixpoint", "out_of_bounds_once")).isInstanceOf(Verdict.Rejected.class);
    assertThat(verdict("fixpoint", "within_bounds_fixpoint")).isInstanceOf(Verdict.Accepted.class);
  }
}
