package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import mortise.engine.LoadedProgram;
import mortise.engine.Verdict;
import mortise.runtime.Execution;
import mortise.runtime.Instance;
import mortise.runtime.MapHandle;
import mortise.spi.runtime.ContextFactory.Input;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What user space reads of the records that programs write.
class RingBuffersTest {
  private static final int PACKET = 64;

  private final Instance instance = instance();
  private final MapHandle events = instance.map("events").orElseThrow();

  private static Instance instance() {
    var accepted =
        Product.linux().load(Product.EXAMPLES.resolve("ringbuf.bpf.o")).programs().stream()
            .map(LoadedProgram::verify)
            .map(Verdict.Accepted.class::cast)
            .toList();
    return accepted.getFirst().instantiate(accepted.subList(1, accepted.size()));
  }

  @AfterEach
  void close() {
    assertThat(instance.closeAndReport()).isEmpty();
  }

  private int run(String name) {
    var program =
        instance.programs().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    return (int)
        instance.run(
            Execution.of(program, new Input(new byte[PACKET], new byte[program.contextReach()])));
  }

  @Test
  void recordsComeOutInTheOrderOfReserving() {
    assertThat(run("across_functions")).isEqualTo(5);
    assertThat(kind(events.take().orElseThrow())).isEqualTo(2);
    assertThat(kind(events.take().orElseThrow())).isEqualTo(3);
    assertThat(events.take()).isEmpty();
  }

  @Test
  void whatWasWrittenIsRead() {
    run("write_at_once");
    var record = ByteBuffer.wrap(events.take().orElseThrow()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(record.getLong()).isEqualTo(1);
    assertThat(record.getLong()).isEqualTo(2);
    assertThat(record.hasRemaining()).isFalse();
  }

  @Test
  void whatWasGivenUpIsPassedOver() {
    run("reserve_and_discard");
    run("write_at_once");
    assertThat(events.take().orElseThrow()).hasSize(16);
    assertThat(events.take()).isEmpty();
  }

  @Test
  void aRingThatIsReadNeverFills() {
    for (int i = 0; i < 5; i++) {
      assertThat(run("until_it_is_full")).isEqualTo(7);
      assertThat(run("until_it_is_full")).isZero();
      for (int n = 0; n < 7; n++) {
        assertThat(events.take().orElseThrow()).hasSize(512);
      }
      assertThat(events.take()).isEmpty();
    }
  }

  @Test
  void recordsAreOnlyWrittenByPrograms() {
    assertThat(events.put(new byte[8])).isNegative();
  }

  private static int kind(byte[] record) {
    return ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }
}
