package mortise.plugin.lock.api;

import java.util.List;
import mortise.spi.FieldKind;
import mortise.spi.SectionKind;
import mortise.spi.Shape;

/// The lock field, and the section in which it is held: what containers guard themselves with.
public final class Locks {
  /// What guards the containers beside it: a lock of any kind.
  public static final FieldKind ANY = FieldKind.general("lock");

  /// `struct bpf_spin_lock`.
  public static final FieldKind SPIN_LOCK =
      FieldKind.struct("bpf_spin_lock", 4, 4)
          .unique()
          .sortOf(ANY)
          .mapKinds(
              "array",
              "hash",
              "cgroup_storage",
              "sk_storage",
              "inode_storage",
              "task_storage",
              "cgrp_storage")
          .shaped(new Shape.Lock(0, 4, 0))
          .build();

  /// The region between `bpf_spin_lock` and `bpf_spin_unlock`; its token is the lock.
  public static final SectionKind HELD =
      new SectionKind(
          "bpf_spin_lock",
          10,
          LockRules.HELD_AT_BOUNDARY,
          LockRules.CALL_INSIDE,
          LockRules.GLOBAL_CALL_INSIDE,
          true);

  /// The sections in which a lock of any kind is held.
  public static List<SectionKind> sections() {
    return List.of(HELD);
  }

  private Locks() {}
}
