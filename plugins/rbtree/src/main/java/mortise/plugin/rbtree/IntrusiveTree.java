package mortise.plugin.rbtree;

import mortise.plugin.ownership.proposal.Structure;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MemoryFault;

/// A red-black tree through the root and the nodes. The root has the top node's address at 0; a
/// node its left child's at 0, its right child's at 8, and at 16 its parent's with the colour in
/// the lowest bit. 0 is no node.
///
/// Source: Cormen, Leiserson, Rivest, Stein: Introduction to Algorithms, chapter 13.
final class IntrusiveTree implements Structure {
  static final int ROOT = 0;
  static final int LEFT = 0;
  static final int RIGHT = 8;
  static final int PARENT = 16;
  private static final int SPARE = 8;
  private static final long RED = 0;
  private static final long BLACK = 1;

  /// No balanced tree is higher; one that is leads round in a circle.
  private static final int HIGHEST = 128;

  /// The order of nodes: whether the new one comes before another.
  @FunctionalInterface
  interface Order {
    boolean isBefore(long node, long other);
  }

  @Override
  public void begin(Machine machine, long root) {
    machine.store(root + ROOT, 0);
    machine.store(root + SPARE, 0);
  }

  long root(Machine machine, long root) {
    return machine.load(root + ROOT);
  }

  @Override
  public long first(Machine machine, long root) {
    return outermost(machine, root(machine, root), LEFT);
  }

  @Override
  public long last(Machine machine, long root) {
    return outermost(machine, root(machine, root), RIGHT);
  }

  @Override
  public long next(Machine machine, long root, long node) {
    long right = machine.load(node + RIGHT);
    if (right != 0) {
      return outermost(machine, right, LEFT);
    }
    long below = node;
    long at = parent(machine, node);
    for (int level = 0; at != 0 && machine.load(at + RIGHT) == below; level++) {
      checkLevel(level, at);
      below = at;
      at = parent(machine, at);
    }
    return at;
  }

  private static long outermost(Machine machine, long from, int side) {
    long node = from;
    int level = 0;
    for (long next = node; next != 0; next = machine.load(next + side)) {
      checkLevel(level++, next);
      node = next;
    }
    return node;
  }

  private static void checkLevel(int level, long node) {
    if (level > HIGHEST) {
      throw new MemoryFault(node, "the tree leads round in a circle");
    }
  }

  private static long parent(Machine machine, long node) {
    return machine.load(node + PARENT) & ~7L;
  }

  private static boolean isRed(Machine machine, long node) {
    return node != 0 && (machine.load(node + PARENT) & 1) == RED;
  }

  private static void setParent(Machine machine, long node, long parent) {
    machine.store(node + PARENT, parent | (machine.load(node + PARENT) & 1));
  }

  private static void paint(Machine machine, long node, long colour) {
    machine.store(node + PARENT, parent(machine, node) | colour);
  }

  private static int sideOf(Machine machine, long parent, long node) {
    return machine.load(parent + LEFT) == node ? LEFT : RIGHT;
  }

  private static int opposite(int side) {
    return LEFT + RIGHT - side;
  }

  /// Puts `fresh` below `parent` where `old` is.
  private static void replace(Machine machine, long root, long parent, long old, long fresh) {
    if (parent == 0) {
      machine.store(root + ROOT, fresh);
    } else {
      machine.store(parent + sideOf(machine, parent, old), fresh);
    }
  }

  /// The child on the other side takes the node's place, and the node goes down on this side.
  private static void rotate(Machine machine, long root, long node, int side) {
    int other = opposite(side);
    long child = machine.load(node + other);
    long inner = machine.load(child + side);
    long parent = parent(machine, node);
    machine.store(node + other, inner);
    if (inner != 0) {
      setParent(machine, inner, node);
    }
    replace(machine, root, parent, node, child);
    setParent(machine, child, parent);
    machine.store(child + side, node);
    setParent(machine, node, child);
  }

  /// Where a new node goes: below `parent` on a side; below nobody in an empty tree.
  record Spot(long parent, int side) {}

  /// Finds where a new node goes, behind those that are its equals. Changes nothing.
  Spot find(Machine machine, long root, long node, Order order) {
    long parent = 0;
    int side = LEFT;
    int level = 0;
    for (long at = root(machine, root); at != 0; at = machine.load(at + side)) {
      checkLevel(level++, at);
      parent = at;
      side = order.isBefore(node, at) ? LEFT : RIGHT;
    }
    return new Spot(parent, side);
  }

  void link(Machine machine, long root, long node, Spot spot) {
    machine.store(node + LEFT, 0);
    machine.store(node + RIGHT, 0);
    machine.store(node + PARENT, spot.parent() | RED);
    machine.store(spot.parent() == 0 ? root + ROOT : spot.parent() + spot.side(), node);
    balanceAfterLink(machine, root, node);
  }

  private static void balanceAfterLink(Machine machine, long root, long added) {
    long node = added;
    for (int level = 0; isRed(machine, parent(machine, node)); level++) {
      checkLevel(level, node);
      long parent = parent(machine, node);
      long above = parent(machine, parent);
      int side = sideOf(machine, above, parent);
      long uncle = machine.load(above + opposite(side));
      if (isRed(machine, uncle)) {
        paint(machine, parent, BLACK);
        paint(machine, uncle, BLACK);
        paint(machine, above, RED);
        node = above;
        continue;
      }
      if (sideOf(machine, parent, node) != side) {
        rotate(machine, root, parent, side);
        parent = node;
      }
      paint(machine, parent, BLACK);
      paint(machine, above, RED);
      rotate(machine, root, above, opposite(side));
      break;
    }
    paint(machine, machine.load(root + ROOT), BLACK);
  }

  @Override
  public void unlink(Machine machine, long root, long node) {
    long left = machine.load(node + LEFT);
    long right = machine.load(node + RIGHT);
    long parent = parent(machine, node);
    long child;
    long below;
    boolean wasRed;
    if (left == 0 || right == 0) {
      wasRed = isRed(machine, node);
      child = left == 0 ? right : left;
      below = parent;
      replace(machine, root, parent, node, child);
      if (child != 0) {
        setParent(machine, child, parent);
      }
    } else {
      long next = outermost(machine, right, LEFT);
      wasRed = isRed(machine, next);
      child = machine.load(next + RIGHT);
      below = parent(machine, next);
      if (below == node) {
        below = next;
      } else {
        machine.store(below + LEFT, child);
        if (child != 0) {
          setParent(machine, child, below);
        }
        machine.store(next + RIGHT, right);
        setParent(machine, right, next);
      }
      replace(machine, root, parent, node, next);
      machine.store(next + LEFT, left);
      setParent(machine, left, next);
      machine.store(next + PARENT, machine.load(node + PARENT));
    }
    if (!wasRed) {
      balanceAfterUnlink(machine, root, child, below);
    }
    machine.fill(node, PARENT + 8, (byte) 0);
  }

  /// The paths through `start` (perhaps no node), which is below `under`, have one black node less
  /// than all others.
  private static void balanceAfterUnlink(Machine machine, long root, long start, long under) {
    long node = start;
    long parent = under;
    for (int level = 0; parent != 0 && !isRed(machine, node); level++) {
      checkLevel(level, node);
      int side = sideOf(machine, parent, node);
      int other = opposite(side);
      long sibling = machine.load(parent + other);
      if (isRed(machine, sibling)) {
        paint(machine, sibling, BLACK);
        paint(machine, parent, RED);
        rotate(machine, root, parent, side);
        sibling = machine.load(parent + other);
      }
      if (!isRed(machine, machine.load(sibling + LEFT))
          && !isRed(machine, machine.load(sibling + RIGHT))) {
        paint(machine, sibling, RED);
        node = parent;
        parent = parent(machine, node);
        continue;
      }
      if (!isRed(machine, machine.load(sibling + other))) {
        paint(machine, machine.load(sibling + side), BLACK);
        paint(machine, sibling, RED);
        rotate(machine, root, sibling, other);
        sibling = machine.load(parent + other);
      }
      machine.store(
          sibling + PARENT, parent(machine, sibling) | (machine.load(parent + PARENT) & 1));
      paint(machine, parent, BLACK);
      paint(machine, machine.load(sibling + other), BLACK);
      rotate(machine, root, parent, side);
      return;
    }
    if (node != 0) {
      paint(machine, node, BLACK);
    }
  }
}
