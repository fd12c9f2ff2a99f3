package mortise.plugin.lock;

import static mortise.plugin.lock.ProposalLockRules.*;
import static mortise.spi.Condition.inside;
import static mortise.spi.Condition.not;

import mortise.plugin.ownership.proposal.Construction;
import mortise.plugin.ownership.proposal.Events;
import mortise.plugin.ownership.proposal.Facts;
import mortise.plugin.ownership.proposal.Pointers;
import mortise.plugin.ownership.proposal.Sections;
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
import mortise.spi.Shape;
import mortise.spi.Transform;

/// Container locks and node locks (§1, §4, §7).
public final class ProposalLock implements HelperFamily {
  private static final FieldKind LOCK =
      FieldKind.struct("bpf_spin_lock", 4, 4)
          .unique()
          .sortOf(Facts.LOCK, Facts.ANY_LOCK, Facts.TRIVIAL)
          .lifecycle(SpinLock.LIFECYCLE)
          .shaped(new Shape.Lock(0, SpinLock.SIZE, SpinLock.FREE))
          .build();
  private static final FieldKind NODE_LOCK =
      FieldKind.struct("bpf_spin_lock", 4, 4)
          .unique()
          .places(FieldKind.Place.OBJECT)
          .tagged("lock:node")
          .sortOf(Facts.NODE_LOCK, Facts.ANY_LOCK, Facts.TRIVIAL)
          .lifecycle(SpinLock.LIFECYCLE)
          .shaped(new Shape.Lock(0, SpinLock.SIZE, SpinLock.FREE))
          .build();
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
    in.header("#define __node_lock __attribute__((btf_decl_tag(\"lock:node\")))");
    var why = "{register} was borrowed under the lock that was released at {at}";
    in.ending(Sections.HOLDING, Pointers.BORROWED, Transform.poisoned(why));
    in.ending(
        Sections.HOLDING,
        Pointers.GIVEN_AWAY,
        Transform.poisoned("{register} was given away{settled} and the lock was released at {at}"));
    for (var section : new SectionKind[] {Sections.HOLDING, Sections.HOLDING_NODE}) {
      in.sleepless(section, "lock region");
    }
    Construction.constructor(in, "bpf_spin_lock_init", Facts.ANY_LOCK, LOCK);
    var containerFirst = in.policy(ORDER).equals("container-node");
    lock(in, containerFirst);
    unlock(in);
    nodeLock(in, containerFirst);
    nodeUnlock(in);
  }

  private static void lock(Declarations in, boolean containerFirst) {
    var f = in.function("bpf_spin_lock").allowedIn(Sections.HOLDING, Sections.HOLDING_NODE);
    f.requires(ALREADY_HELD, not(inside(Sections.HOLDING)));
    if (containerFirst) {
      f.requires(NODE_ORDER, not(inside(Sections.HOLDING_NODE)));
    }
    var lock = lock(f, LOCK);
    f.requires(BORROWED_IN_RCU, not(lock.has(Pointers.RCU)))
        .effects(Effect.enter(Sections.HOLDING, lock))
        .returns(Result.nothing())
        .prototype("void bpf_spin_lock(struct bpf_spin_lock *lock)")
        .documentation("Takes a container lock.")
        .runs(SpinLock::lock);
  }

  private static void unlock(Declarations in) {
    var f = in.function("bpf_spin_unlock").allowedIn(Sections.HOLDING, Sections.HOLDING_NODE);
    var lock = lock(f, LOCK);
    f.requires(NOT_HELD, lock.isToken(Sections.HOLDING))
        .effects(Effect.announce(Events.UNLOCKING, lock), Effect.leave(Sections.HOLDING, lock))
        .returns(Result.nothing())
        .prototype("void bpf_spin_unlock(struct bpf_spin_lock *lock)")
        .documentation("Releases a container lock; what was borrowed under it ends.")
        .runs(SpinLock.unlockTelling(Events.UNLOCKING));
  }

  private static void nodeLock(Declarations in, boolean containerFirst) {
    var f = in.function("bpf_node_lock").allowedIn(Sections.HOLDING, Sections.HOLDING_NODE);
    f.requires(ALREADY_HELD, not(inside(Sections.HOLDING_NODE)));
    if (!containerFirst) {
      f.requires(NODE_ORDER, not(inside(Sections.HOLDING)));
    }
    var lock = lock(f, NODE_LOCK);
    f.effects(Effect.enter(Sections.HOLDING_NODE, lock))
        .returns(Result.nothing())
        .prototype("void bpf_node_lock(struct bpf_spin_lock *lock)")
        .documentation("Takes the lock that guards an object's nodes.")
        .runs(SpinLock::lockNode);
  }

  private static void nodeUnlock(Declarations in) {
    var f = in.function("bpf_node_unlock").allowedIn(Sections.HOLDING, Sections.HOLDING_NODE);
    var lock = lock(f, NODE_LOCK);
    f.requires(NOT_HELD, lock.isToken(Sections.HOLDING_NODE))
        .effects(
            Effect.announce(Events.NODE_UNLOCKING, lock), Effect.leave(Sections.HOLDING_NODE, lock))
        .returns(Result.nothing())
        .prototype("void bpf_node_unlock(struct bpf_spin_lock *lock)")
        .documentation("Releases a node lock.")
        .runs(SpinLock.unlockTelling(Events.NODE_UNLOCKING));
  }

  private static Parameter lock(FunctionBuilder f, FieldKind kind) {
    var lock = f.pointer("lock");
    f.requires(NOT_THERE, lock.isField(kind)).requires(NOT_LIVE, Facts.live(lock));
    return lock;
  }
}
