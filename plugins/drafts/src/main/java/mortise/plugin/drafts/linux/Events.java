package mortise.plugin.drafts.linux;

import java.util.List;
import mortise.spi.EventKind;
import mortise.spi.EventKind.Role;

/// Where collections, the allocator and the refcount meet; a draft of the ownership api.
final class Events {
  static final Role OBJECT = new Role("object");
  static final Role NODE = new Role("node");
  static final Role CONTAINER = new Role("container");

  /// An object came to be.
  static final EventKind ALLOCATED = new EventKind("ownership.allocated", List.of(OBJECT));

  /// The program gives up a reference; the object goes with the last.
  static final EventKind RELEASING = new EventKind("ownership.releasing", List.of(OBJECT));

  static final EventKind LINKING = new EventKind("ownership.linking", List.of(NODE, CONTAINER));
  static final EventKind UNLINKED = new EventKind("ownership.unlinked", List.of(OBJECT, CONTAINER));

  private Events() {}
}
