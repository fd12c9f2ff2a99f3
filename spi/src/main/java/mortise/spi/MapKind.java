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
/// @param holds what its values are, if they are no memory
/// @param addressSpace the address space of its own that its memory is, if it is one
public record MapKind(
    String name,
    int number,
    String descriptor,
    boolean holdsMaps,
    boolean directValues,
    boolean keysAreIndices,
    boolean forSleepers,
    Optional<MapFactory> factory,
    Optional<Held> holds,
    Optional<AddressSpace> addressSpace) {
  /// What every map's descriptor begins with.
  private static final String ANY_MAP = "bpf_map";

  /// What the values of a map are that are objects of the host's.
  ///
  /// @param view what a pointer that was looked up leads to, once it is known not to be null
  /// @param owned whether the program owes for what it looks up
  /// @param stored what a function is to be passed that puts a value into the map; empty: there is
  ///   none
  public record Held(String view, boolean owned, Optional<Parameter.View> stored) {}

  /// An address space of its own: numbers are cast into pointers to it, which may be moved and used
  /// without a check. A program uses one at most.
  ///
  /// @param name what messages call it, and tags of parameters that point into it: `arg:{name}`
  /// @param several broken by programs that use more than one
  public record AddressSpace(String name, Rule several) {}

  /// A kind whose descriptor is read as that of any map, and whose values are memory.
  public MapKind(
      String name,
      int number,
      boolean holdsMaps,
      boolean directValues,
      boolean keysAreIndices,
      boolean forSleepers,
      Optional<MapFactory> factory) {
    this(
        name,
        number,
        ANY_MAP,
        holdsMaps,
        directValues,
        keysAreIndices,
        forSleepers,
        factory,
        Optional.empty(),
        Optional.empty());
  }

  /// The same, whose values are objects of the host's.
  public MapKind holding(Held value) {
    return with(descriptor, Optional.of(value), addressSpace);
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

  /// The same, whose memory is an address space of its own.
  public MapKind as(AddressSpace space) {
    return with(descriptor, holds, Optional.of(space));
  }

  /// The same kind, described by that struct of the host's.
  public MapKind describedBy(String struct) {
    return with(struct, holds, addressSpace);
  }

  private MapKind with(String struct, Optional<Held> held, Optional<AddressSpace> space) {
    return new MapKind(
        name,
        number,
        struct,
        holdsMaps,
        directValues,
        keysAreIndices,
        forSleepers,
        factory,
        held,
        space);
  }
}
