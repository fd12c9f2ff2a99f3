package mortise.plugin.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import mortise.tests.FakeMachine;
import org.junit.jupiter.api.Test;

/// `bpf_loop` as the kernel's.
class LoopsTest {
  private static final long CONTEXT = 77;

  private final FakeMachine machine = new FakeMachine();
  private final List<Long> seen = new ArrayList<>();

  private long loop(long count, long stopAt, long flags) {
    return Loops.loop(
        machine.call(
            given -> {
              assertThat(given).as("number and context").hasSize(2).endsWith(CONTEXT);
              seen.add(given[0]);
              return given[0] == stopAt ? 1 : 0;
            },
            count,
            1,
            CONTEXT,
            flags));
  }

  @Test
  void callsBackWithEachNumber() {
    assertThat(loop(3, -1, 0)).isEqualTo(3);
    assertThat(seen).containsExactly(0L, 1L, 2L);
  }

  @Test
  void stopsWhenTheCallbackSaysSo() {
    assertThat(loop(10, 1, 0)).isEqualTo(2);
    assertThat(seen).containsExactly(0L, 1L);
  }

  @Test
  void refusesFlagsAndTooMuch() {
    assertThat(loop(1, -1, 1)).as("EINVAL").isEqualTo(-22);
    assertThat(loop((8 << 20) + 1, -1, 0)).as("E2BIG").isEqualTo(-7);
    assertThat(loop(0, -1, 0)).isZero();
    assertThat(seen).isEmpty();
  }
}
