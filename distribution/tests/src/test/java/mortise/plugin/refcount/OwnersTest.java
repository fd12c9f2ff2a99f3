package mortise.plugin.refcount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import mortise.spi.TypeView.SpecialField;
import mortise.spi.runtime.MemoryFault;
import mortise.tests.FakeMachine;
import org.junit.jupiter.api.Test;

/// Mainline's counts: from none there is no way back, and at the most there is none either.
class OwnersTest {
  private static final SpecialField COUNT =
      new SpecialField(LinuxRefcount.COUNT, 8, Optional.empty(), 0);
  private static final FakeMachine.Type OBJECT = new FakeMachine.Type("object", 16, List.of(COUNT));

  private final FakeMachine machine = new FakeMachine();
  private final long object = machine.allocate(OBJECT);
  private final long count = object + 8;
  private final Owners owners = new Owners();

  OwnersTest() {
    owners.initialise(machine, count, COUNT);
  }

  private long value() {
    return machine.load(count, 4);
  }

  private boolean letGo() {
    return owners.isLast(machine, count, COUNT);
  }

  @Test
  void everyOwnerCounts() {
    assertThat(Owners.acquire(machine.call(object))).isEqualTo(object);
    assertThat(value()).isEqualTo(2);
    assertThat(letGo()).isFalse();
    assertThat(letGo()).isTrue();
  }

  @Test
  void fromNoneNobodyGetsOne() {
    assertThat(letGo()).isTrue();
    assertThat(Owners.acquire(machine.call(object))).isZero();
    assertThat(value()).isZero();
  }

  @Test
  void whatCannotBeCountedStaysForEver() {
    machine.store(count, 4, Owners.MOST);
    assertThat(Owners.acquire(machine.call(object))).isEqualTo(object);
    assertThat(letGo()).isFalse();
    assertThat(Owners.increment(machine, count)).isTrue();
    assertThat(letGo()).isFalse();
  }

  @Test
  void oneTooManyIsNoLast() {
    letGo();
    assertThat(letGo()).isFalse();
  }

  @Test
  void objectsWithoutACountHaveNone() {
    long plain = machine.allocate(8, "plain");
    var call = machine.call(plain);
    assertThatThrownBy(() -> Owners.acquire(call)).isInstanceOf(MemoryFault.class);
  }
}
