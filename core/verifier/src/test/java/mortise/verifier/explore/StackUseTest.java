package mortise.verifier.explore;

import static mortise.verifier.explore.Code.DOUBLE;
import static org.assertj.core.api.Assertions.assertThat;

import mortise.object.ProgramType;
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

  private static Verdict verify(ProgramType type, Code code) {
    return SmallFamily.verify(type, code.slots(), Limits.LINUX);
  }

  private static final ProgramType KPROBE = new ProgramType("kprobe", 2, "", "", false);

  @Test
  void largeFramesOfProgramsThatMayBeInterruptedDoNotAddUp() {
    assertThat(verify(KPROBE, program(-512))).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void smallFramesOfSuchProgramsShareTheStack() {
    // Eight frames of up to 56 bytes, rounded up to 64: only such that need 64 do not count.
    assertThat(verify(KPROBE, chain(-56))).isInstanceOf(Verdict.Accepted.class);
    assertThat(verify(KPROBE, chain(-48))).isInstanceOf(Verdict.Accepted.class);
    assertThat(verify(SmallFamily.PACKETS, chain(-48))).isInstanceOf(Verdict.Accepted.class);
    assertThat(verify(SmallFamily.PACKETS, chain(-72)))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            rejected ->
                assertThat(rejected.diagnostics().getFirst().message())
                    .isEqualTo("combined stack size of 7 calls is 560. Too large"));
  }

  @Test
  void framesWithoutStackTakeNone() {
    var full =
        new Code()
            .storeNumber(DOUBLE, 10, -512, 0)
            .callTo("callee")
            .set(0, 0)
            .exit()
            .label("callee")
            .set(0, 0)
            .exit();
    assertThat(SmallFamily.verify(full.slots(), Limits.LINUX)).isInstanceOf(Verdict.Accepted.class);
  }

  /// Eight frames, each of which writes at the offset.
  private static Code chain(int offset) {
    var code = new Code();
    for (int i = 0; i < 8; i++) {
      code.label("f" + i).storeNumber(DOUBLE, 10, offset, 0);
      if (i < 7) {
        code.callTo("f" + (i + 1));
      }
      code.set(0, 0).exit();
    }
    return code;
  }
}
