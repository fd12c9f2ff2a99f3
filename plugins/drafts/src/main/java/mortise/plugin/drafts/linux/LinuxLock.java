package mortise.plugin.drafts.linux;

import static mortise.plugin.drafts.linux.LinuxLockRules.*;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.inside;
import static mortise.spi.Condition.not;

import java.util.List;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.LayoutConstraint;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.SectionKind;
import mortise.spi.Target;
import mortise.spi.Transform;

/// Spin locks and resilient spin locks (section 2). They end non-owning references (section 6).
///
/// Left out as never reached: `Locking two bpf_spin_locks are not allowed`; the call itself is.
final class LinuxLock implements HelperFamily {
  private static final long ERRNO_LEAST = -4095;
  private static final String[] MAPS = {
    "array", "hash", "cgroup_storage", "sk_storage", "inode_storage", "task_storage", "cgrp_storage"
  };

  static final FieldKind LOCK =
      FieldKind.struct("bpf_spin_lock", 4, 4).unique().mapKinds(MAPS).build();
  static final FieldKind RES_LOCK =
      FieldKind.struct("bpf_res_spin_lock", 4, 4).unique().mapKinds(MAPS).build();

  static final SectionKind SPIN = section("bpf_spin_lock");
  static final SectionKind RES = section("bpf_res_spin_lock");
  static final SectionKind RES_IRQ = section("bpf_res_spin_lock_irqsave");

  static SectionKind[] sections() {
    return new SectionKind[] {SPIN, RES, RES_IRQ};
  }

  private static SectionKind section(String name) {
    return new SectionKind(name, 50, HELD, CALL_INSIDE, GLOBAL_CALL_INSIDE, true);
  }

  @Override
  public FamilyInfo info() {
    return Kernel.family("lock");
  }

  @Override
  public void declare(Declarations in) {
    in.field(LOCK);
    in.field(RES_LOCK);
    in.layout(new LayoutConstraint(TWO_KINDS, List.of(LOCK, RES_LOCK), List.of()));
    for (var section : sections()) {
      in.ending(section, Pointers.NON_OWNING, Transform.toScalar());
      in.implies(section, LinuxRcu.READ);
      in.sleepless(section, "lock region");
    }
    spin(in);
    unlockSpin(in);
    res(in);
    unlockRes(in);
    resIrq(in);
    unlockResIrq(in);
  }

  private static void spin(Declarations in) {
    var f = in.helper(93, "bpf_spin_lock");
    var lock = spinPointer(f);
    f.effects(Effect.enter(SPIN, lock))
        .returns(Result.nothing())
        .prototype("void bpf_spin_lock(struct bpf_spin_lock *lock)")
        .documentation("Waits for the lock and takes it.");
  }

  private static void unlockSpin(Declarations in) {
    var f = in.helper(94, "bpf_spin_unlock").allowedIn(sections());
    var lock = spinPointer(f);
    f.requires(NOT_TAKEN, anyHeld())
        .requires(DIFFERENT, lock.isToken(SPIN))
        .requires(OUT_OF_ORDER, lock.isInnermost(sections()))
        .effects(Effect.leave(SPIN, lock))
        .returns(Result.nothing())
        .prototype("void bpf_spin_unlock(struct bpf_spin_lock *lock)")
        .documentation("Releases the lock; non-owning references end.");
  }

  private static void res(Declarations in) {
    var f = in.function("bpf_res_spin_lock").allowedIn(sections());
    var lock = resPointer(f);
    notAgain(f, lock);
    f.outcome(Outcome.of("locked", Result.scalar(0, 0), Effect.enter(RES, lock)))
        .outcome(Outcome.of("failed", Result.scalar(ERRNO_LEAST, -1)))
        .prototype("int bpf_res_spin_lock(struct bpf_res_spin_lock *lock)")
        .documentation("Takes the lock, or fails where that would be a deadlock.");
  }

  private static void unlockRes(Declarations in) {
    var f = in.function("bpf_res_spin_unlock").allowedIn(sections());
    var lock = resPointer(f);
    unlock(f, lock, RES);
    f.effects(Effect.leave(RES, lock))
        .returns(Result.nothing())
        .prototype("void bpf_res_spin_unlock(struct bpf_res_spin_lock *lock)")
        .documentation("Releases the lock; non-owning references end.");
  }

  private static void resIrq(Declarations in) {
    var f = in.function("bpf_res_spin_lock_irqsave").allowedIn(sections());
    var lock = resPointer(f);
    notAgain(f, lock);
    var flags = f.slot("flags", LinuxInterrupt.FLAGS, false);
    f.outcome(
            Outcome.of(
                "locked",
                Result.scalar(0, 0),
                Effect.enter(RES_IRQ, lock),
                Effect.createSlot(flags),
                Effect.enter(LinuxInterrupt.IRQ, flags),
                Effect.set(flags, LinuxInterrupt.SAVED_BY, LinuxInterrupt.Saver.LOCK)))
        .outcome(Outcome.of("failed", Result.scalar(ERRNO_LEAST, -1)))
        .prototype(
            "int bpf_res_spin_lock_irqsave(struct bpf_res_spin_lock *lock, unsigned long *flags)")
        .documentation("As `bpf_res_spin_lock`, with interrupts off.");
  }

  private static void unlockResIrq(Declarations in) {
    var f = in.function("bpf_res_spin_unlock_irqrestore").allowedIn(sections());
    var lock = resPointer(f);
    unlock(f, lock, RES_IRQ);
    var flags = f.slot("flags", LinuxInterrupt.FLAGS, true);
    LinuxInterrupt.requireSaved(f, flags, LinuxInterrupt.Saver.LOCK);
    f.effects(
            Effect.leave(RES_IRQ, lock),
            Effect.leave(LinuxInterrupt.IRQ, flags),
            Effect.destroySlot(flags))
        .returns(Result.nothing())
        .prototype(
            "void bpf_res_spin_unlock_irqrestore(struct bpf_res_spin_lock *lock, unsigned long"
                + " *flags)")
        .documentation("As `bpf_res_spin_unlock`, and interrupts as they were.");
  }

  private static Parameter spinPointer(FunctionBuilder f) {
    f.requires(IN_TREE_CALLBACK, not(Pointers.inLess()));
    var lock = f.pointer("lock");
    f.requires(WRONG_POINTER, lock.pointsTo(Target.MAP_VALUE, Target.OBJECT))
        .requires(VARIABLE_OFFSET, lock.hasConstantOffset())
        .requires(UNTYPED, lock.isTyped())
        .requires(NONE_THERE, lock.hasField(LOCK))
        .requires(ELSEWHERE, lock.isField(LOCK));
    return lock;
  }

  private static Parameter resPointer(FunctionBuilder f) {
    var lock = f.pointer("lock");
    f.requires(RES_WRONG_POINTER, lock.pointsTo(Target.MAP_VALUE, Target.OBJECT))
        .requires(RES_IN_TREE_CALLBACK, not(Pointers.inLess()))
        .requires(RES_VARIABLE_OFFSET, lock.hasConstantOffset())
        .requires(RES_UNTYPED, lock.isTyped())
        .requires(RES_NONE_THERE, lock.hasField(RES_LOCK))
        .requires(RES_ELSEWHERE, lock.isField(RES_LOCK));
    return lock;
  }

  private static void notAgain(FunctionBuilder f, Parameter lock) {
    f.requires(DEADLOCK, not(any(lock.isToken(RES), lock.isToken(RES_IRQ))));
  }

  private static void unlock(FunctionBuilder f, Parameter lock, SectionKind section) {
    f.requires(RES_NOT_TAKEN, anyHeld())
        .requires(RES_DIFFERENT, lock.isToken(section))
        .requires(RES_OUT_OF_ORDER, lock.isInnermost(sections()));
  }

  private static Condition anyHeld() {
    return any(inside(SPIN), inside(RES), inside(RES_IRQ));
  }
}
