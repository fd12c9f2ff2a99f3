package mortise.kernel;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import mortise.kernel.bpf.Attributes;
import mortise.kernel.bpf.Bpf;
import mortise.kernel.bpf.BpfException;
import mortise.object.BpfMap;

/// The maps of an object in the kernel, each created when a program first needs it.
///
/// Source: `bpf_object__create_map`, `bpf_object__populate_internal_map` (libbpf 1.6).
final class KernelMaps implements AutoCloseable {
  private static final int CREATE_SIZE = 80;
  private static final int NO_PREALLOCATION = 1;
  private static final long PAGE = 4096;

  private static final int PERF_EVENT_ARRAY = 4;
  private static final int ARRAY_OF_MAPS = 12;
  private static final int HASH_OF_MAPS = 13;
  private static final int ARENA = 33;
  private static final Set<Integer> RING_BUFFERS = Set.of(27, 31);

  /// Storages, whose entries are not counted.
  private static final Set<Integer> UNCOUNTED = Set.of(24, 28, 29, 32);

  /// Types whose keys and values the kernel wants to know no types of.
  private static final Set<Integer> UNTYPED =
      Set.of(
          PERF_EVENT_ARRAY,
          7,
          8,
          ARRAY_OF_MAPS,
          HASH_OF_MAPS,
          14,
          15,
          16,
          17,
          18,
          22,
          23,
          25,
          ARENA);

  private final Bpf bpf;
  private final int types;
  private final Map<BpfMap, Integer> descriptors = new HashMap<>();

  /// @param types the descriptor of the object's types, -1 if the kernel does not have them
  KernelMaps(Bpf bpf, int types) {
    this.bpf = bpf;
    this.types = types;
  }

  /// The map's descriptor.
  int descriptor(BpfMap map) throws BpfException {
    Integer known = descriptors.get(map);
    if (known != null) {
      return known;
    }
    int descriptor = create(map);
    descriptors.put(map, descriptor);
    if (map.isGlobalData()) {
      fill(map, descriptor);
    } else if (map.type().id() == ARENA) {
      bpf.touch(descriptor, map.definition().extra(), map.maxEntries() * PAGE);
    }
    return descriptor;
  }

  private int create(BpfMap map) throws BpfException {
    String what = "map '%s' cannot be created".formatted(map.name());
    int inner = -1;
    int type = map.type().id();
    if (type == ARRAY_OF_MAPS || type == HASH_OF_MAPS) {
      if (map.definition().inner().isPresent()) {
        inner = descriptor(map.definition().inner().get());
      }
    }
    boolean typed =
        types >= 0 && !UNTYPED.contains(type) && (map.keyType() != 0 || map.valueType() != 0);
    Bpf.Result result = create(map, inner, typed);
    if (result.failed() && typed) {
      result = create(map, inner, false);
    }
    return result.orThrow(what);
  }

  private Bpf.Result create(BpfMap map, int inner, boolean typed) {
    try (var arena = Arena.ofConfined()) {
      var attributes =
          new Attributes(arena, CREATE_SIZE)
              .word(0, map.type().id())
              .word(4, map.keySize())
              .word(8, map.valueSize())
              .word(12, entries(map))
              .word(16, flags(map))
              .name(28, map.name())
              .number(64, map.definition().extra());
      if (inner >= 0) {
        attributes.word(20, inner);
      }
      if (typed) {
        attributes.word(48, types).word(52, map.keyType()).word(56, map.valueType());
      }
      return bpf.call(Bpf.MAP_CREATE, attributes);
    }
  }

  private static int flags(BpfMap map) {
    int flags = map.definition().flags();
    return UNCOUNTED.contains(map.type().id()) ? flags | NO_PREALLOCATION : flags;
  }

  private static int entries(BpfMap map) {
    int type = map.type().id();
    long wanted = map.maxEntries();
    if (UNCOUNTED.contains(type)) {
      return (int) wanted;
    }
    if (wanted == 0) {
      wanted = type == PERF_EVENT_ARRAY ? Runtime.getRuntime().availableProcessors() : 1;
    }
    if (RING_BUFFERS.contains(type)) {
      long size = PAGE;
      while (size < wanted) {
        size <<= 1;
      }
      return (int) size;
    }
    return (int) wanted;
  }

  /// Gives global data its first values, and those that no program changes for ever.
  private void fill(BpfMap map, int descriptor) throws BpfException {
    var contents = new byte[map.valueSize()];
    var given = map.contents();
    given.get(contents, 0, Math.min(contents.length, given.remaining()));
    try (var arena = Arena.ofConfined()) {
      var update =
          new Attributes(arena, 32)
              .word(0, descriptor)
              .pointer(8, new byte[4])
              .pointer(16, contents);
      bpf.call(Bpf.MAP_UPDATE_ELEMENT, update)
          .orThrow("map '%s' cannot be filled".formatted(map.name()));
      if (map.isReadOnly()) {
        bpf.call(Bpf.MAP_FREEZE, new Attributes(arena, 4).word(0, descriptor))
            .orThrow("map '%s' cannot be frozen".formatted(map.name()));
      }
    }
  }

  @Override
  public void close() {
    descriptors.values().forEach(bpf::close);
    descriptors.clear();
  }
}
