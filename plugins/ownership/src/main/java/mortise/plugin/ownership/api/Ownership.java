package mortise.plugin.ownership.api;

import java.util.List;
import mortise.spi.EventKind;
import mortise.spi.EventKind.Role;
import mortise.spi.Qualifier;

/// What collections, allocators and everybody with a say in ownership have in common: the events in
/// which they meet, and how a pointer that does not own is marked.
public final class Ownership {
  /// The object, or the node in it, that an event is about.
  public static final Role OBJECT = new Role("object");

  /// The container that it enters or leaves.
  public static final Role CONTAINER = new Role("container");

  /// An object is about to enter a container: `node` (pointing at the node) and `container`.
  public static final EventKind LINKING =
      new EventKind("ownership.linking", List.of(OBJECT, CONTAINER));

  /// Whatever is next leaves a container: `container`.
  public static final EventKind TAKING = new EventKind("ownership.taking", List.of(CONTAINER));

  /// An owned object is about to be given back: `object`.
  public static final EventKind RELEASING = new EventKind("ownership.releasing", List.of(OBJECT));

  /// A pointer to something that a container owns: usable until the lock section ends.
  ///
  /// Source: linux `NON_OWN_REF`.
  public static final Qualifier BORROWED = Qualifier.of("non_own_ref", "").alive();

  private Ownership() {}
}
