package mortise.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelLogTest {
  @Test
  void theLastLineThatIsNoStatisticsIsTheMessage() {
    var log =
        KernelLog.parse(
            """
            reg type unsupported for arg#0 function f#5
            ; return *p; @ x.c:3
            R1 invalid mem access 'scalar'
            verification time 57 usec
            stack depth 0+8
            processed 12 insns (limit 1000000) max_states_per_insn 0 total_states 1
            """);
    assertThat(log).isEqualTo(new KernelLog("R1 invalid mem access 'scalar'", 12, 57));
    assertThat(log.reached()).isTrue();
  }

  @Test
  void anEmptyLogSaysNothing() {
    assertThat(KernelLog.parse("")).isEqualTo(new KernelLog("", -1, -1));
    assertThat(KernelLog.parse("").reached()).isFalse();
  }
}
