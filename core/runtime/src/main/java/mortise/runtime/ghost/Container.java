package mortise.runtime.ghost;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import mortise.spi.FieldKind;
import mortise.spi.Movement.Place;
import mortise.spi.Shape;
import mortise.spi.TypeView.SpecialField;

/// A container, and what should be in it. Guarded by the heap's lock.
final class Container {
  final Thing thing;
  final SpecialField field;
  final long address;

  /// The nodes' addresses, in order; of a tree in the order last seen.
  final Sequence nodes = new Sequence();

  /// Of a tree: the nodes put in since their order was last seen.
  final Set<Long> moved = new HashSet<>();

  /// Whether a run ended while it was at work on it.
  boolean blurred;

  /// How many calls are at work on it.
  int busy;

  /// Whether it is being ended, or the machine takes everything out.
  boolean emptying;

  // Operations since all links were looked at.
  private int unchecked;

  Container(Thing thing, SpecialField field) {
    this.thing = thing;
    this.field = field;
    address = thing.start + field.offset();
  }

  static boolean isContainer(FieldKind kind) {
    return kind.shape()
        .filter(
            s -> s instanceof Shape.Ring || s instanceof Shape.Tree || s instanceof Shape.Chains)
        .isPresent();
  }

  boolean isGuardedBy(SpecialField guard) {
    return field.kind().guards().stream().anyMatch(kind -> guard.kind().is(kind));
  }

  /// Whether its nodes stand in an order that callers do not tell.
  boolean hasOwnOrder() {
    return !(field.kind().shape().orElse(null) instanceof Shape.Ring);
  }

  /// The address of the node by which the container links that object.
  long nodeIn(Thing element) {
    return element.start + field.elementOffset();
  }

  void add(long node, Place place, long beside) {
    if (hasOwnOrder()) {
      moved.add(node);
    }
    switch (place) {
      case FIRST -> nodes.addAfter(node, 0);
      case LAST, SOMEWHERE -> nodes.addAfter(node, nodes.last());
      case AFTER -> nodes.addAfter(node, beside);
      case BEFORE -> nodes.addAfter(node, nodes.before(beside));
    }
  }

  void remove(long node) {
    moved.remove(node);
    nodes.remove(node);
  }

  void clear() {
    moved.clear();
    nodes.clear();
  }

  /// The nodes are in this order.
  void reorder(List<Long> order) {
    clear();
    order.forEach(node -> nodes.addAfter(node, nodes.last()));
  }

  /// What should be at that place; 0 if nothing is, or anything may be.
  long at(Place place) {
    if (!moved.isEmpty()) {
      return 0;
    }
    return switch (place) {
      case FIRST -> nodes.first();
      case LAST -> nodes.last();
      case BEFORE, AFTER, SOMEWHERE -> 0;
    };
  }

  /// Whether it is time to look at all links: always while there are few, so that all looks
  /// together stay in proportion to the operations.
  boolean isDue() {
    unchecked++;
    if (unchecked * 32L >= nodes.size()) {
      unchecked = 0;
      return true;
    }
    return false;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "the %s at %s", field.kind().name(), thing.where(address));
  }
}
