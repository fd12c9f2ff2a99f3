package mortise.plugin.lock;

import mortise.plugin.lock.api.LockRules;
import mortise.plugin.lock.api.Locks;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.StandardRules;
import mortise.spi.Target;

/// Spin locks as mainline has them: one at a time, in map values, globals and objects.
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
    in.forbid(
        Locks.SPIN_LOCK, LockRules.TRACING, "kprobe", "tracepoint", "perf_event", "raw_tracepoint");
    in.forbid(Locks.SPIN_LOCK, LockRules.SOCKET_FILTER, "socket");
    in.header(
        """
        /* family lock */
        struct bpf_spin_lock { __u32 val; };
        """);
    declareLock(in);
    declareUnlock(in);
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
        .effects(Effect.leave(Locks.HELD, lock))
        .returns(Result.nothing())
        .runs(SpinLock::unlock);
  }

  private static Parameter lockParameter(FunctionBuilder function) {
    var lock = function.pointer("lock");
    function
        .requires(StandardRules.ARGUMENT_TYPE, lock.pointsTo(Target.MAP_VALUE, Target.OBJECT))
        .requires(LockRules.OFFSET_NOT_CONSTANT, lock.hasConstantOffset())
        .requires(
            LockRules.NO_LOCK_IN_MAP,
            Condition.implies(lock.pointsTo(Target.MAP_VALUE), lock.hasField(Locks.SPIN_LOCK)))
        .requires(LockRules.NO_LOCK_IN_OBJECT, lock.hasField(Locks.SPIN_LOCK))
        .requires(LockRules.WRONG_OFFSET, lock.isField(Locks.SPIN_LOCK));
    return lock;
  }
}
