package mortise.runtime.ghost;

import static mortise.runtime.ghost.Findings.at;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import mortise.spi.FieldKind;
import mortise.spi.Shape;
import mortise.spi.runtime.MemoryFault;
import org.jspecify.annotations.Nullable;

/// Compares the links in memory with what should be in a container. Problems are texts.
final class Links {
  /// Memory, read behind everybody's back.
  @FunctionalInterface
  interface Words {
    long load(long address, int size);
  }

  private final Words memory;

  private final Things things;

  Links(Words memory, Things things) {
    this.memory = memory;
    this.things = things;
  }

  /// All links of a container.
  Optional<String> all(Container container) {
    try {
      return switch (container.field.kind().shape().orElse(null)) {
        case Shape.Ring ring -> ring(container, ring);
        case Shape.Tree tree -> tree(container, tree);
        case Shape.Chains chains -> chains(container, chains);
        case null, default -> Optional.empty();
      };
    } catch (MemoryFault e) {
      return Optional.of("its links lead astray: " + e.getMessage());
    }
  }

  /// The links around a node that was just put into a ring, or behind which one was taken out.
  Optional<String> around(Container container, long node) {
    if (!(container.field.kind().shape().orElse(null) instanceof Shape.Ring ring)) {
      return Optional.empty();
    }
    try {
      var nodes = container.nodes;
      @Nullable String problem = null;
      if (nodes.contains(node)) {
        problem = edge(container, ring, nodes.before(node));
        problem = problem == null ? owner(container, node) : problem;
      }
      return Optional.ofNullable(problem == null ? edge(container, ring, node) : problem);
    } catch (MemoryFault e) {
      return Optional.of("its links lead astray: " + e.getMessage());
    }
  }

  /// What a node that is in no container says of its owner.
  Optional<String> free(Container container, long node) {
    var place = ownerPlace(container, node);
    if (place == null) {
      return Optional.empty();
    }
    long owner = memory.load(place.address(), 8);
    // Somebody else may have put an object that many own into another container by now.
    return (owner >= 0 && owner <= place.highest())
            || (place.shared() && owner != container.address)
        ? Optional.empty()
        : Optional.of(
            "node %s, taken out, still names %s as its owner".formatted(at(node), at(owner)));
  }

  /// A node that says that somebody reserved it, when there is nobody.
  Optional<String> claimed() {
    for (var thing : things.inspected) {
      if (thing.state != Thing.State.LIVE || thing.emptying || thing.blurred) {
        continue;
      }
      for (var field : thing.fields()) {
        if (field.kind().shape().orElse(null) instanceof Shape.Owner shape
            && thing.isConstructed(field)) {
          long word = memory.load(thing.start + field.offset() + shape.offset(), 8);
          if (word > 0 && word <= shape.highest()) {
            return Optional.of(
                "the node at offset %d of %s stays reserved, and nobody is left who could use it%s"
                    .formatted(field.elementOffset(), thing, thing.history()));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Shape> nodeShape(Container container) {
    return container.field.kind().holds().flatMap(FieldKind::shape);
  }

  /// Where a node says which container it is linked into.
  ///
  /// @param highest up to which number it may say anything while it is not
  /// @param shared whether many may own the object
  private record OwnerPlace(long address, long highest, boolean shared) {}

  private @Nullable OwnerPlace ownerPlace(Container container, long node) {
    int offset = ownerOffset(container);
    if (offset != Shape.ABSENT) {
      return new OwnerPlace(node + offset, 0, false);
    }
    var thing = things.near(node);
    var field = thing == null ? null : thing.ownerOf(node);
    return thing != null
            && field != null
            && thing.isConstructed(field)
            && field.kind().shape().orElse(null) instanceof Shape.Owner shape
        ? new OwnerPlace(
            thing.start + field.offset() + shape.offset(),
            shape.highest(),
            thing.counter().isPresent())
        : null;
  }

  private static int ownerOffset(Container container) {
    return switch (nodeShape(container).orElse(null)) {
      case Shape.RingNode node -> node.owner();
      case Shape.TreeNode node -> node.owner();
      case Shape.ChainNode node -> node.owner();
      case null, default -> Shape.ABSENT;
    };
  }

  private Optional<String> ring(Container container, Shape.Ring ring) {
    var nodes = container.nodes;
    if (nodes.size() == 0
        && memory.load(container.address + ring.next(), 8) == 0
        && memory.load(container.address + ring.previous(), 8) == 0) {
      return Optional.empty();
    }
    long left = 0;
    do {
      var problem = edge(container, ring, left);
      if (problem != null) {
        return Optional.of(problem);
      }
      left = nodes.after(left);
      problem = left == 0 ? null : owner(container, left);
      if (problem != null) {
        return Optional.of(problem);
      }
    } while (left != 0);
    return Optional.empty();
  }

  /// The links from a node (0: from the container) to the one after it, and back.
  private @Nullable String edge(Container container, Shape.Ring ring, long left) {
    if (!(nodeShape(container).orElse(null) instanceof Shape.RingNode shape)) {
      return null;
    }
    var nodes = container.nodes;
    if (nodes.size() == 0) {
      long next = memory.load(container.address + ring.next(), 8);
      long previous = memory.load(container.address + ring.previous(), 8);
      boolean empty =
          (next == 0 && previous == 0)
              || (next == container.address && previous == container.address);
      return empty
          ? null
          : "it should be empty, but leads to %s and back to %s".formatted(at(next), at(previous));
    }
    long right = nodes.after(left);
    long from = left == 0 ? container.address : left;
    long to = right == 0 ? container.address : right;
    long next = memory.load(from + (left == 0 ? ring.next() : shape.next()), 8);
    if (next != to) {
      return "after %s comes %s, and should come %s"
          .formatted(name(container, left), at(next), name(container, right));
    }
    long previous = memory.load(to + (right == 0 ? ring.previous() : shape.previous()), 8);
    if (previous != from) {
      return "before %s comes %s, and should come %s"
          .formatted(name(container, right), at(previous), name(container, left));
    }
    return null;
  }

  private @Nullable String owner(Container container, long node) {
    var place = ownerPlace(container, node);
    if (place == null) {
      return null;
    }
    long owner = memory.load(place.address(), 8);
    return owner == container.address
        ? null
        : "%s names %s as its owner".formatted(name(container, node), at(owner));
  }

  /// A node still to be visited: before or after its left branch.
  private record Visit(long node, long parent, boolean leftDone) {}

  private Optional<String> tree(Container container, Shape.Tree tree) {
    if (!(nodeShape(container).orElse(null) instanceof Shape.TreeNode shape)) {
      return Optional.empty();
    }
    var order = new ArrayList<Long>();
    var found = new HashSet<Long>();
    var stack = new ArrayDeque<Visit>();
    long top = memory.load(container.address + tree.root(), 8);
    if (top != 0) {
      stack.push(new Visit(top, 0, false));
    }
    while (!stack.isEmpty()) {
      var visit = stack.pop();
      long node = visit.node();
      if (visit.leftDone()) {
        order.add(node);
        long right = memory.load(node + shape.right(), 8);
        if (right != 0) {
          stack.push(new Visit(right, node, false));
        }
        continue;
      }
      if (!container.nodes.contains(node)) {
        return Optional.of(
            "below %s comes %s, which was never put in".formatted(at(visit.parent()), at(node)));
      }
      if (!found.add(node)) {
        return Optional.of("node %s is in it twice".formatted(at(node)));
      }
      long parent = memory.load(node + shape.parent(), 8) & ~7L;
      if (parent != visit.parent()) {
        return Optional.of(
            "node %s names %s as its parent, and is below %s"
                .formatted(at(node), at(parent), at(visit.parent())));
      }
      var problem = owner(container, node);
      if (problem != null) {
        return Optional.of(problem);
      }
      stack.push(new Visit(node, visit.parent(), true));
      long left = memory.load(node + shape.left(), 8);
      if (left != 0) {
        stack.push(new Visit(left, node, false));
      }
    }
    return complete(container, order);
  }

  private static Optional<String> complete(Container container, List<Long> order) {
    return order.size() == container.nodes.size()
        ? order(container, order)
        : Optional.of(
            "%d nodes are in it, and %d should be".formatted(order.size(), container.nodes.size()));
  }

  private Optional<String> chains(Container container, Shape.Chains chains) {
    if (!(nodeShape(container).orElse(null) instanceof Shape.ChainNode shape)) {
      return Optional.empty();
    }
    var order = new LinkedHashSet<Long>();
    for (int i = 0; i < chains.count(); i++) {
      long at = container.address + chains.first() + 8L * i;
      for (long node = memory.load(at, 8); node != 0; node = memory.load(node + shape.next(), 8)) {
        if (!container.nodes.contains(node)) {
          return Optional.of("chain %d leads to %s, which was never put in".formatted(i, at(node)));
        }
        if (!order.add(node)) {
          return Optional.of("node %s is in it twice".formatted(at(node)));
        }
        var problem = owner(container, node);
        if (problem != null) {
          return Optional.of(problem);
        }
      }
    }
    return complete(container, List.copyOf(order));
  }

  /// Nodes that nobody moved keep their order.
  private static Optional<String> order(Container container, List<Long> now) {
    var before = new ArrayList<>(container.nodes.toList());
    before.removeAll(container.moved);
    var after = new ArrayList<>(now);
    after.removeAll(container.moved);
    if (!before.equals(after)) {
      return Optional.of("nodes that nobody moved have changed their order");
    }
    container.reorder(now);
    return Optional.empty();
  }

  private static String name(Container container, long node) {
    return node == 0 ? "the container" : "node " + at(node) + " of " + container.nodes.size();
  }
}
