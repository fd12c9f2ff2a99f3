package mortise.plugin.rcu;

import static mortise.plugin.rcu.RcuRules.*;
import static mortise.spi.Condition.inCallbackOf;
import static mortise.spi.Condition.inside;
import static mortise.spi.Condition.not;

import java.util.List;
import mortise.plugin.lock.api.Locks;
import mortise.plugin.ownership.api.Mainline;
import mortise.plugin.ownership.api.Ownership;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.Result;
import mortise.spi.Transform;

/// RCU read sections as mainline has them: what was read in one can be read afterwards, and no
/// more.
///
/// Source: linux `check_kfunc_call`, `in_rcu_cs` (6.18).
public final class RcuFamily implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("rcu", "linux", "1.0.0", "[0.1,0.2)");

  /// What it pointed to may be gone: the machine bears with reading, not with writing.
  private static final Transform UNPROTECTED =
      new Transform.Requalified(
          List.of(Ownership.RCU), List.of(Ownership.UNTRUSTED, Ownership.OUTLIVED), true);

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    in.implies(Locks.HELD, Ownership.READ);
    in.ending(Ownership.READ, Ownership.RCU, UNPROTECTED);
    boolean closed = Mainline.closesHoles(in);
    if (Mainline.is7(in) || closed) {
      in.ending(Locks.HELD, Ownership.RCU, UNPROTECTED, not(Ownership.inRcu()));
    }
    in.sleepless(Ownership.READ, "rcu_read_lock region");
    lock(in);
    unlock(in);
  }

  private static void lock(Declarations in) {
    var f =
        in.function("bpf_rcu_read_lock").requires(IN_TREE_CALLBACK, not(inCallbackOf(TREE_ADD)));
    if (!Mainline.is7(in)) {
      f.requires(NESTED, not(inside(Ownership.READ)));
    }
    f.effects(Effect.enter(Ownership.READ))
        .returns(Result.nothing())
        .prototype("void bpf_rcu_read_lock(void)")
        .documentation("Begins a read section: what is read in it does not go away.")
        .runs(Readers::enter);
  }

  private static void unlock(Declarations in) {
    in.function("bpf_rcu_read_unlock")
        .requires(IN_TREE_CALLBACK, not(inCallbackOf(TREE_ADD)))
        .requires(UNMATCHED, inside(Ownership.READ))
        .effects(Effect.leave(Ownership.READ))
        .returns(Result.nothing())
        .prototype("void bpf_rcu_read_unlock(void)")
        .documentation("Ends a read section; what it protected can be read, and no more.")
        .runs(Readers::leave);
  }
}
