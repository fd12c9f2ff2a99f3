package mortise.plugin.lock;

import java.util.List;
import mortise.plugin.lock.api.LockRules;
import mortise.plugin.lock.api.Locks;
import mortise.plugin.ownership.api.Ownership;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.LayoutConstraint;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.SectionKind;
import mortise.spi.StandardRules;
import mortise.spi.Target;
import mortise.spi.Transform;

/// Locks as mainline has them, in map values, globals and objects: plain ones one at a time,
/// resilient ones nested.
///
/// Source: linux `process_spin_lock` (6.18).
public final class LockFamily implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("lock", "linux", "1.0.0", "[0.1,0.2)");

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    in.field(Locks.SPIN_LOCK);
    in.field(Locks.RES_SPIN_LOCK);
    for (var section : Locks.sections()) {
      in.ending(section, Ownership.BORROWED, Transform.toScalar());
    }
    in.implies(Locks.RES_HELD, Locks.HELD);
    in.implies(Locks.RES_HELD_IRQ, Locks.HELD);
    for (var lock : List.of(Locks.SPIN_LOCK, Locks.RES_SPIN_LOCK)) {
      in.forbid(lock, LockRules.TRACING, "kprobe", "tracepoint", "perf_event", "raw_tracepoint");
      in.forbid(lock, LockRules.SOCKET_FILTER, "socket");
    }
    in.layout(
        new LayoutConstraint(
            LockRules.TWO_KINDS, List.of(Locks.SPIN_LOCK, Locks.RES_SPIN_LOCK), List.of()));
    in.header(
        """
        /* family lock */
        struct bpf_spin_lock { __u32 val; };
        struct bpf_res_spin_lock { __u32 val; };
        """);
    declareLock(in);
    declareUnlock(in);
    ResLocks.declare(in);
  }

  private static void declareLock(Declarations in) {
    var function =
        in.helper(93, "bpf_spin_lock")
            .prototype("void bpf_spin_lock(struct bpf_spin_lock *lock)")
            .documentation("Waits until nobody holds the lock, and takes it.");
    var lock = lockParameter(function);
    function.effects(Effect.enter(Locks.HELD, lock)).returns(Result.nothing()).runs(SpinLock::lock);
  }

  private static void declareUnlock(Declarations in) {
    var function =
        in.helper(94, "bpf_spin_unlock")
            .prototype("void bpf_spin_unlock(struct bpf_spin_lock *lock)")
            .documentation("Releases the lock.")
            .allowedIn(Locks.HELD);
    var lock = lockParameter(function);
    function
        .requires(LockRules.NOT_HELD, Condition.inside(Locks.HELD))
        .requires(LockRules.DIFFERENT, lock.isToken(Locks.HELD))
        .requires(
            LockRules.OUT_OF_ORDER, lock.isInnermost(Locks.sections().toArray(SectionKind[]::new)))
        .effects(Effect.leave(Locks.HELD, lock))
        .returns(Result.nothing())
        .runs(SpinLock::unlock);
  }

  /// Source: linux `in_rbtree_lock_required_cb` (6.18).
  static Condition inTreeCallback() {
    return Condition.inCallbackOf("bpf_rbtree_add_impl", "bpf_rbtree_add");
  }

  private static Parameter lockParameter(FunctionBuilder function) {
    var lock = function.pointer("lock");
    function
        .requires(StandardRules.ARGUMENT_TYPE, lock.pointsTo(Target.MAP_VALUE, Target.OBJECT))
        .requires(LockRules.IN_TREE_CALLBACK, Condition.not(inTreeCallback()))
        .requires(LockRules.OFFSET_NOT_CONSTANT, lock.hasConstantOffset())
        .requires(
            LockRules.MAP_WITHOUT_TYPES,
            Condition.implies(lock.pointsTo(Target.MAP_VALUE), lock.isTyped()))
        .requires(
            LockRules.NO_LOCK_IN_MAP,
            Condition.implies(lock.pointsTo(Target.MAP_VALUE), lock.hasField(Locks.SPIN_LOCK)))
        .requires(LockRules.NO_LOCK_IN_OBJECT, lock.hasField(Locks.SPIN_LOCK))
        .requires(LockRules.WRONG_OFFSET, lock.isField(Locks.SPIN_LOCK));
    return lock;
  }
}
