package mortise.spi;

import java.util.Optional;
import mortise.spi.runtime.MapFactory;

/// A kind of map.
///
/// @param name as in `BPF_MAP_TYPE_…`, lower case: `array_of_maps`
/// @param number the kernel's number
/// @param descriptor the host's struct for such a map itself: `bpf_array`
/// @param holdsMaps whether values are maps
/// @param directValues whether programs may name the value of a one-element map directly (globals)
/// @param keysAreIndices whether keys are 4-byte indices below the number of entries, all present
/// @param forSleepers whether programs that may sleep can use it
/// @param factory the runtime half; empty where programs using it can only be judged
public record MapKind(
    String name,
    int number,
    String descriptor,
    boolean holdsMaps,
    boolean directValues,
    boolean keysAreIndices,
    boolean forSleepers,
    Optional<MapFactory> factory) {
  /// What every map's descriptor begins with.
  private static final String ANY_MAP = "bpf_map";

  /// A kind whose descriptor is read as that of any map.
  public MapKind(
      String name,
      int number,
      boolean holdsMaps,
      boolean directValues,
      boolean keysAreIndices,
      boolean forSleepers,
      Optional<MapFactory> factory) {
    this(
        name, number, ANY_MAP, holdsMaps, directValues, keysAreIndices, forSleepers, factory);
  }

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

  /// The same kind, described by that struct of the host's.
  public MapKind describedBy(String struct) {
    return new MapKind(
        name, number, struct, holdsMaps, directValues, keysAreIndices, forSleepers, factory);
  }
}
