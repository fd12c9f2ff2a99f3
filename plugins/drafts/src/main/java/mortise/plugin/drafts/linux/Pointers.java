package mortise.plugin.drafts.linux;

import java.util.List;
import mortise.spi.Condition;
import mortise.spi.Qualifier;
import mortise.spi.Target;

/// What mainline says of pointers beside what they point to, and the targets built from it.
final class Pointers {
  static final Qualifier NON_OWNING = Qualifier.of("non_own_ref", "");
  static final Qualifier RCU = Qualifier.of("rcu", "rcu_").alive();
  static final Qualifier TRUSTED = Qualifier.of("trusted", "trusted_").alive();
  static final Qualifier PERCPU = Qualifier.of("percpu", "percpu_").alive();
  static final Qualifier UNTRUSTED =
      Qualifier.of("untrusted", "untrusted_").readOnly("only read is supported");

  /// An allocated object, non-owning, whatever else (`rcu` comes with a refcount).
  static final Target NON_OWNING_OBJECT =
      new Target(Target.Kind.OBJECT, List.of(NON_OWNING), false, false);

  static final Target PERCPU_OBJECT = new Target(Target.Kind.OBJECT, List.of(PERCPU), false, false);

  static final Target HOST_OBJECT = new Target(Target.Kind.HOST_OBJECT, List.of(), false, false);

  /// In an RCU read section, explicit or not: held locks count ([LinuxRcu]), and so do programs
  /// that cannot sleep.
  static Condition inRcu() {
    return Condition.any(Condition.inside(LinuxRcu.READ), Condition.not(Condition.sleepable()));
  }

  /// The call is made by the comparison of an add to a tree.
  static Condition inLess() {
    return Condition.inCallbackOf("bpf_rbtree_add_impl", "bpf_rbtree_add");
  }

  private Pointers() {}
}
