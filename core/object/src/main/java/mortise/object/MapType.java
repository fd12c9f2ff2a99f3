package mortise.object;

import java.util.List;

/// A map's type; which types there are is a semantics' matter, so any number will do.
///
/// @param id `BPF_MAP_TYPE_*`
public record MapType(int id) {
  public static final MapType HASH = new MapType(1);
  public static final MapType ARRAY = new MapType(2);
  public static final MapType PROG_ARRAY = new MapType(3);
  public static final MapType STRUCT_OPS = new MapType(26);

  /// A map whose memory is the address space that section `.addr_space.1` lies in.
  public static final MapType ADDRESS_SPACE = new MapType(33);

  private static final List<String> NAMES =
      List.of(
          "unspec",
          "hash",
          "array",
          "prog_array",
          "perf_event_array",
          "percpu_hash",
          "percpu_array",
          "stack_trace",
          "cgroup_array",
          "lru_hash",
          "lru_percpu_hash",
          "lpm_trie",
          "array_of_maps",
          "hash_of_maps",
          "devmap",
          "sockmap",
          "cpumap",
          "xskmap",
          "sockhash",
          "cgroup_storage",
          "reuseport_sockarray",
          "percpu_cgroup_storage",
          "queue",
          "stack",
          "sk_storage",
          "devmap_hash",
          "struct_ops",
          "ringbuf",
          "inode_storage",
          "task_storage",
          "bloom_filter",
          "user_ringbuf",
          "cgrp_storage",
          "arena",
          "insn_array");

  /// The name as bpftool spells it, such as `array`; `type 99` for a number without a name.
  public String label() {
    return id >= 0 && id < NAMES.size() ? NAMES.get(id) : "type " + id;
  }
}
