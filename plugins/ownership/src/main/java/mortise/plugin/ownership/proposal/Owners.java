package mortise.plugin.ownership.proposal;

import static mortise.plugin.ownership.proposal.OwnerRules.*;
import static mortise.spi.Condition.all;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.not;

import java.util.List;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FunctionBuilder;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.Policy;
import mortise.spi.Result;
import mortise.spi.Subject;

/// The functions by which a collection tells whose a node is: asking, jumping, claiming (§6, §7).
/// Each collection declares its own.
public record Owners(Collection collection) {
  public static final Policy UNKNOWN_NODES =
      Policy.setOf(
          "unknown-nodes",
          "How nodes in an unknown state can be dealt with.",
          List.of("owner"),
          "owner",
          "claim",
          "node-lock");

  /// Functions called `<prefix>_owns_node`, `<prefix>_owner`, and those that the policy brings.
  public void declare(Declarations in, String prefix) {
    var ways = in.policies(UNKNOWN_NODES);
    if (ways.contains("owner")) {
      ownsNode(in, prefix + "_owns_node");
      owner(in, prefix + "_owner");
    }
    if (ways.contains("claim")) {
      claim(in, prefix + "_claim_node");
      unclaim(in, prefix + "_unclaim_node");
    }
    if (ways.contains("node-lock")) {
      ownerIsNull(in, prefix + "_owner_is_null");
    }
  }

  /// Under the container's lock the answer holds until unlock; where it is known nothing changes.
  private void ownsNode(Declarations in, String name) {
    var f = collection.function(in, name);
    var node = withOwner(f);
    var head = collection.guarded(f, "head");
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
        .documentation("Whether the node is in this container.")
        .runs(OwnerWords::ownsNode);
  }

  private static boolean isOpen(Link link) {
    return link instanceof Link.Unknown || link instanceof Link.Elsewhere;
  }

  /// A map value lasts for the read section; an object is acquired unless it is on its way out.
  private void owner(Declarations in, String name) {
    var f = in.function(name).requires(OUTSIDE_RCU, Sections.inRcu());
    withOwner(f);
    var type = f.constant("local_type_id");
    f.requires(NOT_A_TYPE, type.namesStruct());
    f.outcome(Outcome.of("none", Result.scalar(0, 0)))
        .outcome(
            Outcome.of("map value", Result.someValueOf(type).qualified(Pointers.BORROWED_RCU))
                .possibleIf(not(canBeGot(type))))
        .outcome(Outcome.of("object", Result.objectOf(type).acquired()).possibleIf(canBeGot(type)))
        .prototype("void *%s(void *node, __u64 local_type_id)".formatted(name))
        .documentation("Whose container holds the node, if it is of that type.")
        .runs(OwnerWords::owner);
  }

  /// A program could not tell one from the other, and has to give back only what it has got: a map
  /// value of a type whose objects can be got is not given.
  private static Condition canBeGot(Parameter type) {
    return all(type.hasField(Facts.COUNT), type.hasField(Facts.RCU_HEAD));
  }

  private void claim(Declarations in, String name) {
    var f = in.function(name).allowedIn(Sections.HOLDING);
    var node = withOwner(f);
    f.requires(NOT_OWNED, Facts.owned(node))
        .outcome(
            Outcome.of(
                    "true",
                    Result.scalar(1, 1),
                    Facts.doubt(node, Subject.trackedField("other", collection.node())),
                    Effect.set(node, Facts.LINK, Facts.CLAIMED),
                    Effect.enter(Sections.CLAIMED, node))
                .possibleIf(
                    node.passes(
                        Facts.LINK,
                        "neither linked nor claimed by a question",
                        (link, type, at) -> !link.isLinked() && !link.equals(Facts.CLAIMED))))
        .outcome(
            Outcome.of("false", Result.scalar(0, 0))
                .possibleIf(not(node.is(Facts.LINK, Facts.UNLINKED, Facts.CLAIMED_BY_REMOVAL))))
        .prototype("bool %s(void *node)".formatted(name))
        .documentation("Reserves a node that is on no collection, without any lock.")
        .runs(OwnerWords::claim);
  }

  private void unclaim(Declarations in, String name) {
    var f = in.function(name).allowedIn(Sections.HOLDING);
    var node = withOwner(f);
    f.requires(NOT_CLAIMED, node.is(Facts.LINK, Facts.CLAIMED, Facts.CLAIMED_BY_REMOVAL))
        .effects(
            Effect.set(node, Facts.LINK, Facts.UNKNOWN),
            // What has one owner nobody else could claim or add meanwhile.
            Effect.when(not(Facts.shared(node)), Effect.set(node, Facts.LINK, Facts.UNLINKED)),
            Effect.leave(Sections.CLAIMED, node))
        .returns(Result.nothing())
        .prototype("void %s(void *node)".formatted(name))
        .documentation("Gives a claim back.")
        .runs(OwnerWords::unclaim);
  }

  private void ownerIsNull(Declarations in, String name) {
    var f = in.function(name).allowedIn(Sections.HOLDING, Sections.HOLDING_NODE);
    var node = withOwner(f);
    f.requires(NODE_LOCK_FOR_QUESTION, nodeLocked(node))
        .outcome(
            Outcome.of("true", Result.scalar(1, 1), Effect.set(node, Facts.LINK, Facts.UNLINKED))
                .possibleIf(
                    node.passes(Facts.LINK, "not linked", (link, type, at) -> !link.isLinked())))
        .outcome(
            Outcome.of("false", Result.scalar(0, 0))
                .possibleIf(not(node.is(Facts.LINK, Facts.UNLINKED))))
        .prototype("bool %s(void *node)".formatted(name))
        .documentation("Whether the node is on no collection; true lasts until node unlock.")
        .runs(OwnerWords::isNull);
  }

  private Parameter withOwner(FunctionBuilder f) {
    var node = f.pointer("node");
    f.requires(
            NO_OWNER_FIELD,
            all(node.isField(collection.node()), node.companion(Facts.OWNER).isField(Facts.OWNER)))
        .requires(NOT_LIVE, Facts.live(node));
    return node;
  }

  /// The node lock in the same object is held.
  public static Condition nodeLocked(Subject node) {
    return all(
        node.hasField(Facts.NODE_LOCK),
        node.fields(Facts.NODE_LOCK).isToken(Sections.HOLDING_NODE));
  }
}
