package mortise.plugin.ownership.proposal;

import mortise.spi.runtime.Machine;

/// How containers of one kind link their nodes, in memory: the part of the runtime half that only
/// that kind knows. Containers and nodes are addresses; the lock is held, or nobody else is there.
public interface Structure {
  /// Makes fresh memory an empty container.
  void begin(Machine machine, long container);

  /// Takes a node out that is in the container.
  void unlink(Machine machine, long container, long node);

  /// The first node, 0 if there is none.
  long first(Machine machine, long container);

  /// The last node, 0 if there is none.
  long last(Machine machine, long container);

  /// The node that comes after another, 0 if it is the last.
  long next(Machine machine, long container, long node);
}
