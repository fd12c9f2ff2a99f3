package mortise.plugin.drafts.proposal;

import static mortise.spi.Condition.all;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.not;

import mortise.spi.Condition;
import mortise.spi.Effect;
import mortise.spi.Facet;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.Subject;

/// The facts that the families of the proposal share (§1 of the rule book), and what is often said
/// of them; a draft of the ownership api.
final class Facts {
  /// Whether the program is the only one that can reach an object through a reference.
  enum Standing {
    UNKNOWN,
    SINGLE,
    /// Single, and the count taken to 0 so that RCU readers cannot raise it.
    FROZEN
  }

  enum Publication {
    PUBLISHED,
    PRIVATE
  }

  static final long MANY = Integer.MAX_VALUE;

  static final Link UNLINKED = new Link.Unlinked();
  static final Link UNKNOWN = new Link.Unknown();
  static final Link CLAIMED = new Link.Claimed(true);
  static final Link CLAIMED_BY_REMOVAL = new Link.Claimed(false);

  static final Facet<Lifecycle> LIFECYCLE =
      Facet.onIdentity("allocator.lifecycle", Lifecycle.class, new Lifecycle.Live());
  static final Facet<Link> LINK = Facet.onField("collection.link", Link.class, UNKNOWN);
  static final Facet<Standing> STANDING =
      Facet.onIdentity("refcount.standing", Standing.class, Standing.UNKNOWN);
  static final Facet<Publication> PUBLICATION =
      Facet.onIdentity("allocator.publication", Publication.class, Publication.PUBLISHED);

  static final FieldKind REFCOUNT = FieldKind.struct("bpf_refcount", 4, 4).unique().build();
  static final FieldKind RCU_HEAD = FieldKind.struct("bpf_rcu_head", 16, 8).unique().build();
  static final FieldKind OWNER =
      FieldKind.struct("bpf_owner", 8, 8).tagged("owner:{member}").build();
  static final FieldKind LIST_NODE =
      FieldKind.struct("bpf_list_node", 16, 8).places(FieldKind.Place.OBJECT).build();
  static final FieldKind RB_NODE =
      FieldKind.struct("bpf_rb_node", 24, 8).places(FieldKind.Place.OBJECT).build();

  static FamilyInfo family(String id) {
    return FamilyInfo.of(id, "proposal", "0.1.0", "[0.1,0.2)");
  }

  static Condition live(Subject subject) {
    return subject.passes(LIFECYCLE, "live", (state, type, offset) -> state.isLive());
  }

  static Condition shared(Subject subject) {
    return subject.hasField(REFCOUNT);
  }

  /// Owned by this pointer, and by nobody else.
  static Condition singleOwned(Subject subject) {
    return all(
        subject.isReferenced(),
        subject.owes(1, 1),
        any(
            not(shared(subject)),
            subject.is(STANDING, Standing.SINGLE, Standing.FROZEN),
            subject.is(PUBLICATION, Publication.PRIVATE)));
  }

  static Condition frozen(Subject subject) {
    return subject.is(STANDING, Standing.FROZEN);
  }

  static Condition free(Subject node) {
    return node.passes(LINK, "on no collection", (link, type, offset) -> link.isFree());
  }

  /// Each of the object's nodes is known to be on no collection.
  static Condition unlinked(Subject object) {
    return all(free(object.fields(LIST_NODE)), free(object.fields(RB_NODE)));
  }

  /// None of the object's nodes is known to be on a collection.
  static Condition notLinked(Subject object) {
    return all(notLinkedNode(object.fields(LIST_NODE)), notLinkedNode(object.fields(RB_NODE)));
  }

  private static Condition notLinkedNode(Subject node) {
    return node.passes(LINK, "not linked", (link, type, offset) -> !link.isLinked());
  }

  static Condition linkedTo(Subject node, Subject container) {
    return node.is(LINK, container, Link.Linked::new);
  }

  static Effect link(Subject node, Subject container) {
    return Effect.bind(node, LINK, container, Link.Linked::new);
  }

  static Effect construct(Subject field) {
    return Effect.update(
        field, LIFECYCLE, "constructed", (state, type, offset) -> state.construct(type, offset));
  }

  static Effect destruct(Subject field) {
    return Effect.update(
        field, LIFECYCLE, "destructed", (state, type, offset) -> state.destruct(type, offset));
  }

  /// Whatever else the node could be is as unknown as before it was touched.
  static Effect doubt(Subject node, Subject other) {
    return Effect.forEach(
        other,
        all(other.isSameMemberAs(node), not(other.isSameAs(node)), not(other.isDistinctFrom(node))),
        Effect.set(other, LINK, UNKNOWN));
  }

  static Effect publish(Subject object) {
    return Effect.set(object, PUBLICATION, Publication.PUBLISHED);
  }

  private Facts() {}
}
