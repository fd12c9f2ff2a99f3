package mortise.plugin.owner;

import static mortise.plugin.ownership.proposal.OwnerRules.*;
import static mortise.spi.Condition.all;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.implies;
import static mortise.spi.Condition.none;
import static mortise.spi.Condition.not;

import mortise.plugin.ownership.proposal.Construction;
import mortise.plugin.ownership.proposal.Events;
import mortise.plugin.ownership.proposal.Facts;
import mortise.plugin.ownership.proposal.Facts.Publication;
import mortise.plugin.ownership.proposal.OwnerWords;
import mortise.plugin.ownership.proposal.Owners;
import mortise.plugin.ownership.proposal.Sections;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.HelperFamily;
import mortise.spi.Shape;
import mortise.spi.Subject;
import mortise.spi.TypeView;

/// Nodes that remember their container: asking, jumping, claiming, locking (§6, §7).
public final class ProposalOwner implements HelperFamily {
  private static final FieldKind OWNER =
      FieldKind.struct("bpf_owner", 8, 8)
          .tagged("owner:{member}")
          .sortOf(Facts.OWNER, Facts.TRIVIAL)
          .shaped(new Shape.Owner(0, OwnerWords.HIGHEST))
          .build();

  @Override
  public FamilyInfo info() {
    return Facts.family("owner");
  }

  @Override
  public void declare(Declarations in) {
    var ways = in.policies(Owners.UNKNOWN_NODES);
    in.conflict(
        "claim needs owner: what is claimed is the owner field",
        Owners.UNKNOWN_NODES.chosen("claim"),
        Owners.UNKNOWN_NODES.notChosen("owner"));
    in.conflict(
        "claim and node-lock exclude each other: each says in its own way who may add a node",
        Owners.UNKNOWN_NODES.chosen("claim"),
        Owners.UNKNOWN_NODES.chosen("node-lock"));
    if (ways.isEmpty()) {
      return;
    }
    in.field(OWNER);
    in.header("#define __owner_of(node) __attribute__((btf_decl_tag(\"owner:\" #node)))");
    Construction.constructor(in, "bpf_owner_init", OWNER);
    ends(in);
    in.on(Events.LINKING).after(OwnerWords::linked);
    in.on(Events.UNLINKED)
        .after(ways.contains("claim") ? OwnerWords::unlinkedAndClaimed : OwnerWords::unlinked);
    in.on(Events.LAST).after(OwnerWords::last);
    if (ways.contains("claim")) {
      claimed(in);
    }
    if (ways.contains("node-lock")) {
      nodeLocks(in);
    }
  }

  /// What was learnt of a node under a lock ends with the lock.
  private static void ends(Declarations in) {
    var learnt = Subject.trackedField("learnt", Facts.NODE);
    in.on(Events.UNLOCKING)
        .effects(
            Effect.forEach(
                learnt,
                learnt.isNaming(Facts.LINK, Events.LOCK),
                Effect.set(learnt, Facts.LINK, Facts.UNKNOWN)));
  }

  /// A claim outlives locks, and must be settled while the program still owns the object.
  private static void claimed(Declarations in) {
    var claimed = Subject.trackedField("claimed", Facts.NODE);
    if (in.policy(Facts.COUNTING).equals("caller")) {
      in.on(Events.LINKING).before(OwnerWords::linkingLast);
    }
    in.on(Events.LINKING)
        .requires(
            // Under a lock it may still be given back before unlock, which is asked then.
            CLAIM_LOST, any(not(leavesWithAdd(in)), Events.CONTAINER.isGuarded(), noOtherRemoved()))
        .effects(
            Effect.when(
                Events.NODE.isToken(Sections.CLAIMED),
                Effect.leave(Sections.CLAIMED, Events.NODE)));
    in.on(Events.LEAVING)
        .requires(
            CLAIM_LOST,
            Events.OBJECT
                .fields(Facts.NODE)
                .passes(
                    Facts.LINK, "not claimed", (link, type, at) -> !link.equals(Facts.CLAIMED)));
    // What a removal claimed is settled with any reference that goes.
    in.on(Events.RELEASING)
        .before(OwnerWords::releasing)
        .effects(
            Effect.forEach(
                claimed,
                all(
                    claimed.is(Facts.LINK, Facts.CLAIMED_BY_REMOVAL),
                    not(claimed.isDistinctFrom(Events.OBJECT))),
                Effect.set(claimed, Facts.LINK, Facts.UNKNOWN)));
    var nodes = Events.OBJECT.fields(Facts.NODE);
    in.on(Events.LAST)
        .effects(
            Effect.when(
                not(none(nodes, nodes.isToken(Sections.CLAIMED))),
                Effect.leave(Sections.CLAIMED, nodes)));
    in.on(Events.UNLOCKING)
        .requires(
            CLAIM_LOST,
            none(
                claimed,
                all(
                    claimed.owes(0, 0),
                    claimed.is(Facts.LINK, Facts.CLAIMED, Facts.CLAIMED_BY_REMOVAL))))
        .effects(
            Effect.forEach(
                claimed,
                all(
                    claimed.is(Facts.LINK, Facts.UNLINKED),
                    Facts.shared(claimed),
                    claimed.companion(Facts.OWNER).isField(Facts.OWNER),
                    claimed.is(Facts.PUBLICATION, Publication.PUBLISHED)),
                Effect.set(claimed, Facts.LINK, Facts.UNKNOWN)));
    in.on(Events.SHARING)
        .effects(
            Effect.when(
                all(
                    Facts.shared(Events.OBJECT),
                    Events.OBJECT.is(Facts.PUBLICATION, Publication.PUBLISHED)),
                Effect.update(
                    Events.OBJECT.fields(Facts.NODE),
                    Facts.LINK,
                    "unknown, as others may claim it",
                    (link, type, at) ->
                        link.equals(Facts.UNLINKED) && hasOwner(type, at) ? Facts.UNKNOWN : link)));
    in.on(Events.UNLINKED)
        .effects(
            Effect.when(
                all(
                    Facts.shared(Events.NODE),
                    Events.NODE.companion(Facts.OWNER).isField(Facts.OWNER),
                    Events.NODE.is(Facts.PUBLICATION, Publication.PUBLISHED)),
                Effect.set(Events.NODE, Facts.LINK, Facts.CLAIMED_BY_REMOVAL)));
  }

  /// The program's last reference goes with the node that is added.
  private static Condition leavesWithAdd(Declarations in) {
    return in.policy(Facts.COUNTING).equals("helper")
        ? all(Events.NODE.owes(1, 1), not(Facts.shared(Events.NODE)))
        : Events.NODE.owes(1, 1);
  }

  /// None of the object's other nodes is claimed by its removal.
  private static Condition noOtherRemoved() {
    var other = Events.NODE.fields(Facts.NODE);
    return none(
        other,
        all(
            other.is(Facts.LINK, Facts.CLAIMED_BY_REMOVAL),
            not(other.isSameMemberAs(Events.NODE))));
  }

  private static boolean hasOwner(TypeView type, long node) {
    return type.fields().stream()
        .anyMatch(field -> field.kind().is(Facts.OWNER) && field.elementOffset() == node);
  }

  private static void nodeLocks(Declarations in) {
    in.limitLockOrder(LOCK_CYCLE);
    var holdsNodeLock = Owners.nodeLocked(Events.NODE);
    var lock = Subject.trackedField("lock", Facts.NODE_LOCK);
    in.on(Events.LINKING)
        .requires(
            NODE_LOCK_NOT_HELD,
            implies(
                all(
                    Events.NODE.hasField(Facts.NODE_LOCK),
                    Events.NODE.is(Facts.PUBLICATION, Publication.PUBLISHED)),
                holdsNodeLock));
    in.on(Events.UNLINKED)
        .effects(
            Effect.when(
                all(
                    Facts.shared(Events.NODE),
                    Events.NODE.hasField(Facts.NODE_LOCK),
                    Events.NODE.is(Facts.PUBLICATION, Publication.PUBLISHED),
                    none(
                        lock,
                        all(lock.isSameAs(Events.NODE), lock.isToken(Sections.HOLDING_NODE)))),
                Effect.set(Events.NODE, Facts.LINK, Facts.UNKNOWN)));
    var nodeLock = Events.OBJECT.fields(Facts.NODE_LOCK);
    in.on(Events.SHARING)
        .effects(
            Effect.when(
                all(
                    Facts.shared(Events.OBJECT),
                    Events.OBJECT.hasField(Facts.NODE_LOCK),
                    Events.OBJECT.is(Facts.PUBLICATION, Publication.PUBLISHED),
                    none(nodeLock, nodeLock.isToken(Sections.HOLDING_NODE))),
                Effect.update(
                    Events.OBJECT.fields(Facts.NODE),
                    Facts.LINK,
                    "unknown, as others may add it",
                    (link, type, at) -> link.equals(Facts.UNLINKED) ? Facts.UNKNOWN : link)));
    var known = Subject.trackedField("known", Facts.NODE);
    in.on(Events.NODE_UNLOCKING)
        .effects(
            Effect.forEach(
                known,
                all(known.isSameAs(Events.LOCK), known.is(Facts.LINK, Facts.UNLINKED)),
                Effect.set(known, Facts.LINK, Facts.UNKNOWN)));
  }
}
