package mortise.plugin.ownership.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import mortise.spi.FieldKind;
import mortise.spi.TypeView.SpecialField;
import mortise.tests.FakeMachine;
import org.junit.jupiter.api.Test;

/// Counts go up and down, never below nothing and never round.
class CountsTest {
  private static final FieldKind COUNT =
      FieldKind.struct("count", 4, 4).sortOf(Facts.COUNT).lifecycle(new Counts()).build();
  private static final FakeMachine.Type OBJECT =
      new FakeMachine.Type("object", 16, List.of(new SpecialField(COUNT, 8, Optional.empty(), 0)));

  private final FakeMachine machine = new FakeMachine();
  private final long object = machine.allocate(OBJECT);
  private final long count = object + 8;

  private long value() {
    return machine.load(count, 4);
  }

  @Test
  void isFoundFromAnywhereInTheObject() {
    assertThat(Counts.of(machine, object)).isEqualTo(count);
    assertThat(Counts.of(machine, object + 12)).isEqualTo(count);
    assertThat(Counts.of(machine, machine.allocate(8, "plain"))).isZero();
  }

  @Test
  void theLastPutSaysSo() {
    Counts.set(machine, count, 3);
    assertThat(Counts.put(machine, count, 1)).isFalse();
    assertThat(Counts.put(machine, count, 2)).isTrue();
    assertThat(Counts.getUnlessZero(machine, object)).as("too late").isFalse();
  }

  @Test
  void whoeverHasTheLastMayShareItAgain() {
    Counts.set(machine, count, 1);
    assertThat(Counts.put(machine, count, 1)).isTrue();
    assertThat(Counts.put(machine, count, 1)).as("still the last").isTrue();
    Counts.get(machine, count, 2);
    assertThat(value()).isEqualTo(3);
    Counts.set(machine, count, 0);
    Counts.shared(machine, object);
    assertThat(value()).isEqualTo(1);
    Counts.shared(machine, object);
    assertThat(value()).as("shared already").isEqualTo(1);
  }

  @Test
  void onlyTheSingleReferenceIsFrozen() {
    Counts.set(machine, count, 2);
    assertThat(Counts.freeze(machine, count)).isFalse();
    assertThat(Counts.isSingle(machine, count)).isFalse();
    Counts.set(machine, count, 1);
    assertThat(Counts.isSingle(machine, count)).isTrue();
    assertThat(Counts.freeze(machine, count)).isTrue();
    assertThat(Counts.getUnlessZero(machine, object)).isFalse();
  }

  @Test
  void tooManyReferencesLeakTheObject() {
    Counts.set(machine, count, Counts.MOST - 1);
    Counts.get(machine, count, 1);
    assertThat(value()).isEqualTo(Counts.MOST);
    Counts.get(machine, count, 1);
    assertThat(Counts.put(machine, count, 1)).isFalse();
    assertThat(Counts.put(machine, count, Counts.MOST)).isFalse();
    assertThat(value()).as("nobody counts any more").isGreaterThanOrEqualTo(Counts.MOST);
    assertThat(Counts.getUnlessZero(machine, object)).isTrue();
  }

  @Test
  void whatAMapHeldGoesWithTheLastReference() {
    Counts.set(machine, count, 2);
    machine.drop(object);
    assertThat(value()).isEqualTo(1);
    machine.drop(object);
    assertThat(machine.allocations()).isZero();
  }
}
