package mortise.plugin.ownership.proposal;

import static mortise.spi.Condition.all;
import static mortise.spi.Condition.always;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.not;

import mortise.spi.Condition;
import mortise.spi.Effect;
import mortise.spi.Facet;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.Policy;
import mortise.spi.Subject;

/// The facts that the families of the proposal share (§1 of the rule book), and what is often said
/// of them.
public final class Facts {
  /// Whether the program is the only one that can reach an object through a reference.
  public enum Standing {
    UNKNOWN,
    SINGLE,
    /// Single, and the count taken to 0 so that RCU readers cannot raise it.
    FROZEN
  }

  public enum Publication {
    PUBLISHED,
    /// Only this program ever knew of it.
    PRIVATE,
    /// Only this program knows of it, but RCU readers may still look at what they found before.
    REGAINED
  }

  public static final Policy COUNTING =
      Policy.of(
          "refcount",
          "Who counts: programs (functions only move references) or functions.",
          "caller",
          "helper");

  public static final long MANY = Integer.MAX_VALUE;

  public static final Link UNLINKED = new Link.Unlinked();
  public static final Link UNKNOWN = new Link.Unknown();
  public static final Link CLAIMED = new Link.Claimed(true);
  public static final Link CLAIMED_BY_REMOVAL = new Link.Claimed(false);

  public static final Facet<Lifecycle> LIFECYCLE =
      Facet.onIdentity("allocator.lifecycle", Lifecycle.class, new Lifecycle.Live());
  public static final Facet<Link> LINK = Facet.onField("collection.link", Link.class, UNKNOWN);
  public static final Facet<Standing> STANDING =
      Facet.onIdentity("refcount.standing", Standing.class, Standing.UNKNOWN);
  public static final Facet<Publication> PUBLICATION =
      Facet.onIdentity("allocator.publication", Publication.class, Publication.PUBLISHED);

  /// What a container links objects by.
  public static final FieldKind NODE = FieldKind.general("node");

  /// What holds objects by their nodes.
  public static final FieldKind CONTAINER = FieldKind.general("container");

  /// What guards the containers beside it.
  public static final FieldKind LOCK = FieldKind.general("lock");

  /// What guards an object's nodes.
  public static final FieldKind NODE_LOCK = FieldKind.general("node lock");

  /// Either of them.
  public static final FieldKind ANY_LOCK = FieldKind.general("bpf_spin_lock");

  /// How many owners an object has.
  public static final FieldKind COUNT = FieldKind.general("refcount");

  /// With it an object ends after a grace period only.
  public static final FieldKind RCU_HEAD = FieldKind.general("rcu head");

  /// Which container a node is on.
  public static final FieldKind OWNER = FieldKind.general("owner");

  /// A pointer that owns.
  public static final FieldKind KPTR = FieldKind.general("kptr");

  /// What needs no destructor.
  public static final FieldKind TRIVIAL = FieldKind.general("trivial");

  public static FamilyInfo family(String id) {
    return FamilyInfo.of(id, "proposal", "0.1.0", "[0.1,0.2)");
  }

  public static Condition live(Subject subject) {
    return subject.passes(LIFECYCLE, "live", (state, type, offset) -> state.isLive());
  }

  public static Condition shared(Subject subject) {
    return subject.hasField(COUNT);
  }

  /// Owned by this very pointer: owed for, and not borrowed.
  public static Condition owned(Subject subject) {
    return all(
        subject.isReferenced(),
        not(subject.has(Pointers.BORROWED)),
        not(subject.has(Pointers.ELEMENT)));
  }

  /// Owned by this pointer, and by nobody else.
  public static Condition singleOwned(Subject subject) {
    return all(owned(subject), subject.owes(1, 1), onlyOwner(subject));
  }

  /// Whoever owns it is its only owner.
  static Condition onlyOwner(Subject subject) {
    return any(
        not(shared(subject)),
        subject.is(STANDING, Standing.SINGLE, Standing.FROZEN),
        isPrivate(subject));
  }

  public static Condition isPrivate(Subject subject) {
    return subject.is(PUBLICATION, Publication.PRIVATE, Publication.REGAINED);
  }

  public static Condition frozen(Subject subject) {
    return all(shared(subject), subject.fields(COUNT).isToken(Sections.FROZEN));
  }

  /// Ends the downgrade of a frozen object.
  public static Effect unfreeze(Subject object) {
    return Effect.when(
        frozen(object),
        Effect.leave(Sections.FROZEN, object.fields(COUNT)),
        Effect.set(object, STANDING, Standing.SINGLE));
  }

  public static Condition free(Subject node) {
    return node.passes(LINK, "on no collection", (link, type, offset) -> link.isFree());
  }

  /// Each of the object's nodes is known to be on no collection.
  public static Condition unlinked(Subject object) {
    return object
        .fields(NODE)
        .passes(LINK, "unlinked", (link, type, offset) -> link instanceof Link.Unlinked);
  }

  /// None of the object's nodes is known to be on a collection.
  public static Condition notLinked(Subject object) {
    return notLinkedNode(object.fields(NODE));
  }

  private static Condition notLinkedNode(Subject node) {
    return node.passes(LINK, "not linked", (link, type, offset) -> !link.isLinked());
  }

  public static Condition linkedTo(Subject node, Subject container) {
    return node.is(LINK, container, Link.Linked::new);
  }

  public static Effect link(Subject node, Subject container) {
    return Effect.bind(node, LINK, container, Link.Linked::new);
  }

  public static Effect construct(Subject field) {
    return Effect.update(
        field, LIFECYCLE, "constructed", (state, type, offset) -> state.construct(type, offset));
  }

  /// A step of a constructor that takes several, but not the last.
  public static Effect step(Subject field) {
    return Effect.update(field, LIFECYCLE, "begun", (state, type, offset) -> state.step(offset));
  }

  public static Effect destruct(Subject field) {
    return Effect.update(
        field, LIFECYCLE, "destructed", (state, type, offset) -> state.destruct(type, offset));
  }

  /// Whatever else the node could be is as unknown as before it was touched.
  public static Effect doubt(Subject node, Subject other) {
    return Effect.forEach(
        other,
        all(other.isSameMemberAs(node), not(other.isSameAs(node)), not(other.isDistinctFrom(node))),
        Effect.set(other, LINK, UNKNOWN));
  }

  /// Others can know of the object from here on.
  public static Effect publish(Subject object) {
    return Effect.when(
        always(),
        Effect.set(object, PUBLICATION, Publication.PUBLISHED),
        Effect.announce(Events.SHARING, object));
  }

  /// What the object may be as well is published with it.
  public static Effect publishOthers(Subject object) {
    var other = Subject.tracked("other private");
    return Effect.forEach(
        other,
        all(isPrivate(other), not(other.isSameAs(object)), not(other.isDistinctFrom(object))),
        publish(other));
  }

  /// The program is its single owner, and nobody else knows of it.
  public static Effect regain(Subject object) {
    return Effect.when(
        always(),
        Effect.set(object, STANDING, Standing.SINGLE),
        Effect.update(
            object,
            PUBLICATION,
            "private again",
            (was, type, offset) ->
                was == Publication.PRIVATE ? Publication.PRIVATE : Publication.REGAINED),
        Effect.announce(Events.LAST, object));
  }

  /// A reference goes to somebody else; with the last the pointers end, but for what RCU keeps.
  public static Effect letGo(Subject object) {
    var kept = all(object.hasField(RCU_HEAD), Sections.inRcu());
    return Effect.when(
        always(),
        Effect.when(
            all(object.owes(1, 1), not(kept)),
            Effect.poison(object, "*", "{register} was given away by {function} at {at}")),
        Effect.when(kept, Effect.oweOneLess(object, Pointers.RCU)),
        Effect.when(not(kept), Effect.oweOneLess(object, Pointers.GONE)));
  }

  private Facts() {}
}
