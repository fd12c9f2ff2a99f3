package mortise.plugin.lock;

import static mortise.plugin.lock.ResLockRules.*;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.implies;
import static mortise.spi.Condition.inside;
import static mortise.spi.Condition.not;

import java.util.stream.Stream;
import mortise.plugin.interrupt.api.Interrupts;
import mortise.plugin.interrupt.api.Interrupts.Saver;
import mortise.plugin.lock.api.Locks;
import mortise.plugin.ownership.api.Mainline;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FunctionBuilder;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.SectionKind;
import mortise.spi.Target;

/// Resilient spin locks: they nest, and taking one may fail.
///
/// Source: linux `process_spin_lock`, `bpf_res_spin_lock` (6.18).
final class ResLocks {
  private static final long LOWEST_ERROR = -4095;

  private ResLocks() {}

  static void declare(Declarations in) {
    lock(in);
    unlock(in);
    lockSavingInterrupts(in);
    unlockRestoringInterrupts(in);
  }

  private static void lock(Declarations in) {
    var function =
        in.function("bpf_res_spin_lock")
            .allowedIn(Locks.HELD)
            .prototype("int bpf_res_spin_lock(struct bpf_res_spin_lock *lock)")
            .documentation(
                "Takes the lock and returns 0; or returns an error where it would wait for ever"
                    + " (`-EDEADLK`, `-ETIMEDOUT`).");
    var lock = lockParameter(in, function);
    function
        .requires(DEADLOCK, not(isHeld(lock)))
        .outcome(Outcome.of("locked", Result.scalar(0, 0), Effect.enter(Locks.RES_HELD, lock)))
        .outcome(failed())
        .runs(call -> ResSpinLock.lock(call.machine(), call.argument(0)));
  }

  private static Condition isHeld(Parameter lock) {
    return any(lock.isToken(Locks.RES_HELD), lock.isToken(Locks.RES_HELD_IRQ));
  }

  private static Outcome failed() {
    return Outcome.of("failed", Result.scalar(LOWEST_ERROR, -1));
  }

  private static void unlock(Declarations in) {
    var function =
        in.function("bpf_res_spin_unlock")
            .allowedIn(Locks.HELD)
            .prototype("void bpf_res_spin_unlock(struct bpf_res_spin_lock *lock)")
            .documentation("Releases the lock.");
    var lock = lockParameter(in, function);
    requireHeld(function, lock, Locks.RES_HELD);
    function
        .effects(Effect.leave(Locks.RES_HELD, lock))
        .returns(Result.nothing())
        .runs(
            call -> {
              ResSpinLock.unlock(call.machine(), call.argument(0));
              return 0;
            });
  }

  private static void lockSavingInterrupts(Declarations in) {
    var function =
        in.function("bpf_res_spin_lock_irqsave")
            .allowedIn(Locks.HELD)
            .prototype(
                "int bpf_res_spin_lock_irqsave(struct bpf_res_spin_lock *lock, unsigned long"
                    + " *flags)")
            .documentation(
                "As `bpf_res_spin_lock`; where the lock is taken interrupts are off, and the flags"
                    + " say how they were.");
    var lock = lockParameter(in, function);
    function.requires(DEADLOCK, not(isHeld(lock)));
    var flags = function.slot("flags", Interrupts.FLAGS, false);
    var locked =
        Stream.concat(
                Stream.of(Effect.enter(Locks.RES_HELD_IRQ, lock)),
                Stream.of(Interrupts.saved(flags, Saver.LOCK)))
            .toArray(Effect[]::new);
    function
        .outcome(Outcome.of("locked", Result.scalar(0, 0), locked))
        .outcome(failed())
        .runs(
            call -> {
              long answer = ResSpinLock.lock(call.machine(), call.argument(0));
              if (answer == 0) {
                Interrupts.save(call.machine(), call.argument(1));
              }
              return answer;
            });
  }

  private static void unlockRestoringInterrupts(Declarations in) {
    var function =
        in.function("bpf_res_spin_unlock_irqrestore")
            .allowedIn(Locks.HELD)
            .prototype(
                "void bpf_res_spin_unlock_irqrestore(struct bpf_res_spin_lock *lock, unsigned long"
                    + " *flags)")
            .documentation("Releases the lock, and puts interrupts back as they were.");
    var lock = lockParameter(in, function);
    requireHeld(function, lock, Locks.RES_HELD_IRQ);
    var flags = function.slot("flags", Interrupts.FLAGS, true);
    Interrupts.requireSaved(function, flags, Saver.LOCK);
    function
        .effects(Effect.leave(Locks.RES_HELD_IRQ, lock))
        .effects(Interrupts.restored(flags))
        .returns(Result.nothing())
        .runs(
            call -> {
              ResSpinLock.unlock(call.machine(), call.argument(0));
              Interrupts.restore(call.machine(), call.argument(1));
              return 0;
            });
  }

  private static Parameter lockParameter(Declarations in, FunctionBuilder function) {
    var lock = function.pointer("lock");
    function.requires(WRONG_POINTER, lock.pointsTo(Target.MAP_VALUE, Target.OBJECT));
    if (Mainline.is7(in)) {
      // 6.18 does not ask, and misses the lock once the callback is back.
      function.requires(IN_TREE_CALLBACK, not(LockFamily.inTreeCallback()));
    }
    function
        .requires(OFFSET_NOT_CONSTANT, lock.hasConstantOffset())
        .requires(MAP_WITHOUT_TYPES, implies(lock.pointsTo(Target.MAP_VALUE), lock.isTyped()))
        .requires(NONE_THERE, lock.hasField(Locks.RES_SPIN_LOCK))
        .requires(WRONG_OFFSET, lock.isField(Locks.RES_SPIN_LOCK));
    return lock;
  }

  private static void requireHeld(FunctionBuilder function, Parameter lock, SectionKind section) {
    function
        .requires(NOT_HELD, inside(Locks.HELD))
        .requires(DIFFERENT, lock.isToken(section))
        .requires(OUT_OF_ORDER, lock.isInnermost(Locks.sections().toArray(SectionKind[]::new)));
  }
}
