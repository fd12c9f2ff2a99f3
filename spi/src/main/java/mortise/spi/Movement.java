package mortise.spi;

import java.util.Optional;

/// Where a function puts things and takes them from. Nothing of it is asked while programs are
/// verified: it is what the runtime half is held against in tests. Subjects are parameters or
/// [Subject#result]; a node is told by any address in its object, a null one does not move.
public sealed interface Movement {
  /// A place in a container.
  enum Place {
    FIRST,
    LAST,
    /// Next to another node.
    BEFORE,
    AFTER,
    /// Wherever the order of a tree wants it.
    SOMEWHERE
  }

  /// The node enters the container.
  ///
  /// @param beside the other node, for [Place#BEFORE] and [Place#AFTER]
  record Into(
      Subject node,
      Subject container,
      Place place,
      Optional<Subject> beside,
      Optional<Refusal> refusal)
      implements Movement {
    /// The same, but with some answers nothing enters.
    public Into refusedWith(Refusal value) {
      return new Into(node, container, place, beside, Optional.of(value));
    }
  }

  /// The node leaves the container.
  record OutOf(Subject node, Subject container, Place place) implements Movement {}

  /// The node is in the container, and stays.
  record In(Subject node, Subject container, Place place) implements Movement {}

  /// The value is in the pointer field afterwards; what was there is the result.
  record Exchange(Subject field, Subject value) implements Movement {}

  /// The special field that `field` points to begins to be one: until then its bytes mean nothing.
  /// Said of fields of memory that comes as it is ([mortise.spi.runtime.Machine#allocateRaw]).
  record Begins(Subject field) implements Movement {}

  /// The special field ends. A container has nothing in it any more by then; what was in a pointer
  /// is the result.
  record Ends(Subject field) implements Movement {}

  /// A function refuses with an answer from `lowest` to `highest`, as signed 64-bit numbers.
  ///
  /// @param dropped whether what was owed for the node is settled all the same
  record Refusal(long lowest, long highest, boolean dropped) {}

  static Into into(Subject node, Subject container, Place place) {
    return new Into(node, container, place, Optional.empty(), Optional.empty());
  }

  static Into into(Subject node, Subject container, Place place, Subject beside) {
    return new Into(node, container, place, Optional.of(beside), Optional.empty());
  }

  static Movement outOf(Subject node, Subject container, Place place) {
    return new OutOf(node, container, place);
  }

  static Movement in(Subject node, Subject container, Place place) {
    return new In(node, container, place);
  }

  static Movement begins(Subject field) {
    return new Begins(field);
  }

  static Movement ends(Subject field) {
    return new Ends(field);
  }

  static Movement exchange(Subject field, Subject value) {
    return new Exchange(field, value);
  }
}
