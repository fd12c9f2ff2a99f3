package mortise.plugin.drafts.proposal;

import static mortise.plugin.drafts.proposal.ProposalOwnerRules.*;
import static mortise.spi.Condition.all;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.implies;
import static mortise.spi.Condition.none;
import static mortise.spi.Condition.not;

import java.util.List;
import mortise.plugin.drafts.proposal.Facts.Publication;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.Policy;
import mortise.spi.Result;
import mortise.spi.Subject;

/// Nodes that remember their container: asking, jumping, claiming, locking (§6, §7).
final class ProposalOwner implements HelperFamily {
  static final Policy UNKNOWN_NODES =
      Policy.setOf(
          "unknown-nodes",
          "How nodes in an unknown state can be dealt with.",
          List.of("owner"),
          "owner",
          "claim",
          "node-lock");

  @Override
  public FamilyInfo info() {
    return Facts.family("owner");
  }

  @Override
  public void declare(Declarations in) {
    var ways = in.policies(UNKNOWN_NODES);
    in.conflict(
        "claim needs owner: what is claimed is the owner field",
        UNKNOWN_NODES.chosen("claim"),
        UNKNOWN_NODES.notChosen("owner"));
    in.conflict(
        "claim and node-lock exclude each other: each says who may know an unlinked node",
        UNKNOWN_NODES.chosen("claim"),
        UNKNOWN_NODES.chosen("node-lock"));
    if (!ways.contains("owner")) {
      return;
    }
    in.field(Facts.OWNER);
    ProposalAllocator.constructor(in, "bpf_owner_init", Facts.OWNER);
    ends(in);
    ownsNode(in, "bpf_list_owns_node", ProposalList.LIST);
    ownsNode(in, "bpf_rbtree_owns_node", ProposalRbtree.TREE);
    owner(in, "bpf_list_owner", Facts.LIST_NODE);
    owner(in, "bpf_rbtree_owner", Facts.RB_NODE);
    if (ways.contains("claim")) {
      claimed(in);
      claim(in, "bpf_list_claim_node", Facts.LIST_NODE);
      claim(in, "bpf_rbtree_claim_node", Facts.RB_NODE);
      unclaim(in, "bpf_list_unclaim_node", Facts.LIST_NODE);
      unclaim(in, "bpf_rbtree_unclaim_node", Facts.RB_NODE);
    }
    if (ways.contains("node-lock")) {
      nodeLocks(in);
      ownerIsNull(in, "bpf_list_owner_is_null", Facts.LIST_NODE);
      ownerIsNull(in, "bpf_rbtree_owner_is_null", Facts.RB_NODE);
    }
  }

  /// What was learnt of a node under a lock ends with the lock.
  private static void ends(Declarations in) {
    for (var kind : nodes()) {
      var learnt = Subject.trackedField("learnt", kind);
      in.on(Events.UNLOCKING)
          .effects(
              Effect.forEach(
                  learnt,
                  learnt.isNaming(Facts.LINK, Events.LOCK),
                  Effect.set(learnt, Facts.LINK, Facts.UNKNOWN)));
    }
  }

  /// Under the container's lock the answer holds until unlock; where it is known nothing changes.
  private static void ownsNode(Declarations in, String name, Collection collection) {
    var f = collection.function(in, name);
    var node = withOwner(f, collection.node());
    var head = collection.container(f, "head");
    var unknown = node.passes(Facts.LINK, "unknown", (link, type, offset) -> isOpen(link));
    f.outcome(
            Outcome.of("true", Result.scalar(1, 1), Facts.link(node, head))
                .possibleIf(any(unknown, Facts.linkedTo(node, head))))
        .outcome(
            Outcome.of(
                    "false",
                    Result.scalar(0, 0),
                    Effect.when(unknown, Effect.bind(node, Facts.LINK, head, Link.Elsewhere::new)))
                .possibleIf(not(Facts.linkedTo(node, head))))
        .prototype("bool %s(void *node, void *head)".formatted(name))
        .documentation("Whether the node is in this container.");
  }

  private static boolean isOpen(Link link) {
    return link instanceof Link.Unknown || link instanceof Link.Elsewhere;
  }

  /// A map value lasts for the read section; an object is acquired unless it is on its way out.
  private static void owner(Declarations in, String name, FieldKind kind) {
    var f = in.function(name).requires(OUTSIDE_RCU, ProposalRcu.inRcu());
    withOwner(f, kind);
    var type = f.constant("local_type_id");
    f.requires(NOT_A_TYPE, type.namesStruct());
    f.outcome(Outcome.of("none", Result.scalar(0, 0)))
        .outcome(Outcome.of("map value", Result.someValueOf(type).qualified(Pointers.BORROWED_RCU)))
        .outcome(
            Outcome.of("object", Result.objectOf(type).acquired())
                .possibleIf(all(type.hasField(Facts.REFCOUNT), type.hasField(Facts.RCU_HEAD))))
        .prototype("void *%s(void *node, __u64 local_type_id)".formatted(name))
        .documentation("Whose container holds the node, if it is of that type.");
  }

  /// A claim outlives locks, and must be settled while the program still owns the object.
  private static void claimed(Declarations in) {
    for (var kind : nodes()) {
      var claimed = Subject.trackedField("claimed", kind);
      in.on(Events.RELEASING)
          .requires(
              CLAIM_LOST,
              any(
                  Events.OBJECT.owes(2, Facts.MANY),
                  Events.OBJECT
                      .fields(kind)
                      .passes(
                          Facts.LINK,
                          "not claimed",
                          (link, type, at) -> !link.equals(Facts.CLAIMED))));
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
                      claimed.companion(Facts.OWNER).isField(Facts.OWNER),
                      claimed.is(Facts.PUBLICATION, Publication.PUBLISHED)),
                  Effect.set(claimed, Facts.LINK, Facts.UNKNOWN)));
    }
    in.on(Events.UNLINKED)
        .effects(
            Effect.when(
                all(
                    Facts.shared(Events.NODE),
                    Events.NODE.companion(Facts.OWNER).isField(Facts.OWNER),
                    Events.NODE.is(Facts.PUBLICATION, Publication.PUBLISHED)),
                Effect.set(Events.NODE, Facts.LINK, Facts.CLAIMED_BY_REMOVAL)));
  }

  private static void claim(Declarations in, String name, FieldKind kind) {
    var f = in.function(name).allowedIn(ProposalLock.HOLDING);
    var node = withOwner(f, kind);
    f.requires(NOT_OWNED, node.isReferenced())
        .outcome(
            Outcome.of(
                    "true",
                    Result.scalar(1, 1),
                    Facts.doubt(node, Subject.trackedField("other", kind)),
                    Effect.set(node, Facts.LINK, Facts.CLAIMED))
                .possibleIf(
                    node.passes(
                        Facts.LINK,
                        "neither linked nor claimed",
                        (link, type, at) -> !link.isLinked() && !(link instanceof Link.Claimed))))
        .outcome(
            Outcome.of("false", Result.scalar(0, 0))
                .possibleIf(not(node.is(Facts.LINK, Facts.UNLINKED))))
        .prototype("bool %s(void *node)".formatted(name))
        .documentation("Reserves a node that is on no collection, without any lock.");
  }

  private static void unclaim(Declarations in, String name, FieldKind kind) {
    var f = in.function(name).allowedIn(ProposalLock.HOLDING);
    var node = withOwner(f, kind);
    f.requires(NOT_CLAIMED, node.is(Facts.LINK, Facts.CLAIMED, Facts.CLAIMED_BY_REMOVAL))
        .effects(Effect.set(node, Facts.LINK, Facts.UNKNOWN))
        .returns(Result.nothing())
        .prototype("void %s(void *node)".formatted(name))
        .documentation("Gives a claim back.");
  }

  private static void nodeLocks(Declarations in) {
    in.limitLockOrder(LOCK_CYCLE);
    var holdsNodeLock = nodeLocked(Events.NODE);
    var lock = Subject.trackedField("lock", ProposalLock.NODE_LOCK);
    in.on(Events.LINKING)
        .requires(
            NODE_LOCK_NOT_HELD,
            implies(
                all(
                    Events.NODE.hasField(ProposalLock.NODE_LOCK),
                    Events.NODE.is(Facts.PUBLICATION, Publication.PUBLISHED)),
                holdsNodeLock));
    in.on(Events.UNLINKED)
        .effects(
            Effect.when(
                all(
                    Events.NODE.hasField(ProposalLock.NODE_LOCK),
                    Events.NODE.is(Facts.PUBLICATION, Publication.PUBLISHED),
                    none(
                        lock,
                        all(lock.isSameAs(Events.NODE), lock.isToken(ProposalLock.HOLDING_NODE)))),
                Effect.set(Events.NODE, Facts.LINK, Facts.UNKNOWN)));
    for (var kind : nodes()) {
      var known = Subject.trackedField("known", kind);
      in.on(Events.NODE_UNLOCKING)
          .effects(
              Effect.forEach(
                  known,
                  all(known.isSameAs(Events.LOCK), known.is(Facts.LINK, Facts.UNLINKED)),
                  Effect.set(known, Facts.LINK, Facts.UNKNOWN)));
    }
  }

  private static void ownerIsNull(Declarations in, String name, FieldKind kind) {
    var f = in.function(name).allowedIn(ProposalLock.HOLDING, ProposalLock.HOLDING_NODE);
    var node = withOwner(f, kind);
    f.requires(NODE_LOCK_FOR_QUESTION, nodeLocked(node))
        .outcome(
            Outcome.of("true", Result.scalar(1, 1), Effect.set(node, Facts.LINK, Facts.UNLINKED))
                .possibleIf(
                    node.passes(Facts.LINK, "not linked", (link, type, at) -> !link.isLinked())))
        .outcome(
            Outcome.of("false", Result.scalar(0, 0))
                .possibleIf(not(node.is(Facts.LINK, Facts.UNLINKED))))
        .prototype("bool %s(void *node)".formatted(name))
        .documentation("Whether the node is on no collection; true lasts until node unlock.");
  }

  /// The node lock in the same object is held.
  private static Condition nodeLocked(Subject node) {
    return node.fields(ProposalLock.NODE_LOCK).isToken(ProposalLock.HOLDING_NODE);
  }

  private static Parameter withOwner(FunctionBuilder f, FieldKind kind) {
    var node = f.pointer("node");
    f.requires(
            NOT_A_NODE,
            all(node.pointsTo(Pointers.ANY_OBJECT), node.hasConstantOffset(), node.isField(kind)))
        .requires(NOT_LIVE, Facts.live(node))
        .requires(NO_OWNER_FIELD, node.companion(Facts.OWNER).isField(Facts.OWNER));
    return node;
  }

  private static FieldKind[] nodes() {
    return new FieldKind[] {Facts.LIST_NODE, Facts.RB_NODE};
  }
}
