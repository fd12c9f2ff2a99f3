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

/// Samples that user space writes, as programs read them.
class UserRingsTest {
  private static final int CAPACITY = 4096;
  private static final int HEADER = 8;

  private final Instance instance = instance();
  private final MapHandle orders = instance.map("orders").orElseThrow();

  private static Instance instance() {
    var accepted =
        Product.linux().load(Product.EXAMPLES.resolve("dynptr.bpf.o")).programs().stream()
            .filter(p -> p.name().equals("take_orders"))
            .map(LoadedProgram::verify)
            .map(Verdict.Accepted.class::cast)
            .findFirst()
            .orElseThrow();
    return accepted.instantiate();
  }

  @AfterEach
  void close() {
    assertThat(instance.closeAndReport()).isEmpty();
  }

  private int takeOrders() {
    var program = instance.programs().getFirst();
    return (int)
        instance.run(
            Execution.of(program, new Input(new byte[64], new byte[program.contextReach()])));
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  @Test
  void allThatWasWrittenIsReadOnce() {
    assertThat(orders.put(number(3))).isZero();
    assertThat(orders.put(number(4))).isZero();
    assertThat(takeOrders()).isEqualTo(2);
    assertThat(takeOrders()).isZero();
  }

  @Test
  void aSampleThatIsTooShortEndsIt() {
    orders.put(number(3));
    orders.put(new byte[4]);
    orders.put(number(5));
    // The callback stops at the second, which is taken all the same, and is not counted by it.
    assertThat(takeOrders()).isEqualTo(-1);
    assertThat(takeOrders()).isEqualTo(1);
  }

  @Test
  void aFullRingTakesNoMore() {
    int room = 0;
    while (orders.put(number(room)) == 0) {
      room++;
    }
    assertThat(room).isEqualTo(CAPACITY / (HEADER + 8) - 1);
    assertThat(takeOrders()).isEqualTo(room);
    assertThat(orders.put(number(1))).isZero();
  }

  @Test
  void nobodyTakesSamplesOutsideOfPrograms() {
    orders.put(number(3));
    assertThat(orders.take()).isEmpty();
  }
}
