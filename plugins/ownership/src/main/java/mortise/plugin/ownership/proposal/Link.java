package mortise.plugin.ownership.proposal;

import java.util.List;
import java.util.function.LongUnaryOperator;
import mortise.spi.Facet.NamesIdentities;

/// What is known of a node field: whether it is on a collection, and on which (§4, §7).
public sealed interface Link {
  /// On none, and nobody else can change that.
  record Unlinked() implements Link {
    @Override
    public String toString() {
      return "Unlinked";
    }
  }

  /// On the collection at that offset of that identity; known under its lock only.
  record Linked(long identity, long offset) implements Link, NamesIdentities {
    @Override
    public String toString() {
      return "Linked";
    }

    @Override
    public List<Long> identities() {
      return List.of(identity);
    }

    @Override
    public Linked renamed(LongUnaryOperator map) {
      return new Linked(map.applyAsLong(identity), offset);
    }
  }

  /// Not on that collection, perhaps on another; known under its lock only (§8).
  record Elsewhere(long identity, long offset) implements Link, NamesIdentities {
    @Override
    public String toString() {
      return "on another, or on none";
    }

    @Override
    public List<Long> identities() {
      return List.of(identity);
    }

    @Override
    public Elsewhere renamed(LongUnaryOperator map) {
      return new Elsewhere(map.applyAsLong(identity), offset);
    }
  }

  /// Reserved for the program.
  ///
  /// @param asked by a claim function, which put and exchange do not settle; else left by a removal
  record Claimed(boolean asked) implements Link {
    @Override
    public String toString() {
      return "Claimed";
    }
  }

  /// Nothing is known.
  record Unknown() implements Link {
    @Override
    public String toString() {
      return "Unknown";
    }
  }

  /// Whether the node can be added.
  default boolean isFree() {
    return this instanceof Unlinked || this instanceof Claimed;
  }

  default boolean isLinked() {
    return this instanceof Linked;
  }
}
