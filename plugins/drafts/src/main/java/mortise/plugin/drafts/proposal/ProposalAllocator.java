package mortise.plugin.drafts.proposal;

import static mortise.plugin.drafts.proposal.ProposalAllocatorRules.*;
import static mortise.spi.Condition.all;
import static mortise.spi.Condition.always;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.implies;
import static mortise.spi.Condition.not;

import mortise.plugin.drafts.proposal.Facts.Publication;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Parameter;
import mortise.spi.Policy;
import mortise.spi.Result;
import mortise.spi.Subject;

/// Objects, and the way from raw memory to life and back (§2, §3).
final class ProposalAllocator implements HelperFamily {
  static final Policy DEPTH =
      Policy.of("ownership.depth", "How many levels of types may own each other.", "2", "3", "8");

  @Override
  public FamilyInfo info() {
    return Facts.family("allocator");
  }

  @Override
  public void declare(Declarations in) {
    in.limitOwnership(Integer.parseInt(in.policy(DEPTH)), OWNERSHIP_DEPTH);
    var argument = Subject.tracked("argument");
    in.globalArgument(argument, GLOBAL_NOT_LIVE, Facts.live(argument));
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
            Effect.set(Events.OBJECT.fields(Facts.LIST_NODE), Facts.LINK, Facts.UNKNOWN),
            Effect.set(Events.OBJECT.fields(Facts.RB_NODE), Facts.LINK, Facts.UNKNOWN));
    in.on(Events.UNLINKED)
        .effects(
            Effect.forEach(
                other,
                all(other.isReferenced(), not(Facts.shared(other))),
                Effect.makeDistinct(other, Events.NODE)));
    in.on(Events.ESCAPING).effects(Facts.publish(Events.OBJECT));
  }

  private static void alloc(Declarations in) {
    var f = in.function("bpf_kptr_alloc");
    var type = f.constant("local_type_id");
    f.requires(NOT_A_STRUCT, type.namesStruct());
    f.scalar("flags");
    made(f, type)
        .prototype("void *bpf_kptr_alloc(__u64 local_type_id, __u64 flags)")
        .documentation("Memory for an object of the type, not zeroed; its fields come next.");
  }

  private static void allocFrom(Declarations in) {
    var f = in.function("bpf_kptr_alloc_from");
    var map = f.map("map");
    f.requires(NO_VALUE_TYPE, map.isTyped());
    f.scalar("flags");
    made(f, map)
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
    f.requires(NOT_AN_OBJECT, object.pointsTo(Pointers.ANY_OBJECT))
        .requires(NOT_OWNED, object.isReferenced())
        .requires(NOT_AT_START, object.isAtStart())
        .requires(
            NOT_FREEABLE,
            object.passes(
                Facts.LIFECYCLE, "nothing left", (state, type, offset) -> state.canFree(type)))
        .requires(SHARED, singleWhereLive(object))
        .requires(PUBLISHED_RCU, mayEnd(object))
        .effects(
            Effect.when(Facts.live(object), Effect.announce(Events.ENDING, object)),
            Effect.release(object))
        .returns(Result.nothing())
        .prototype("void bpf_kptr_free(void *object)")
        .documentation("Gives the memory of an object back that has nothing left to destruct.");
  }

  private static Condition singleWhereLive(Subject object) {
    return implies(Facts.live(object), Facts.singleOwned(object));
  }

  /// Types with an rcu head that were ever published end in their callback.
  private static Condition mayEnd(Subject object) {
    return implies(
        all(Facts.live(object), object.hasField(Facts.RCU_HEAD)),
        any(object.is(Facts.PUBLICATION, Publication.PRIVATE), Facts.frozen(object)));
  }

  /// A constructor without parameters: makes one field of an object under construction.
  static void constructor(Declarations in, String name, FieldKind kind) {
    var f = in.function(name);
    var field = constructed(f, kind);
    f.effects(Facts.construct(field))
        .returns(Result.nothing())
        .prototype("void %s(%s *field)".formatted(name, type(kind)))
        .documentation("Constructs the field.");
  }

  /// The first parameter of a constructor.
  static Parameter constructed(FunctionBuilder f, FieldKind kind) {
    var field = field(f, kind);
    f.requires(
        NOT_CONSTRUCTING,
        field.passes(
            Facts.LIFECYCLE,
            "not constructed yet",
            (state, type, offset) -> state.canConstruct(offset)));
    return field;
  }

  /// The first parameter of a destructor, which ends the life of a Live object.
  static Parameter destructed(FunctionBuilder f, FieldKind kind) {
    var field = field(f, kind);
    f.requires(
            NOT_DESTRUCTIBLE,
            field.passes(
                Facts.LIFECYCLE,
                "not destructed yet",
                (state, type, offset) -> state.canDestruct(offset)))
        .requires(SHARED, singleWhereLive(field))
        .requires(PUBLISHED_RCU, mayEnd(field))
        .effects(
            Effect.when(Facts.live(field), Effect.announce(Events.ENDING, field)),
            Facts.destruct(field));
    return field;
  }

  private static Parameter field(FunctionBuilder f, FieldKind kind) {
    var field = f.pointer("field");
    f.requires(NOT_AN_OBJECT, field.pointsTo(Pointers.ANY_OBJECT))
        .requires(NOT_OWNED, field.isReferenced())
        .requires(VARIABLE_OFFSET, field.hasConstantOffset())
        .requires(NOT_THE_FIELD, field.isField(kind));
    return field;
  }

  static String type(FieldKind kind) {
    return kind.form() == FieldKind.Form.STRUCT ? "struct " + kind.name() : "void";
  }
}
