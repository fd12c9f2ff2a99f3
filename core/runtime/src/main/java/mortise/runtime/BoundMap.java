package mortise.runtime;

import java.util.Optional;
import mortise.object.BpfMap;
import mortise.spi.TypeView;
import mortise.spi.runtime.MapFactory;

/// A map of the object with its runtime half.
///
/// @param value the type of its values; the section's for global data
/// @param struct the struct that values are declared as
/// @param factory empty for global data, which the machine itself provides
/// @param holdsMaps whether its values are maps. Such a map is filled from its static initialiser
///   with `update(key, value, 0)`: `key` 4 bytes, `value` 8 bytes that hold the inner map's address
public record BoundMap(
    BpfMap map,
    TypeView value,
    Optional<TypeView> struct,
    Optional<MapFactory> factory,
    boolean holdsMaps) {
  /// Of values that are no struct.
  public BoundMap(BpfMap map, TypeView value, Optional<MapFactory> factory, boolean holdsMaps) {
    this(map, value, Optional.empty(), factory, holdsMaps);
  }
}
