package mortise.plugin.lock.api;

import mortise.spi.FieldKind;
import mortise.spi.SectionKind;
import mortise.spi.Shape;

/// The lock field, and the section in which it is held: what containers guard themselves with.
public final class Locks {
  /// `struct bpf_spin_lock`.
  public static final FieldKind SPIN_LOCK =
      FieldKind.struct("bpf_spin_lock", 4, 4)
          .unique()
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

  private Locks() {}
}
