package mortise.plugin.ownership.proposal;

import static mortise.spi.Condition.all;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.implies;
import static mortise.spi.Condition.none;
import static mortise.spi.Condition.not;

import java.util.ArrayList;
import java.util.List;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.Invocation;
import mortise.spi.Invocation.Repetition;
import mortise.spi.Movement;
import mortise.spi.Movement.Place;
import mortise.spi.Parameter;
import mortise.spi.Policy;
import mortise.spi.Result;
import mortise.spi.Subject;
import mortise.spi.Transform;
import mortise.spi.runtime.Implementation;

/// What lists and trees have in common: links, transfer of ownership, Sections.ITERATION, draining
/// (§3 – §5).
///
/// A family of intrusive containers declares itself with it: kinds, rules, and a line for each of
/// its functions.
public record Collection(
    CollectionRules rules, FieldKind container, FieldKind node, ContainerRuntime runtime) {

  public static final Policy TRANSFER =
      Policy.of(
          "transfer",
          "What a pointer is once its object was added: usable until unlock, or borrowed.",
          "release-on-unlock",
          "non-owning");

  private static final String VALUE =
      "#define __value(kind, name, node) "
          + "__attribute__((btf_decl_tag(#kind \":\" #name \":\" #node)))";

  /// Kinds of field that a drain without callback leaves behind without loss.
  private static final FieldKind[] NOTHING_TO_DRAIN = {
    Facts.NODE, Facts.OWNER, Facts.LOCK, Facts.NODE_LOCK
  };

  /// What holds at unlock, at the end of an object, after a removal, whoever caused it.
  public void declare(Declarations in) {
    in.field(node);
    in.field(container);
    in.header(VALUE);
    in.ending(
        Sections.ITERATION,
        Pointers.ELEMENT,
        Transform.poisoned("{register} was the element of an iteration that went on"));
    var linked = Subject.trackedField("linked", node);
    var iterated = Events.LOCK.fields(Facts.CONTAINER);
    in.on(Events.UNLOCKING)
        .requires(
            CollectionRules.UNLOCK_ITERATED, none(iterated, iterated.isToken(Sections.ITERATION)))
        .effects(
            Effect.forEach(
                linked,
                linked.isNaming(Facts.LINK, Events.LOCK),
                Effect.when(isLinked(linked), Facts.publish(linked)),
                Effect.set(linked, Facts.LINK, Facts.UNKNOWN)));
    in.on(Events.ENDING).requires(rules.stillLinked(), freeNodes(Events.OBJECT));
    in.on(Events.LAST).effects(Effect.set(Events.OBJECT.fields(node), Facts.LINK, Facts.UNLINKED));
    in.on(Events.UNLINKED)
        .effects(
            Effect.when(
                not(Facts.shared(Events.NODE)),
                Effect.set(Events.NODE.fields(node), Facts.LINK, Facts.UNLINKED)));
    in.on(Events.SHARING).effects(endUnguarded());
  }

  /// What is known of a container without its lock is known as long as its object is the program's
  /// alone.
  private Effect endUnguarded() {
    var held = Subject.trackedField("held", node);
    var lock = Events.OBJECT.fields(Facts.LOCK);
    return Effect.when(
        none(lock, lock.isToken(Sections.HOLDING)),
        Effect.forEach(
            held,
            held.isNaming(Facts.LINK, Events.OBJECT),
            Effect.when(
                held.has(Pointers.BORROWED),
                Effect.poison(
                    held,
                    "*",
                    "{register} was borrowed from an object that {function} at {at} shared")),
            Effect.set(held, Facts.LINK, Facts.UNKNOWN)));
  }

  private static Condition isLinked(Subject node) {
    return node.passes(Facts.LINK, "linked", (link, type, offset) -> link.isLinked());
  }

  private Condition freeNodes(Subject object) {
    return object
        .fields(node)
        .passes(Facts.LINK, "unlinked", (link, type, offset) -> link instanceof Link.Unlinked);
  }

  public FunctionBuilder function(Declarations in, String name) {
    return in.function(name).allowedIn(Sections.HOLDING, Sections.HOLDING_NODE);
  }

  /// The container: Live, and its lock held.
  public Parameter guarded(FunctionBuilder f, String name) {
    var head = f.pointer(name);
    f.requires(rules.notThere(), head.isField(container))
        .requires(rules.holderNotLive(), Facts.live(head))
        .requires(rules.lockNotHeld(), head.isGuarded());
    return head;
  }

  /// The container: Live, and its lock held unless its object is the program's alone.
  public Parameter container(FunctionBuilder f, String name) {
    var head = f.pointer(name);
    f.requires(rules.notThere(), head.isField(container))
        .requires(rules.holderNotLive(), Facts.live(head))
        .requires(rules.lockNotHeld(), any(head.isGuarded(), Facts.singleOwned(head)));
    return head;
  }

  /// That it is the node by which the container links its objects.
  private FunctionBuilder requireNode(FunctionBuilder f, Parameter node, Parameter head) {
    return f.requires(rules.wrongNode(), head.holdsMemberOf(node));
  }

  /// That the node can enter the container.
  public void requireAddable(FunctionBuilder f, Parameter added, Parameter head) {
    requireNode(f, added, head)
        .requires(rules.nodeNotLive(), Facts.live(added))
        .requires(rules.notOwned(), Facts.owned(added))
        .requires(rules.alreadyLinked(), Facts.free(added))
        .requires(rules.iterated(), not(head.isToken(Sections.ITERATION)));
  }

  /// What an add does: subscribers first, so that one who takes a reference of its own does so
  /// before one is given away.
  public Effect[] addEffects(Declarations in, Parameter added, Parameter head) {
    var after = in.policy(TRANSFER).equals("non-owning") ? Pointers.BORROWED : Pointers.GIVEN_AWAY;
    var other = Subject.trackedField("other", node);
    return new Effect[] {
      endBorrowed(head, added),
      Effect.forEach(
          other,
          all(other.isSameMemberAs(added), isLinked(other)),
          Effect.makeDistinct(other, added)),
      Effect.announce(Events.LINKING, added, head),
      Facts.doubt(added, other),
      Effect.announce(Events.SHARING, added),
      // Whoever finds the node finds its container.
      Effect.when(
          all(Facts.isPrivate(head), added.companion(Facts.OWNER).isField(Facts.OWNER)),
          Facts.publish(head)),
      Effect.when(head.isGuarded(), Facts.link(added, head), Effect.oweOneLess(added, after)),
      Effect.when(
          not(head.isGuarded()),
          Effect.set(added, Facts.LINK, Facts.UNKNOWN),
          Facts.publish(added),
          Facts.letGo(added))
    };
  }

  /// What was borrowed from a container without its lock ends with the next operation on it, but
  /// for the node that the operation is about.
  private Effect endBorrowed(Parameter head, Subject... exempt) {
    var borrowed = Subject.trackedField("borrowed", node);
    var others = new ArrayList<Condition>();
    others.add(Facts.linkedTo(borrowed, head));
    others.add(borrowed.has(Pointers.BORROWED));
    for (var one : exempt) {
      others.add(not(borrowed.isSameAs(one)));
    }
    return Effect.when(
        not(head.isGuarded()),
        Effect.forEach(
            borrowed,
            all(others.toArray(Condition[]::new)),
            Effect.poison(
                borrowed,
                "*",
                "{register} was borrowed without a lock, and {function} at {at} ended that"),
            Effect.set(borrowed, Facts.LINK, Facts.UNKNOWN)));
  }

  public void remove(Declarations in, String name) {
    var f = function(in, name);
    var removed = f.pointer("node");
    var head = container(f, "head");
    var other = Subject.trackedField("other", node);
    requireNode(f, removed, head)
        .requires(rules.notOnIt(), Facts.linkedTo(removed, head))
        .requires(
            rules.notTheElement(),
            implies(head.isToken(Sections.ITERATION), removed.has(Pointers.ELEMENT)))
        .effects(
            endBorrowed(head, removed),
            Effect.forEach(
                other,
                all(
                    other.isSameMemberAs(removed),
                    Facts.linkedTo(other, head),
                    not(other.isSameAs(removed)),
                    not(other.isDistinctFrom(removed))),
                Effect.set(other, Facts.LINK, Facts.UNKNOWN)),
            Effect.set(removed, Facts.LINK, Facts.UNLINKED));
    if (in.policy(TRANSFER).equals("non-owning")) {
      // Only what is returned owns; the others stay borrowed.
      f.effects(Effect.announce(Events.UNLINKED, removed, head))
          .returns(Result.wholeOf(removed).acquired());
    } else {
      f.effects(
              Effect.owe(removed, 1),
              Effect.announce(Events.UNLINKED, removed, head),
              Effect.unqualify(removed, Pointers.GIVEN_AWAY),
              Effect.unqualify(removed, Pointers.BORROWED),
              Effect.unqualify(removed, Pointers.ELEMENT))
          .returns(Result.wholeOf(removed));
    }
    f.moves(Movement.outOf(removed, head, Place.SOMEWHERE))
        .runs(runtime::remove)
        .prototype("void *%s(void *node, void *head)".formatted(name))
        .documentation("Takes the object out of the container; the program owns it then.");
  }

  public void pop(Declarations in, String name, Place place) {
    var f = function(in, name);
    var head = container(f, "head");
    var other = Subject.trackedField("other", node);
    var popped = Subject.result();
    f.requires(rules.iterated(), not(head.isToken(Sections.ITERATION)))
        .returns(Result.objectIn(head).acquired().orNull())
        .effects(
            endBorrowed(head),
            Effect.forEach(
                other,
                all(Facts.linkedTo(other, head), not(other.isDistinctFrom(popped))),
                Effect.set(other, Facts.LINK, Facts.UNKNOWN)),
            Effect.set(popped.nodeOf(head), Facts.LINK, Facts.UNLINKED),
            Effect.announce(Events.UNLINKED, popped.nodeOf(head), head))
        .moves(Movement.outOf(popped, head, place))
        .runs(place == Place.FIRST ? runtime::popFirst : runtime::popLast)
        .prototype("void *%s(void *head)".formatted(name))
        .documentation("Takes the object at one end out of the container, owned; may be null.");
  }

  public void peek(Declarations in, String name, Place place) {
    peek(in, name, place, place == Place.FIRST ? runtime::first : runtime::last);
  }

  /// As [#peek(Declarations, String, Place)], found in a way of its own; further parameters and
  /// another prototype may be added.
  public FunctionBuilder peek(
      Declarations in, String name, Place place, Implementation implementation) {
    var f = function(in, name);
    var head = container(f, "head");
    f.effects(endBorrowed(head));
    return borrowed(f, head)
        .moves(Movement.in(Subject.result(), head, place))
        .runs(implementation)
        .prototype("void *%s(void *head)".formatted(name))
        .documentation("An object that stays in the container, borrowed until unlock.");
  }

  /// A neighbour of a node that is known to be in the container.
  public void step(Declarations in, String name, Implementation implementation) {
    var f = function(in, name);
    var from = f.pointer("node");
    var head = container(f, "head");
    requireNode(f, from, head)
        .requires(rules.notOnIt(), Facts.linkedTo(from, head))
        .effects(endBorrowed(head));
    borrowed(f, head)
        .moves(Movement.in(Subject.result(), head, Place.SOMEWHERE))
        .runs(implementation)
        .prototype("void *%s(void *node, void *head)".formatted(name))
        .documentation("The object next to another, borrowed until unlock; may be null.");
  }

  private FunctionBuilder borrowed(FunctionBuilder f, Parameter head) {
    return f.returns(Result.objectIn(head).orNull().qualified(Pointers.BORROWED))
        .effects(Facts.link(Subject.result().nodeOf(head), head));
  }

  public void empty(Declarations in, String name) {
    var f = function(in, name);
    var head = container(f, "head");
    f.effects(endBorrowed(head))
        .returns(Result.scalar(0, 1))
        .runs(runtime::isEmpty)
        .prototype("bool %s(void *head)".formatted(name))
        .documentation("Whether the container holds nothing.");
  }

  public void forEach(Declarations in, String name) {
    var f = function(in, name);
    var head = container(f, "head");
    f.requires(rules.iterated(), not(head.isToken(Sections.ITERATION)));
    var callback = f.subprogram("callback");
    var context = CallbackContext.of(f);
    f.scalar("flags");
    f.effects(endBorrowed(head))
        .invokes(
            callback,
            Invocation.of(
                    Repetition.ANY,
                    new Invocation.Element(head, true, List.of(Pointers.ELEMENT)),
                    new Invocation.Passed(context))
                .returning(0, 1)
                .stoppingOn(1)
                .within(Sections.ITERATION, head)
                .entering(Facts.link(Invocation.argument(0).nodeOf(head), head)))
        .returns(Result.scalar())
        .runs(runtime::forEach)
        .prototype("long %s(void *head, void *callback, void *ctx, __u64 flags)".formatted(name))
        .documentation("Calls back with each object; the callback may remove the one it is given.");
  }

  public void constructors(Declarations in, String containerInit, String nodeInit) {
    Construction.constructor(in, containerInit, container);
    var f = in.function(nodeInit);
    var field = Construction.constructed(f, node);
    f.effects(Facts.construct(field), Effect.set(field, Facts.LINK, Facts.UNLINKED))
        .returns(Result.nothing())
        .moves(Movement.begins(field))
        .runs(Memory::construct)
        .prototype("void %s(struct %s *node)".formatted(nodeInit, node.name()))
        .documentation("Constructs the node, on no collection.");
  }

  public void destructors(Declarations in, String containerFini, String nodeFini) {
    drain(in, containerFini);
    var f = in.function(nodeFini);
    var field = Construction.destructed(f, node);
    f.requires(rules.stillLinked(), field.is(Facts.LINK, Facts.UNLINKED))
        .returns(Result.nothing())
        .moves(Movement.ends(field))
        .runs(call -> 0)
        .prototype("void %s(struct %s *node)".formatted(nodeFini, node.name()))
        .documentation("Destructs the node, which must be on no collection.");
  }

  /// The container leaves the fields to destruct before the first call; during the calls nobody may
  /// reach the dying object.
  private void drain(Declarations in, String name) {
    var f = in.function(name);
    var head = Construction.destructed(f, container);
    var callback = f.parameter("drain", new Parameter.Subprogram(true));
    var context = CallbackContext.of(f);
    var drained = Invocation.argument(0);
    f.requires(
            rules.drainNeeded(),
            any(not(callback.isNull()), head.pointee().hasOnlyFields(NOTHING_TO_DRAIN)))
        .effects(endBorrowed(head), Effect.poison(head, "*", "{register} is being drained"))
        .invokes(
            callback,
            Invocation.of(
                    Repetition.ANY,
                    new Invocation.Removed(head, true),
                    new Invocation.Passed(context))
                .returning(0, 0)
                .entering(
                    Effect.set(drained.nodeOf(head), Facts.LINK, Facts.UNLINKED),
                    Effect.announce(Events.UNLINKED, drained.nodeOf(head), head)))
        .effects(Effect.cure(head, "*"))
        .returns(Result.nothing())
        .moves(Movement.ends(head))
        .runs(runtime::drain)
        .prototype("void %s(void *head, void *drain, void *ctx)".formatted(name))
        .documentation("Destructs the container; `drain` gets each object that is left, owned.");
  }
}
