package mortise.plugin.ownership.api;

import mortise.spi.Declarations;
import mortise.spi.OwnershipLimit;
import mortise.spi.Policy;
import mortise.spi.StandardRules;

/// What the families of the semantics `linux` share: which kernel they mirror, and whether what it
/// wrongly accepts is accepted as well. A family asks for a policy where it depends on it.
public final class Mainline {
  /// Which kernel's functions and texts are mirrored.
  public static final Policy KERNEL =
      Policy.of("kernel", "Which kernel's functions and texts are mirrored.", "6.18", "7.2");

  /// Programs that the kernel accepts although they go wrong.
  public static final Policy HOLES =
      Policy.of(
          "holes",
          "Whether programs that 6.18 accepts although they go wrong are rejected (closed), or"
              + " accepted as it does.",
          "closed",
          "6.18");

  // The last type of a chain has no level below it.
  private static final int LEVELS_6 = 1;
  private static final int LEVELS_7 = 7;

  /// Program kinds that may allocate objects and keep them in collections.
  private static final String[] OBJECT_PROGRAMS = {
    "tracing",
    "tracepoint",
    "perf_event",
    "lsm",
    "sched_cls",
    "xdp",
    "struct_ops",
    "syscall",
    "cgroup_skb",
    "cgroup_sock",
    "cgroup_device",
    "cgroup_sock_addr",
    "cgroup_sockopt",
    "cgroup_sysctl",
    "sock_ops"
  };

  /// Source: linux `generic_btf_ids`, registered by `kfunc_init`, and
  /// `bpf_prog_type_to_kfunc_hook`, by which kinds share what is registered for one of them (6.18).
  public static String[] objectPrograms() {
    return OBJECT_PROGRAMS.clone();
  }

  /// Whether functions that came with 7.x exist.
  public static boolean is7(Declarations in) {
    return in.policy(KERNEL).startsWith("7");
  }

  /// Whether what 6.18 wrongly accepts is rejected.
  public static boolean closesHoles(Declarations in) {
    return in.policy(HOLES).equals("closed");
  }

  /// How deep types may own each other: of those that can be contained, leaves only in 6.18; in 7.2
  /// chains of eight with special fields.
  ///
  /// Source: linux `btf_check_and_fixup_fields` (6.18), as found in 7.2.
  public static OwnershipLimit ownership(Declarations in) {
    return is7(in)
        ? OwnershipLimit.of(LEVELS_7, StandardRules.OWNERSHIP).ofEveryStruct().withoutLeaves()
        : OwnershipLimit.of(LEVELS_6, StandardRules.OWNERSHIP);
  }

  private Mainline() {}
}
