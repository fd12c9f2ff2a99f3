package mortise.plugin.rbtree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import mortise.tests.FakeMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Trees stay ordered and balanced, whatever is put in and taken out.
class IntrusiveTreeTest {
  private static final int NODE = 24;

  private final FakeMachine machine = new FakeMachine();
  private final IntrusiveTree tree = new IntrusiveTree();
  private final long root = machine.allocate(16, "root");
  private final Map<Long, Integer> keys = new HashMap<>();

  IntrusiveTreeTest() {
    tree.begin(machine, root);
  }

  private long add(int key) {
    long node = machine.allocate(NODE, "node");
    keys.put(node, key);
    var spot = tree.find(machine, root, node, (a, b) -> keyOf(a) < keyOf(b));
    tree.link(machine, root, node, spot);
    return node;
  }

  private int keyOf(long node) {
    return keys.getOrDefault(node, -1);
  }

  private List<Integer> inOrder() {
    var order = new ArrayList<Integer>();
    for (long at = tree.first(machine, root); at != 0; at = tree.next(machine, root, at)) {
      order.add(keyOf(at));
    }
    return order;
  }

  /// The number of black nodes on every way down.
  private int blackHeight(long node, long parent, boolean underRed) {
    if (node == 0) {
      return 1;
    }
    long word = machine.load(node + IntrusiveTree.PARENT);
    boolean red = (word & 1) == 0;
    assertThat(word & ~7L).as("parent").isEqualTo(parent);
    assertThat(red && underRed).as("a red node under a red one").isFalse();
    int left = blackHeight(machine.load(node + IntrusiveTree.LEFT), node, red);
    int right = blackHeight(machine.load(node + IntrusiveTree.RIGHT), node, red);
    assertThat(left).as("black nodes to the left and to the right").isEqualTo(right);
    return left + (red ? 0 : 1);
  }

  private void check() {
    // Under a red parent the root would be reported: it must be black.
    blackHeight(tree.root(machine, root), 0, true);
  }

  @Test
  void anEmptyTreeHasNoNodes() {
    assertThat(tree.first(machine, root)).isZero();
    assertThat(tree.last(machine, root)).isZero();
    assertThat(tree.root(machine, root)).isZero();
  }

  @Test
  void equalsComeInTheOrderInWhichTheyCame() {
    long first = add(1);
    long second = add(1);
    long third = add(1);
    assertThat(tree.next(machine, root, first)).isEqualTo(second);
    assertThat(tree.next(machine, root, second)).isEqualTo(third);
    assertThat(tree.next(machine, root, third)).isZero();
  }

  @Test
  void aNodeTakenOutRemembersNothing() {
    add(1);
    long node = add(2);
    add(3);
    tree.unlink(machine, root, node);
    for (int at = 0; at < NODE; at += 8) {
      assertThat(machine.load(node + at)).isZero();
    }
    assertThat(inOrder()).containsExactly(1, 3);
  }

  @Test
  void sortedInputMakesNoList() {
    for (int key = 0; key < 1023; key++) {
      add(key);
    }
    check();
    int depth = 0;
    for (long at = tree.root(machine, root); at != 0; at = machine.load(at + IntrusiveTree.RIGHT)) {
      depth++;
    }
    assertThat(depth).as("at most twice the logarithm").isLessThanOrEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anySequenceKeepsItOrderedAndBalanced(long seed) {
    var random = new SplittableRandom(seed);
    var expected = new TreeMap<Integer, Long>();
    for (int step = 0; step < 2000; step++) {
      int key = random.nextInt(step < 1000 ? 400 : 100);
      Long present = expected.remove(key);
      if (present == null) {
        expected.put(key, add(key));
      } else {
        tree.unlink(machine, root, present);
      }
      check();
      if (step % 50 == 0) {
        assertThat(inOrder()).containsExactlyElementsOf(expected.keySet());
      }
    }
    assertThat(keyOf(tree.first(machine, root))).isEqualTo(expected.firstKey());
    assertThat(keyOf(tree.last(machine, root))).isEqualTo(expected.lastKey());
    while (tree.first(machine, root) != 0) {
      tree.unlink(machine, root, tree.first(machine, root));
      check();
    }
  }
}
