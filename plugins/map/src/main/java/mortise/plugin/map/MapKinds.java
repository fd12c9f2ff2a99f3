package mortise.plugin.map;

import static mortise.plugin.ownership.api.Ownership.TRUSTED;

import java.util.List;
import java.util.Optional;
import mortise.spi.MapKind;
import mortise.spi.MapKind.AddressSpace;
import mortise.spi.MapKind.Held;
import mortise.spi.Parameter;
import mortise.spi.runtime.MapFactory;

/// The kinds of map. Numbers are `BPF_MAP_TYPE_…`.
final class MapKinds {
  private static final String ARRAYS = "bpf_array";
  private static final String HASHES = "bpf_htab";

  static final MapKind HASH = hash("hash", 1, HashTable::hash);
  static final MapKind ARRAY = array("array", 2, true, ArrayMap::new);
  static final MapKind PROGRAM_ARRAY = judged("prog_array", 3, ARRAYS, false);
  static final MapKind PERCPU_HASH = hash("percpu_hash", 5, HashTable::perCpu);
  static final MapKind PERCPU_ARRAY = array("percpu_array", 6, false, PerCpu::new);
  static final MapKind LRU_HASH = hash("lru_hash", 9, HashTable::evicting);
  static final MapKind LRU_PERCPU_HASH = hash("lru_percpu_hash", 10, HashTable::evictingPerCpu);
  static final MapKind ARRAY_OF_MAPS = ofMaps("array_of_maps", 12, true, MapOfMaps::array);
  static final MapKind HASH_OF_MAPS = ofMaps("hash_of_maps", 13, false, MapOfMaps::hash);
  static final MapKind QUEUE = queue("queue", 22, QueueMap::queue);
  static final MapKind STACK = queue("stack", 23, QueueMap::stack);

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
          HASH_OF_MAPS,
          judged("perf_event_array", 4, ARRAYS, false),
          judged("stack_trace", 7, "bpf_stack_map", false),
          judged("cgroup_array", 8, ARRAYS, false),
          judged("lpm_trie", 11, "lpm_trie", false),
          judged("devmap", 14, "bpf_dtab", false),
          sockets("sockmap", 15, "bpf_stab"),
          judged("cpumap", 16, "bpf_cpu_map", false),
          judged("xskmap", 17, "xsk_map", false)
              .holding(new Held("xdp_sock", false, Optional.empty())),
          sockets("sockhash", 18, "bpf_shtab"),
          judged("cgroup_storage", 19, "bpf_cgroup_storage_map", false),
          judged("reuseport_sockarray", 20, "reuseport_array", false),
          judged("percpu_cgroup_storage", 21, "bpf_cgroup_storage_map", false),
          QUEUE,
          STACK,
          judged("sk_storage", 24, "bpf_local_storage_map", true),
          judged("devmap_hash", 25, "bpf_dtab", false),
          judged("inode_storage", 28, "bpf_local_storage_map", true),
          judged("task_storage", 29, "bpf_local_storage_map", true),
          judged("bloom_filter", 30, "bpf_bloom_filter", false),
          judged("cgrp_storage", 32, "bpf_local_storage_map", true),
          judged("arena", 33, "bpf_arena", true)
              .as(new AddressSpace("arena", MapRules.TWO_ARENAS)));

  private MapKinds() {}

  /// The kinds whose values programs can look up: those of this family and, of others, tries,
  /// sockets and devices.
  static Integer[] lookup() {
    return new Integer[] {1, 2, 5, 6, 9, 10, 11, 12, 13, 14, 15, 17, 18, 25};
  }

  /// The kinds that programs can put values into.
  static Integer[] update() {
    return new Integer[] {1, 2, 5, 6, 9, 10, 11};
  }

  /// Those, and the kinds that some programs can put sockets into.
  static Integer[] change() {
    return new Integer[] {1, 2, 5, 6, 9, 10, 11, 15, 18};
  }

  /// The programs that can put sockets into maps.
  ///
  /// Source: linux `may_update_sockmap` (6.18).
  static String[] socketPrograms() {
    return new String[] {
      "socket", "tc", "xdp", "sk_reuseport", "flow_dissector", "sk_lookup", "tracing:trace_iter"
    };
  }

  /// The kinds without keys: queue, stack and Bloom filter.
  static Integer[] push() {
    return new Integer[] {22, 23, 30};
  }

  /// The kinds that values come out of again.
  static Integer[] pop() {
    return new Integer[] {22, 23};
  }

  /// A kind whose values are sockets: what is looked up must be released.
  ///
  /// Source: linux `mark_ptr_not_null_reg`, `resolve_map_arg_type`, `is_acquire_function` (6.18).
  private static MapKind sockets(String name, int number, String descriptor) {
    var stored =
        new Parameter.View(
            List.of("sock_common", "sock", "tcp_sock", "xdp_sock"),
            Optional.of("sock_common"),
            List.of(TRUSTED),
            false,
            false);
    return judged(name, number, descriptor, false)
        .holding(new Held("sock", true, Optional.of(stored)));
  }

  /// A kind that programs can only be judged with.
  private static MapKind judged(String name, int number, String descriptor, boolean forSleepers) {
    return new MapKind(name, number, false, false, false, forSleepers, Optional.empty())
        .describedBy(descriptor);
  }

  private static MapKind queue(String name, int number, MapFactory factory) {
    return new MapKind(name, number, false, false, false, Optional.of(factory))
        .describedBy("bpf_queue_stack");
  }

  private static MapKind hash(String name, int number, MapFactory factory) {
    return new MapKind(name, number, false, false, false, Optional.of(factory)).describedBy(HASHES);
  }

  private static MapKind array(String name, int number, boolean direct, MapFactory factory) {
    return new MapKind(name, number, false, direct, true, Optional.of(factory)).describedBy(ARRAYS);
  }

  private static MapKind ofMaps(String name, int number, boolean indices, MapFactory factory) {
    return new MapKind(name, number, true, false, indices, Optional.of(factory))
        .describedBy(indices ? ARRAYS : HASHES);
  }
}
