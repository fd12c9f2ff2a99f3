package mortise.spi;

import java.util.Optional;
import mortise.spi.runtime.MapFactory;

/// A kind of map.
///
/// @param name as in `BPF_MAP_TYPE_…`, lower case: `array_of_maps`
/// @param number the kernel's number
/// @param holdsMaps whether values are maps
/// @param directValues whether programs may name the value of a one-element map directly (globals)
/// @param keysAreIndices whether keys are 4-byte indices below the number of entries, all present
/// @param forSleepers whether programs that may sleep can use it
/// @param factory the runtime half; empty where programs using it can only be judged
public record MapKind(
    String name,
    int number,
    boolean holdsMaps,
    boolean directValues,
    boolean keysAreIndices,
    boolean forSleepers,
    Optional<MapFactory> factory) {
  /// A kind that programs which may sleep can use too.
  public MapKind(
      String name,
      int number,
      boolean holdsMaps,
      boolean directValues,
      boolean keysAreIndices,
      Optional<MapFactory> factory) {
    this(name, number, holdsMaps, directValues, keysAreIndices, true, factory);
  }
}
