package mortise.spi.runtime;

import java.util.Optional;
import mortise.spi.TypeView;

/// Makes maps of one kind.
@FunctionalInterface
public interface MapFactory {
  MapInstance create(Machine machine, Spec spec);

  /// What the object file says of a map.
  ///
  /// @param type the number of the kind of map
  /// @param keySize in bytes
  /// @param valueSize in bytes
  /// @param value the type of its values; without fields where nothing is known of it
  /// @param struct the struct that values are declared as, for objects of that type
  /// @param inner what programs believe of the maps in a map of maps, if it is one
  record Spec(
      String name,
      int type,
      int keySize,
      int valueSize,
      long maxEntries,
      long flags,
      TypeView value,
      Optional<TypeView> struct,
      Optional<Spec> inner) {
    /// Of some kind, whose values are neither structs nor maps.
    public Spec(
        String name, int keySize, int valueSize, long maxEntries, long flags, TypeView value) {
      this(
          name,
          0,
          keySize,
          valueSize,
          maxEntries,
          flags,
          value,
          Optional.empty(),
          Optional.empty());
    }
  }
}
