package mortise.plugin.allocator;

import static mortise.plugin.allocator.ProposalAllocatorRules.*;
import static mortise.plugin.ownership.proposal.ConstructionRules.*;
import static mortise.spi.Condition.all;
import static mortise.spi.Condition.always;
import static mortise.spi.Condition.not;

import mortise.plugin.ownership.proposal.Construction;
import mortise.plugin.ownership.proposal.Events;
import mortise.plugin.ownership.proposal.Facts;
import mortise.plugin.ownership.proposal.Facts.Publication;
import mortise.plugin.ownership.proposal.Lifecycle;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.OwnershipLimit;
import mortise.spi.Parameter;
import mortise.spi.Policy;
import mortise.spi.Result;
import mortise.spi.Subject;

/// Objects, and the way from raw memory to life and back (§2, §3).
public final class ProposalAllocator implements HelperFamily {
  static final Policy DEPTH =
      Policy.of("ownership.depth", "How many levels of types may own each other.", "2", "3", "8");

  @Override
  public FamilyInfo info() {
    return Facts.family("allocator");
  }

  @Override
  public void declare(Declarations in) {
    in.strictLayout();
    in.forbidLosing();
    // A chain of so many types has one step less.
    in.limitOwnership(
        OwnershipLimit.of(Integer.parseInt(in.policy(DEPTH)) - 1, OWNERSHIP_DEPTH)
            .byPointers(Facts.KPTR));
    var argument = Subject.tracked("argument");
    in.globalArgument(argument, GLOBAL_NOT_LIVE, Facts.live(argument));
    in.map(Pool.KIND);
    in.header("#define BPF_MAP_TYPE_ALLOCATOR %d".formatted(Pool.KIND.number()));
    in.header("#define BPF_MAP_TYPE_ALLOCATOR %d".formatted(Pool.KIND.number()));
    distinct(in);
    alloc(in);
    allocFrom(in);
    free(in);
  }

  private static void distinct(Declarations in) {
    var other = Subject.tracked("other");
    in.on(Events.ALLOCATED)
        .effects(
            Effect.forEach(other, always(), Effect.makeDistinct(other, Events.OBJECT)),
            Effect.set(Events.OBJECT, Facts.PUBLICATION, Publication.PRIVATE),
            Effect.set(Events.OBJECT.fields(Facts.NODE), Facts.LINK, Facts.UNKNOWN));
    in.on(Events.UNLINKED)
        .effects(distinctFromOwned(Events.NODE), Facts.publishOthers(Events.NODE));
    in.on(Events.ARRIVED).effects(distinctFromOwned(Events.OBJECT));
    in.on(Events.LINKING).effects(Facts.publishOthers(Events.NODE));
    in.on(Events.ESCAPING)
        .effects(Facts.publish(Events.OBJECT), Facts.publishOthers(Events.OBJECT));
  }

  /// Two objects that are owned at one time and have no count cannot be the same.
  private static Effect distinctFromOwned(Subject object) {
    var other = Subject.tracked("other");
    return Effect.forEach(
        other,
        all(other.isReferenced(), not(Facts.shared(other))),
        Effect.makeDistinct(other, object));
  }

  private static void alloc(Declarations in) {
    var f = in.function("bpf_kptr_alloc");
    var type = f.constant("local_type_id");
    f.requires(NOT_A_STRUCT, type.namesStruct());
    f.scalar("flags");
    made(f, type)
        .runs(RawObjects::allocate)
        .prototype("void *bpf_kptr_alloc(__u64 local_type_id, __u64 flags)")
        .documentation("Memory for an object of the type, not zeroed; its fields come next.");
  }

  private static void allocFrom(Declarations in) {
    var f = in.function("bpf_kptr_alloc_from");
    var map = f.map("map");
    f.requires(NOT_A_POOL, all(map.isMapOfType(Pool.KIND.number()), map.isTyped()));
    f.scalar("flags");
    made(f, map)
        .runs(RawObjects::allocateFrom)
        .prototype("void *bpf_kptr_alloc_from(void *map, __u64 flags)")
        .documentation("As `bpf_kptr_alloc`, from a pool.");
  }

  private static FunctionBuilder made(FunctionBuilder f, Parameter type) {
    return f.returns(Result.objectOf(type).acquired().orNull())
        .effects(
            Effect.update(
                Subject.result(),
                Facts.LIFECYCLE,
                "under construction",
                (state, view, offset) -> Lifecycle.begin(view)),
            Effect.announce(Events.ALLOCATED, Subject.result()));
  }

  private static void free(Declarations in) {
    var f = in.function("bpf_kptr_free");
    var object = f.pointer("object");
    f.requires(NOT_OWNED, Facts.owned(object))
        .requires(NOT_AT_START, object.isAtStart())
        .requires(
            NOT_FREEABLE,
            object.passes(
                Facts.LIFECYCLE, "nothing left", (state, type, offset) -> state.canFree(type)))
        .requires(SHARED, Construction.singleWhereLive(object))
        .requires(PUBLISHED_RCU, Construction.mayEnd(object))
        .effects(
            Effect.when(Facts.live(object), Effect.announce(Events.ENDING, object)),
            Effect.release(object))
        .returns(Result.nothing())
        .prototype("void bpf_kptr_free(void *object)")
        .documentation("Gives the memory of an object back that has nothing left to destruct.")
        .runs(RawObjects::free);
  }
}
