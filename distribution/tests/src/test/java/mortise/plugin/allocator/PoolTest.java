package mortise.plugin.allocator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mortise.spi.runtime.MapFactory;
import mortise.tests.FakeMachine;
import org.junit.jupiter.api.Test;

/// A pool gives as many objects as it has, and takes them back.
class PoolTest {
  private final FakeMachine machine = new FakeMachine();
  private final Pool pool =
      (Pool)
          Pool.KIND
              .factory()
              .orElseThrow()
              .create(
                  machine,
                  new MapFactory.Spec(
                      "pool", 4, 16, 2, 0, new FakeMachine.Type("value", 16, List.of())));

  @Test
  void givesWhatItHasAndNoMore() {
    long first = pool.draw();
    assertThat(first).isNotZero();
    assertThat(pool.draw()).isNotZero().isNotEqualTo(first);
    assertThat(pool.draw()).isZero();
    machine.release(first);
    assertThat(pool.draw()).isNotZero();
    assertThat(pool.draw()).isZero();
  }

  @Test
  void lackOfMemoryTakesNothingFromIt() {
    machine.limit(0);
    assertThat(pool.draw()).isZero();
    machine.limit(2);
    assertThat(pool.draw()).isNotZero();
    assertThat(pool.draw()).isNotZero();
  }

  @Test
  void whatIsOutOutlivesIt() {
    long object = pool.draw();
    pool.close();
    machine.store(object, 7);
    assertThat(machine.load(object)).isEqualTo(7);
    machine.release(object);
  }

  @Test
  void nothingIsFoundInIt() {
    long key = machine.allocate(4, "key");
    long value = machine.allocate(16, "value");
    assertThat(pool.lookup(key)).isZero();
    assertThat(pool.update(key, value, 0)).isNegative();
    assertThat(pool.delete(key)).isNegative();
    assertThat(pool.entries()).isEmpty();
  }
}
