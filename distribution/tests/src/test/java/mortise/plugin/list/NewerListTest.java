package mortise.plugin.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import mortise.spi.TypeView.SpecialField;
import mortise.tests.FakeMachine;
import org.junit.jupiter.api.Test;

/// What lists can do since 7.x asks at run time whether the node is on that very list.
class NewerListTest {
  private static final FakeMachine.Type ITEM =
      new FakeMachine.Type(
          "item", 24, List.of(new SpecialField(ListFamily.NODE, 0, Optional.empty(), 0)));

  private final FakeMachine machine = new FakeMachine();
  private final long head = machine.allocate(16, "head");
  private final long other = machine.allocate(16, "other head");

  private long pushed() {
    long node = machine.allocate(ITEM);
    assertThat(IntrusiveList.pushBack(machine.call(head, node))).isZero();
    return node;
  }

  @Test
  void aNodeComesBehindAnother() {
    long first = pushed();
    long last = pushed();
    long node = machine.allocate(ITEM);
    assertThat(IntrusiveList.addBehind(machine.call(head, node, first))).isZero();
    assertThat(IntrusiveList.popFront(machine.call(head))).isEqualTo(first);
    assertThat(IntrusiveList.popFront(machine.call(head))).isEqualTo(node);
    assertThat(IntrusiveList.popFront(machine.call(head))).isEqualTo(last);
  }

  @Test
  void behindAStrangerItIsRefusedAndDropped() {
    long first = pushed();
    long node = machine.allocate(ITEM);
    int before = machine.allocations();
    assertThat(IntrusiveList.addBehind(machine.call(other, node, first))).isEqualTo(-22);
    assertThat(machine.allocations()).isEqualTo(before - 1);
    assertThat(IntrusiveList.isEmpty(machine.call(other))).isEqualTo(1);
  }

  @Test
  void onlyTheListThatHasANodeGivesItUp() {
    long first = pushed();
    long last = pushed();
    assertThat(IntrusiveList.delete(machine.call(other, last))).isZero();
    assertThat(IntrusiveList.delete(machine.call(head, last))).isEqualTo(last);
    assertThat(IntrusiveList.delete(machine.call(head, last))).as("off already").isZero();
    assertThat(IntrusiveList.isLast(machine.call(head, first))).isEqualTo(1);
  }

  @Test
  void endsAreTold() {
    long first = pushed();
    long last = pushed();
    assertThat(IntrusiveList.isFirst(machine.call(head, first))).isEqualTo(1);
    assertThat(IntrusiveList.isLast(machine.call(head, first))).isZero();
    assertThat(IntrusiveList.isLast(machine.call(head, last))).isEqualTo(1);
    assertThat(IntrusiveList.isEmpty(machine.call(head))).isZero();
  }
}
