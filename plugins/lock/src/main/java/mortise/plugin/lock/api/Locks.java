package mortise.plugin.lock.api;

import java.util.List;
import mortise.spi.FieldKind;
import mortise.spi.SectionKind;
import mortise.spi.Shape;

/// The lock fields, and the sections in which locks are held: what containers guard themselves
/// with.
///
/// A resilient lock that is held counts as [#HELD] too: whoever asks for that, or allows his
/// functions in it, means every lock.
public final class Locks {
  /// What guards the containers beside it: a lock of any kind.
  public static final FieldKind ANY = FieldKind.general("lock");

  private static final String[] MAPS = {
    "array", "hash", "cgroup_storage", "sk_storage", "inode_storage", "task_storage", "cgrp_storage"
  };

  /// `struct bpf_spin_lock`.
  public static final FieldKind SPIN_LOCK = lock("bpf_spin_lock").build();

  /// `struct bpf_res_spin_lock`: taking it may fail, where it would never succeed.
  ///
  /// Source: linux `btf_parse_struct_metas` (6.18), which does not look for it.
  public static final FieldKind RES_SPIN_LOCK = lock("bpf_res_spin_lock").besidesOthers().build();

  /// The region between `bpf_spin_lock` and `bpf_spin_unlock`; its token is the lock.
  public static final SectionKind HELD = section("bpf_spin_lock");

  /// The region between `bpf_res_spin_lock` and `bpf_res_spin_unlock`.
  public static final SectionKind RES_HELD = section("bpf_res_spin_lock");

  /// The region between `bpf_res_spin_lock_irqsave` and `bpf_res_spin_unlock_irqrestore`.
  public static final SectionKind RES_HELD_IRQ = section("bpf_res_spin_lock_irqsave");

  private Locks() {}

  private static FieldKind.Builder lock(String struct) {
    return FieldKind.struct(struct, 4, 4)
        .unique()
        .sortOf(ANY)
        .mapKinds(MAPS)
        .shaped(new Shape.Lock(0, 4, 0));
  }

  private static SectionKind section(String name) {
    return new SectionKind(
        name,
        10,
        LockRules.HELD_AT_BOUNDARY,
        LockRules.CALL_INSIDE,
        LockRules.GLOBAL_CALL_INSIDE,
        true);
  }

  /// The sections in which a lock of any kind is held.
  public static List<SectionKind> sections() {
    return List.of(HELD, RES_HELD, RES_HELD_IRQ);
  }
}
