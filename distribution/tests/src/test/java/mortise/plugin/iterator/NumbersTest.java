package mortise.plugin.iterator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import mortise.tests.FakeMachine;
import org.junit.jupiter.api.Test;

/// Counting as `bpf_iter_num` does: from the first number, up to and without the last.
class NumbersTest {
  private final FakeMachine machine = new FakeMachine();
  private final long iterator = machine.allocate(8, "iterator");

  private long begin(long start, long end) {
    return Numbers.create(machine.call(iterator, start, end));
  }

  private List<Integer> rest() {
    var all = new ArrayList<Integer>();
    for (long at = next(); at != 0 && all.size() < 100; at = next()) {
      all.add((int) machine.load(at, 4));
    }
    return all;
  }

  private long next() {
    return Numbers.next(machine.call(iterator));
  }

  @Test
  void givesEachNumberOnce() {
    assertThat(begin(-2, 3)).isZero();
    assertThat(rest()).containsExactly(-2, -1, 0, 1, 2);
    assertThat(next()).as("it stays over").isZero();
  }

  @Test
  void emptyRangesGiveNothing() {
    assertThat(begin(5, 5)).isZero();
    assertThat(rest()).isEmpty();
    assertThat(begin(5, 4)).as("EINVAL").isEqualTo(-22);
    assertThat(rest()).isEmpty();
  }

  @Test
  void rangesHaveALimit() {
    assertThat(begin(0, 8 << 20)).isZero();
    assertThat(begin(0, (8 << 20) + 1)).as("E2BIG").isEqualTo(-7);
    assertThat(rest()).isEmpty();
  }

  @Test
  void theLeastAndTheGreatestNumberCount() {
    assertThat(begin(Integer.MIN_VALUE, Integer.MIN_VALUE + 2L)).isZero();
    assertThat(rest()).containsExactly(Integer.MIN_VALUE, Integer.MIN_VALUE + 1);
    assertThat(begin(Integer.MAX_VALUE - 1L, Integer.MAX_VALUE)).isZero();
    assertThat(rest()).containsExactly(Integer.MAX_VALUE - 1);
  }

  @Test
  void destroyedItGivesNothing() {
    begin(0, 10);
    Numbers.destroy(machine.call(iterator));
    assertThat(rest()).isEmpty();
  }
}
