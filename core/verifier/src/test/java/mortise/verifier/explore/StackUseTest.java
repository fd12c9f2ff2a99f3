package mortise.verifier.explore;

import static mortise.verifier.explore.Code.DOUBLE;
import static org.assertj.core.api.Assertions.assertThat;

import mortise.verifier.Limits;
import mortise.verifier.Verdict;
import org.junit.jupiter.api.Test;

/// Source: linux `grow_stack_state`, `check_max_stack_depth` (6.18).
class StackUseTest {
  private static Code program(int offset) {
    return new Code()
        .storeNumber(DOUBLE, 10, -256, 0)
        .callTo("callee")
        .set(0, 0)
        .exit()
        .label("callee")
        .load(DOUBLE, 0, 10, offset)
        .exit();
  }

  @Test
  void whatIsOnlyReadIsUsedToo() {
    assertThat(SmallFamily.verify(program(-256).slots(), Limits.LINUX))
        .isInstanceOf(Verdict.Accepted.class);
    assertThat(SmallFamily.verify(program(-264).slots(), Limits.LINUX))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            rejected ->
                assertThat(rejected.diagnostics().getFirst().rule().id())
                    .isEqualTo("call.stack-too-large"));
  }
}
