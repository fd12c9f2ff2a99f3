package mortise.plugin.rbtree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mortise.spi.TypeView.SpecialField;
import mortise.tests.FakeMachine;
import org.junit.jupiter.api.Test;

/// Nodes of mainline's trees know their root; whoever names another gets NULL.
class OwnedTreeTest {
  private static final int NODE = 8;
  private static final FakeMachine.Type ITEM =
      new FakeMachine.Type(
          "item", 40, List.of(new SpecialField(LinuxRbtree.NODE, NODE, Optional.empty(), 0)));

  private final FakeMachine machine = new FakeMachine();
  private final long root = machine.allocate(16, "root");
  private final long otherRoot = machine.allocate(16, "other root");
  private final Map<Long, Integer> keys = new HashMap<>();

  private long add(long to, long node) {
    var call = machine.call(given -> keyOf(given[0]) < keyOf(given[1]) ? 1 : 0, to, node, 1);
    return OwnedTree.add(call);
  }

  private int keyOf(long node) {
    return keys.getOrDefault(node, -1);
  }

  private long node(int key) {
    long node = machine.allocate(ITEM) + NODE;
    keys.put(node, key);
    return node;
  }

  @Test
  void theFirstIsTheLeast() {
    long three = node(3);
    long one = node(1);
    assertThat(OwnedTree.first(machine.call(root))).isZero();
    assertThat(add(root, three)).isZero();
    assertThat(add(root, one)).isZero();
    assertThat(OwnedTree.first(machine.call(root))).isEqualTo(one);
    assertThat(OwnedTree.root(machine.call(root))).isEqualTo(three);
    assertThat(OwnedTree.left(machine.call(root, three))).isEqualTo(one);
    assertThat(OwnedTree.right(machine.call(root, three))).isZero();
  }

  @Test
  void onlyTheTreeThatHasANodeGivesItUp() {
    long node = node(1);
    assertThat(OwnedTree.remove(machine.call(root, node))).as("never added").isZero();
    add(root, node);
    assertThat(OwnedTree.remove(machine.call(otherRoot, node))).as("in the other").isZero();
    assertThat(OwnedTree.left(machine.call(otherRoot, node))).as("in the other").isZero();
    assertThat(OwnedTree.remove(machine.call(root, node))).isEqualTo(node);
    assertThat(OwnedTree.remove(machine.call(root, node))).as("taken out already").isZero();
    assertThat(add(otherRoot, node)).as("added anew").isZero();
  }

  @Test
  void aLinkedNodeIsRefusedAndDropped() {
    long node = node(1);
    add(root, node);
    assertThat(add(otherRoot, node)).as("EINVAL").isEqualTo(-22);
    assertThat(machine.allocations()).as("the roots; the reference was the only one").isEqualTo(2);
  }

  @Test
  void whatIsLeftGoesWithTheRoot() {
    for (int key = 0; key < 10; key++) {
      add(root, node(key));
    }
    OwnedTree.drain(machine, root);
    assertThat(OwnedTree.first(machine.call(root))).isZero();
    assertThat(machine.allocations()).as("the roots").isEqualTo(2);
  }
}
