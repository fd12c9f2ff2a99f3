package mortise.plugin.ownership.proposal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import mortise.spi.TypeView;

/// How far an object is: being made, alive, being taken apart (§3). Fields are told by offset.
public sealed interface Lifecycle {
  /// Special fields constructed so far.
  ///
  /// @param begun how many steps the constructors of others have done, more than none
  record Constructing(Set<Integer> constructed, Map<Integer, Integer> begun) implements Lifecycle {
    public Constructing {
      constructed = Set.copyOf(constructed);
      begun = Map.copyOf(begun);
    }

    @Override
    public String toString() {
      return begun.isEmpty()
          ? "Constructing (constructed: %s)".formatted(offsets(constructed))
          : "Constructing (constructed: %s; begun: %s)"
              .formatted(offsets(constructed), offsets(begun.keySet()));
    }
  }

  record Live() implements Lifecycle {
    @Override
    public String toString() {
      return "Live";
    }
  }

  /// Special fields that are still to be destructed.
  record Destructing(Set<Integer> remaining) implements Lifecycle {
    public Destructing {
      remaining = Set.copyOf(remaining);
    }

    @Override
    public String toString() {
      return "Destructing (left: %s)".formatted(offsets(remaining));
    }
  }

  private static String offsets(Set<Integer> fields) {
    return fields.isEmpty()
        ? "nothing"
        : fields.stream().sorted().map(o -> "offset " + o).collect(Collectors.joining(", "));
  }

  /// What fresh memory of the type is.
  static Lifecycle begin(TypeView type) {
    return type.fields().isEmpty() ? new Live() : new Constructing(Set.of(), Map.of());
  }

  /// Everything still to be destructed.
  static Lifecycle end(TypeView type) {
    var remaining = new HashSet<Integer>();
    for (var field : type.fields()) {
      if (!field.kind().is(Facts.TRIVIAL)) {
        remaining.add(field.offset());
      }
    }
    return new Destructing(remaining);
  }

  default boolean isLive() {
    return this instanceof Live;
  }

  default boolean canConstruct(long offset) {
    return canConstruct(offset, 0);
  }

  /// Whether the field is being constructed, with that many steps done.
  default boolean canConstruct(long offset, int steps) {
    return this instanceof Constructing c
        && !c.constructed().contains((int) offset)
        && c.begun().getOrDefault((int) offset, 0) == steps;
  }

  /// One more step of a constructor that takes several; the last one [constructs][#construct].
  default Lifecycle step(long offset) {
    if (!(this instanceof Constructing before)) {
      return this;
    }
    var begun = new HashMap<>(before.begun());
    begun.merge((int) offset, 1, Integer::sum);
    return new Constructing(before.constructed(), begun);
  }

  default Lifecycle construct(TypeView type, long offset) {
    if (!(this instanceof Constructing before)) {
      return this;
    }
    var constructed = new HashSet<>(before.constructed());
    constructed.add((int) offset);
    return constructed.size() == type.fields().size()
        ? new Live()
        : new Constructing(constructed, without(before.begun(), offset));
  }

  default boolean canDestruct(long offset) {
    return switch (this) {
      case Constructing c ->
          c.constructed().contains((int) offset) || c.begun().containsKey((int) offset);
      case Live _ -> true;
      case Destructing d -> d.remaining().contains((int) offset);
    };
  }

  default Lifecycle destruct(TypeView type, long offset) {
    return switch (this) {
      case Constructing c -> {
        var constructed = new HashSet<>(c.constructed());
        constructed.remove((int) offset);
        yield new Constructing(constructed, without(c.begun(), offset));
      }
      case Live _ -> end(type).destruct(type, offset);
      case Destructing d -> {
        var remaining = new HashSet<>(d.remaining());
        remaining.remove((int) offset);
        yield new Destructing(remaining);
      }
    };
  }

  /// Whether the memory may be given back.
  default boolean canFree(TypeView type) {
    return switch (this) {
      case Constructing c ->
          c.begun().isEmpty()
              && type.fields().stream()
                  .allMatch(
                      field ->
                          field.kind().is(Facts.TRIVIAL)
                              || !c.constructed().contains(field.offset()));
      case Live _ -> type.fields().stream().allMatch(field -> field.kind().is(Facts.TRIVIAL));
      case Destructing d -> d.remaining().isEmpty();
    };
  }

  private static Map<Integer, Integer> without(Map<Integer, Integer> begun, long offset) {
    var others = new HashMap<>(begun);
    others.remove((int) offset);
    return others;
  }
}
