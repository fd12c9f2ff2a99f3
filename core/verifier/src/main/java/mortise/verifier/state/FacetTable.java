package mortise.verifier.state;

import java.util.HashMap;
import java.util.Map;
import mortise.spi.Facet;

/// The facets that differ from their initial value, by identity and, for those of fields, offset.
/// Immutable.
public record FacetTable(Map<Key, java.lang.Object> values) {
  /// Whose facet.
  ///
  /// @param offset of the field; -1 for facets of the whole
  public record Key(Facet<?> facet, int identity, long offset) {}

  public static final FacetTable EMPTY = new FacetTable(Map.of());

  public FacetTable {
    values = Map.copyOf(values);
  }

  public java.lang.Object get(Facet<?> facet, int identity, long offset) {
    return values.getOrDefault(key(facet, identity, offset), facet.initial());
  }

  public FacetTable with(Facet<?> facet, int identity, long offset, java.lang.Object value) {
    var changed = new HashMap<>(values);
    var key = key(facet, identity, offset);
    if (value.equals(facet.initial())) {
      changed.remove(key);
    } else {
      changed.put(key, value);
    }
    return new FacetTable(changed);
  }

  private static Key key(Facet<?> facet, int identity, long offset) {
    return new Key(facet, identity, facet.place() == Facet.Place.FIELD ? offset : -1);
  }
}
