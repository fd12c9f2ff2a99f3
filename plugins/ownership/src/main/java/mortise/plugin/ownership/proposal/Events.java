package mortise.plugin.ownership.proposal;

import java.util.List;
import mortise.spi.EventKind;
import mortise.spi.EventKind.Role;

/// Where the families of the proposal meet.
public final class Events {
  public static final Role OBJECT = new Role("object");
  public static final Role NODE = new Role("node");
  public static final Role CONTAINER = new Role("container");
  public static final Role LOCK = new Role("lock");

  /// An object came to be; it is distinct from all that was known before.
  public static final EventKind ALLOCATED = new EventKind("ownership.allocated", List.of(OBJECT));

  /// A node is about to enter a container; announced before the reference is given away.
  public static final EventKind LINKING =
      new EventKind("ownership.linking", List.of(NODE, CONTAINER));

  /// An object left a container; the program owns what the container owned.
  public static final EventKind UNLINKED =
      new EventKind("ownership.unlinked", List.of(NODE, CONTAINER));

  /// A pointer into a pointer field, a call_rcu: the object is known to others from here on.
  public static final EventKind ESCAPING = new EventKind("ownership.escaping", List.of(OBJECT));

  /// The program may not be the only one who reaches the object any more, or is not its single
  /// owner.
  public static final EventKind SHARING = new EventKind("ownership.sharing", List.of(OBJECT));

  /// Something owned came, of which nothing was known.
  public static final EventKind ARRIVED = new EventKind("ownership.arrived", List.of(OBJECT));

  /// The last of the program's references goes, not through a container.
  public static final EventKind LEAVING = new EventKind("ownership.leaving", List.of(OBJECT));

  /// The last reference turned out to be the program's.
  public static final EventKind LAST = new EventKind("ownership.last", List.of(OBJECT));

  /// A reference goes, not through a container.
  public static final EventKind RELEASING = new EventKind("ownership.releasing", List.of(OBJECT));

  /// The first destructor of a field, or free: single ownership is needed.
  public static final EventKind ENDING = new EventKind("ownership.ending", List.of(OBJECT));

  /// A container lock is about to be released.
  public static final EventKind UNLOCKING = new EventKind("lock.unlocking", List.of(LOCK));

  public static final EventKind NODE_UNLOCKING =
      new EventKind("lock.node-unlocking", List.of(LOCK));

  private Events() {}
}
