package mortise.plugin.drafts.linux;

import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.Policy;

/// What all families of mainline share.
final class Kernel {
  static final Policy VERSION =
      Policy.of("linux.kernel", "Which kernel's functions and texts are mirrored.", "6.18", "7.2");

  /// Program kinds that may allocate objects and keep them in collections.
  private static final String[] OBJECT_PROGRAMS = {
    "tc", "xdp", "tracing", "struct_ops", "syscall", "cgroup_skb"
  };

  static String[] objectPrograms() {
    return OBJECT_PROGRAMS.clone();
  }

  /// Whether functions that came with 7.x exist.
  static boolean is7(Declarations in) {
    return in.policy(VERSION).startsWith("7");
  }

  static FamilyInfo family(String id) {
    return FamilyInfo.of(id, "linux", "0.1.0", "[0.1,0.2)");
  }

  private Kernel() {}
}
