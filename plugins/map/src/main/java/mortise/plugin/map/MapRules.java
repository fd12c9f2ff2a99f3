package mortise.plugin.map;

import mortise.spi.Category;
import mortise.spi.Rule;

/// What programs must not do with maps.
final class MapRules {
  static final Rule UPDATE_OF_READ_ONLY =
      Rule.id("map.update-of-read-only")
          .category(Category.POLICY)
          .suggestion("create the map without BPF_F_RDONLY_PROG")
          .documentation(
              """
              A map with the flag `BPF_F_RDONLY_PROG` is written by user space only; programs may \
              neither add, replace nor delete values.
              """)
          .source("linux: `record_func_map` (6.18)")
          .message("write into map forbidden");

  static final Rule TAIL_CALL_NEEDS_PROGRAM_ARRAY =
      Rule.id("map.tail-call-needs-program-array")
          .category(Category.CALL_TYPE_SAFETY)
          .suggestion("pass a map of type BPF_MAP_TYPE_PROG_ARRAY")
          .documentation("Only a program array holds programs to continue with.")
          .source("linux: `record_func_key` (6.18)")
          .message("expected prog array map for tail call");

  static final Rule SOCKETS_NOT_HERE =
      Rule.id("map.sockets-not-here")
          .category(Category.POLICY)
          .suggestion("change the map from a program of another kind")
          .documentation(
              """
              Putting a socket into a map takes the socket's lock. Programs that may run while it \
              is held cannot change maps of sockets.
              """)
          .source("linux: `may_update_sockmap` (6.18)")
          .message(
              "cannot update sockmap in this context\n"
                  + "cannot pass map_type {map.type} into func {function}#{id}");

  static final Rule TWO_ARENAS =
      Rule.id("map.two-arenas")
          .category(Category.PROGRAM_STRUCTURE)
          .suggestion("use one of them only")
          .documentation("Addresses in an arena do not say in which.")
          .source("linux: `process_fd_array`, `add_used_map` (6.18)")
          .message("Only one arena per program");

  private MapRules() {}
}
