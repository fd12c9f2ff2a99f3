package mortise.plugin.drafts.linux;

import static mortise.plugin.drafts.linux.LinuxRcuRules.*;
import static mortise.spi.Condition.always;
import static mortise.spi.Condition.inside;
import static mortise.spi.Condition.not;

import java.util.List;
import mortise.spi.Access;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.Qualifier;
import mortise.spi.Result;
import mortise.spi.SectionKind;
import mortise.spi.Transform;

/// RCU read sections, and walks into the kernel's types that they protect (section 7).
final class LinuxRcu implements HelperFamily {
  static final SectionKind READ = SectionKind.permissive("rcu_read_lock", 160, HELD);

  @Override
  public FamilyInfo info() {
    return Kernel.family("rcu");
  }

  @Override
  public void declare(Declarations in) {
    in.ending(
        READ,
        Pointers.RCU,
        new Transform.Requalified(List.of(Pointers.RCU), List.of(Pointers.UNTRUSTED), true));
    in.sleepless(READ, "rcu_read_lock region");
    lock(in);
    unlock(in);
    walks(in);
  }

  private static void lock(Declarations in) {
    var f = in.function("bpf_rcu_read_lock").requires(IN_TREE_CALLBACK, not(Pointers.inLess()));
    if (!Kernel.is7(in)) {
      f.requires(NESTED, not(inside(READ)));
    }
    f.effects(Effect.enter(READ))
        .returns(Result.nothing())
        .prototype("void bpf_rcu_read_lock(void)")
        .documentation("Begins a read section.");
  }

  private static void unlock(Declarations in) {
    in.function("bpf_rcu_read_unlock")
        .requires(IN_TREE_CALLBACK, not(Pointers.inLess()))
        .requires(UNMATCHED, inside(READ))
        .effects(Effect.leave(READ))
        .returns(Result.nothing())
        .prototype("void bpf_rcu_read_unlock(void)")
        .documentation("Ends a read section; what it protected can be read, and no more.");
  }

  private static void walks(Declarations in) {
    walk(in, "task_struct", "cgroups", "css_set", false);
    walk(in, "task_struct", "real_parent", "task_struct", false);
    walk(in, "task_struct", "group_leader", "task_struct", false);
    walk(in, "css_set", "dfl_cgrp", "cgroup", false);
    walk(in, "cgroup", "kn", "kernfs_node", false);
    walk(in, "mm_struct", "exe_file", "file", true);
    walk(in, "mm_struct", "owner", "task_struct", true);
    trusted(in, "file", "f_inode", "inode", false);
    trusted(in, "dentry", "d_inode", "inode", true);
  }

  /// A member that RCU protects.
  private static void walk(
      Declarations in, String struct, String member, String to, boolean nullable) {
    in.walk(struct, member, reading(to, nullable, Pointers.RCU, kept(Pointers.inRcu())));
  }

  /// A member that lives as long as what it is a member of.
  private static void trusted(
      Declarations in, String struct, String member, String to, boolean nullable) {
    in.walk(
        struct,
        member,
        reading(to, nullable, Pointers.TRUSTED, Access.FIELD.has(Pointers.TRUSTED)));
  }

  /// What a walk starts from must itself be alive.
  private static Condition kept(Condition protectedNow) {
    return Condition.all(protectedNow, not(Access.FIELD.has(Pointers.UNTRUSTED)));
  }

  private static Access reading(
      String to, boolean nullable, Qualifier qualifier, Condition protectedNow) {
    var safe = Result.hostObject(to).qualified(qualifier);
    return new Access(
        List.of(
            new Access.Case(protectedNow, nullable ? safe.orNull() : safe),
            new Access.Case(always(), Result.hostObject(to).qualified(Pointers.UNTRUSTED))),
        READ_ONLY,
        List.of());
  }
}
