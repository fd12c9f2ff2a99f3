package mortise.plugin.map;

import java.util.List;
import java.util.Optional;
import mortise.spi.MapKind;

/// The kinds of map. Numbers are `BPF_MAP_TYPE_…`.
final class MapKinds {
  static final MapKind HASH = hash("hash", 1);
  static final MapKind ARRAY = array("array", 2, true);
  static final MapKind PROGRAM_ARRAY =
      new MapKind("prog_array", 3, false, false, false, Optional.empty());
  static final MapKind PERCPU_HASH = hash("percpu_hash", 5);
  static final MapKind PERCPU_ARRAY = array("percpu_array", 6, false);
  static final MapKind LRU_HASH = hash("lru_hash", 9);
  static final MapKind LRU_PERCPU_HASH = hash("lru_percpu_hash", 10);
  static final MapKind ARRAY_OF_MAPS = ofMaps("array_of_maps", 12, true);
  static final MapKind HASH_OF_MAPS = ofMaps("hash_of_maps", 13, false);

  static final List<MapKind> ALL =
      List.of(
          HASH,
          ARRAY,
          PROGRAM_ARRAY,
          PERCPU_HASH,
          PERCPU_ARRAY,
          LRU_HASH,
          LRU_PERCPU_HASH,
          ARRAY_OF_MAPS,
          HASH_OF_MAPS);

  /// The kinds whose values programs can look up: those of this family and, of others, tries,
  /// sockets and devices.
  static final Integer[] LOOKUP = {1, 2, 5, 6, 9, 10, 11, 12, 13, 14, 15, 17, 18, 25};

  /// The kinds that programs can put values into.
  static final Integer[] UPDATE = {1, 2, 5, 6, 9, 10, 11, 15, 18};

  private MapKinds() {}

  private static MapKind hash(String name, int number) {
    return new MapKind(name, number, false, false, false, Optional.empty());
  }

  private static MapKind array(String name, int number, boolean direct) {
    return new MapKind(name, number, false, direct, true, Optional.empty());
  }

  private static MapKind ofMaps(String name, int number, boolean indices) {
    return new MapKind(name, number, true, false, indices, Optional.empty());
  }
}
