package mortise.plugin.drafts.proposal;

import static mortise.plugin.drafts.proposal.ProposalLockRules.*;
import static mortise.spi.Condition.inside;
import static mortise.spi.Condition.not;

import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Parameter;
import mortise.spi.Policy;
import mortise.spi.Result;
import mortise.spi.SectionKind;
import mortise.spi.Transform;

/// Container locks and node locks (§1, §4, §7).
final class ProposalLock implements HelperFamily {
  static final FieldKind LOCK = FieldKind.struct("bpf_spin_lock", 4, 4).unique().build();
  static final FieldKind NODE_LOCK =
      FieldKind.struct("bpf_spin_lock", 4, 4)
          .unique()
          .places(FieldKind.Place.OBJECT)
          .tagged("lock:node")
          .build();
  static final SectionKind HOLDING =
      new SectionKind("lock", 50, HELD, CALL_INSIDE, GLOBAL_CALL_INSIDE, true);
  static final SectionKind HOLDING_NODE =
      new SectionKind("node lock", 51, HELD, CALL_INSIDE, GLOBAL_CALL_INSIDE, true);
  static final Policy ORDER =
      Policy.of(
          "lock.order",
          "Which of a container lock and a node lock is taken first.",
          "container-node",
          "node-container");

  @Override
  public FamilyInfo info() {
    return Facts.family("lock");
  }

  @Override
  public void declare(Declarations in) {
    in.field(LOCK);
    in.field(NODE_LOCK);
    var why = "was borrowed under a lock that was released";
    in.ending(HOLDING, Pointers.BORROWED, Transform.poisoned(why));
    in.ending(
        HOLDING,
        Pointers.GIVEN_AWAY,
        Transform.poisoned("was given away under a lock that was released"));
    for (var section : new SectionKind[] {HOLDING, HOLDING_NODE}) {
      in.sleepless(section, "lock region");
    }
    ProposalAllocator.constructor(in, "bpf_spin_lock_init", LOCK);
    var containerFirst = in.policy(ORDER).equals("container-node");
    lock(in, containerFirst);
    unlock(in);
    nodeLock(in, containerFirst);
    nodeUnlock(in);
  }

  private static void lock(Declarations in, boolean containerFirst) {
    var f = in.function("bpf_spin_lock");
    if (!containerFirst) {
      f.allowedIn(HOLDING_NODE);
    }
    var lock = lock(f, LOCK);
    f.requires(ALREADY_HELD, not(inside(HOLDING)))
        .requires(BORROWED_IN_RCU, not(lock.has(Pointers.RCU)))
        .effects(Effect.enter(HOLDING, lock))
        .returns(Result.nothing())
        .prototype("void bpf_spin_lock(struct bpf_spin_lock *lock)")
        .documentation("Takes a container lock.");
  }

  private static void unlock(Declarations in) {
    var f = in.function("bpf_spin_unlock").allowedIn(HOLDING, HOLDING_NODE);
    var lock = lock(f, LOCK);
    f.requires(NOT_HELD, lock.isToken(HOLDING))
        .effects(Effect.announce(Events.UNLOCKING, lock), Effect.leave(HOLDING, lock))
        .returns(Result.nothing())
        .prototype("void bpf_spin_unlock(struct bpf_spin_lock *lock)")
        .documentation("Releases a container lock; what was borrowed under it ends.");
  }

  private static void nodeLock(Declarations in, boolean containerFirst) {
    var f = in.function("bpf_node_lock");
    if (containerFirst) {
      f.allowedIn(HOLDING);
    }
    var lock = lock(f, NODE_LOCK);
    f.requires(NODE_ORDER, not(inside(HOLDING_NODE)))
        .effects(Effect.enter(HOLDING_NODE, lock))
        .returns(Result.nothing())
        .prototype("void bpf_node_lock(struct bpf_spin_lock *lock)")
        .documentation("Takes the lock that guards an object's nodes.");
  }

  private static void nodeUnlock(Declarations in) {
    var f = in.function("bpf_node_unlock").allowedIn(HOLDING, HOLDING_NODE);
    var lock = lock(f, NODE_LOCK);
    f.requires(NOT_HELD, lock.isToken(HOLDING_NODE))
        .effects(Effect.announce(Events.NODE_UNLOCKING, lock), Effect.leave(HOLDING_NODE, lock))
        .returns(Result.nothing())
        .prototype("void bpf_node_unlock(struct bpf_spin_lock *lock)")
        .documentation("Releases a node lock.");
  }

  private static Parameter lock(FunctionBuilder f, FieldKind kind) {
    var lock = f.pointer("lock");
    f.requires(WRONG_POINTER, lock.pointsTo(Pointers.ANY_VALUE, Pointers.ANY_OBJECT))
        .requires(VARIABLE_OFFSET, lock.hasConstantOffset())
        .requires(NOT_THERE, lock.isField(kind))
        .requires(NOT_LIVE, Facts.live(lock));
    return lock;
  }
}
