package mortise.plugin.iterator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import mortise.tests.FakeMachine;
import org.junit.jupiter.api.Test;

/// Going through bits as `bpf_iter_bits` does.
class BitsTest {
  private final FakeMachine machine = new FakeMachine();
  private final long iterator = machine.allocate(16, "iterator");

  private long begin(long... words) {
    long memory = machine.allocate(8L * words.length, "words");
    for (int i = 0; i < words.length; i++) {
      machine.store(memory + 8L * i, words[i]);
    }
    return Bits.create(machine.call(iterator, memory, words.length));
  }

  private List<Integer> rest() {
    var all = new ArrayList<Integer>();
    for (long at = next(); at != 0 && all.size() < 1000; at = next()) {
      all.add((int) machine.load(at, 4));
    }
    return all;
  }

  private long next() {
    return Bits.next(machine.call(iterator));
  }

  @Test
  void givesTheBitsThatAreSet() {
    assertThat(begin(1L << 63 | 0b101)).isZero();
    assertThat(rest()).containsExactly(0, 2, 63);
    assertThat(next()).as("it stays over").isZero();
  }

  @Test
  void givesThoseOfAllWords() {
    int before = machine.allocations();
    assertThat(begin(0, 1, 1L << 63)).isZero();
    assertThat(rest()).containsExactly(64, 191);
    Bits.destroy(machine.call(iterator));
    assertThat(rest()).isEmpty();
    assertThat(machine.allocations()).as("but for the words").isEqualTo(before + 1);
  }

  @Test
  void noBitsAreNone() {
    assertThat(begin(0)).isZero();
    assertThat(rest()).isEmpty();
  }

  @Test
  void refusesNothingAndTooMuch() {
    long words = machine.allocate(8, "words");
    assertThat(Bits.create(machine.call(iterator, 0, 1))).as("EINVAL").isEqualTo(-22);
    assertThat(Bits.create(machine.call(iterator, words, 0))).as("EINVAL").isEqualTo(-22);
    assertThat(Bits.create(machine.call(iterator, words, 512))).as("E2BIG").isEqualTo(-7);
    assertThat(rest()).isEmpty();
    Bits.destroy(machine.call(iterator));
  }

  @Test
  void unreadableWordsAreAnError() {
    int before = machine.allocations();
    assertThat(Bits.create(machine.call(iterator, 8, 1))).as("EFAULT").isEqualTo(-14);
    assertThat(rest()).isEmpty();
    assertThat(Bits.create(machine.call(iterator, 8, 3))).as("EFAULT").isEqualTo(-14);
    assertThat(rest()).isEmpty();
    assertThat(machine.allocations()).isEqualTo(before);
  }

  @Test
  void withoutMemoryThereIsNoIteration() {
    long words = machine.allocate(16, "words");
    machine.limit(0);
    assertThat(Bits.create(machine.call(iterator, words, 2))).as("ENOMEM").isEqualTo(-12);
    assertThat(rest()).isEmpty();
    Bits.destroy(machine.call(iterator));
  }
}
