package mortise.spi;

import java.util.List;

/// Something that functions of one family announce so that other families can have a say: an object
/// is about to be linked, has been unlinked, is published.
///
/// @param name namespaced by the api that defines it, `ownership.linking`
/// @param roles who takes part
public record EventKind(String name, List<Role> roles) {
  /// A part in an event; conditions and effects of subscribers speak of it.
  public record Role(String name) implements Subject {}

  public EventKind {
    roles = List.copyOf(roles);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
