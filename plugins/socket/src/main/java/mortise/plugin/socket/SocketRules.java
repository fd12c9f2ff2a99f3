package mortise.plugin.socket;

import mortise.spi.Category;
import mortise.spi.Rule;

/// Rules on sockets.
final class SocketRules {
  static final Rule FIELD =
      Rule.id("memory.socket-field")
          .category(Category.MEMORY_SAFETY)
          .suggestion("load the fields that this kind of socket has, each as a whole")
          .documentation(
              """
              What a program sees of a socket is numbers at fixed places, which the load is \
              rewritten for. A `sock_common` has fewer of them than a `sock`: `bpf_sk_fullsock` and \
              `bpf_tcp_sock` give more, where there is more.
              """)
          .source("linux: `check_sock_access` (6.18)")
          .message("{register} invalid {type} access off={offset} size={size}");

  static final Rule UNOWNED =
      Rule.id("reference.release-of-unowned")
          .category(Category.RESOURCE_LIFETIME_SAFETY)
          .suggestion("release only what a lookup gave, and only once")
          .documentation(
              """
              Only a socket that was looked up is the program's to give back. The context's socket \
              belongs to whoever runs the program.
              """)
          .source("linux: `check_func_arg` (6.18)")
          .message("{register} must be referenced when passed to release function");

  private SocketRules() {}
}
