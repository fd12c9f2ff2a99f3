package mortise.plugin.drafts.proposal;

import static mortise.plugin.drafts.proposal.ProposalRcuRules.*;
import static mortise.spi.Condition.all;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.inside;
import static mortise.spi.Condition.not;
import static mortise.spi.Condition.sleepable;

import mortise.plugin.drafts.proposal.Facts.Publication;
import mortise.plugin.drafts.proposal.Facts.Standing;
import mortise.spi.Access;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Invocation;
import mortise.spi.Invocation.Repetition;
import mortise.spi.Parameter;
import mortise.spi.Policy;
import mortise.spi.Result;
import mortise.spi.SectionKind;
import mortise.spi.Subject;
import mortise.spi.Transform;

/// Read sections, references got from maps, and the end of objects after a grace period (§7, §9).
final class ProposalRcu implements HelperFamily {
  static final Policy RECLAIM =
      Policy.of(
          "rcu.reclaim",
          "How an RCU protected object ends: a callback, or a destructor that its type names.",
          "call-rcu",
          "destructor");

  static final SectionKind READ = SectionKind.permissive("rcu_read_lock", 160, HELD);

  /// With the policy `destructor` the rcu head names it.
  static final FieldKind HEAD_WITH_DESTRUCTOR =
      FieldKind.struct("bpf_rcu_head", 16, 8).unique().tagged("destructor:{function}").build();

  @Override
  public FamilyInfo info() {
    return Facts.family("rcu");
  }

  static Condition inRcu() {
    return any(inside(READ), not(sleepable()));
  }

  @Override
  public void declare(Declarations in) {
    in.field(Facts.RCU_HEAD);
    var why = "was read in an RCU section that has ended";
    in.ending(READ, Pointers.RCU, Transform.poisoned(why));
    in.ending(READ, Pointers.BORROWED_RCU, Transform.poisoned(why));
    in.sleepless(READ, "RCU read section");
    ProposalAllocator.constructor(in, "bpf_rcu_head_init", Facts.RCU_HEAD);
    in.function("bpf_rcu_read_lock")
        .effects(Effect.enter(READ))
        .returns(Result.nothing())
        .prototype("void bpf_rcu_read_lock(void)")
        .documentation("Begins a read section; they nest.");
    in.function("bpf_rcu_read_unlock")
        .requires(UNMATCHED, inside(READ))
        .effects(Effect.leave(READ))
        .returns(Result.nothing())
        .prototype("void bpf_rcu_read_unlock(void)")
        .documentation("Ends a read section; what was borrowed in it ends with the outermost.");
    get(in);
    if (in.policy(RECLAIM).equals("call-rcu")) {
      callRcu(in);
    } else {
      in.field(HEAD_WITH_DESTRUCTOR);
      in.entry(HEAD_WITH_DESTRUCTOR, reclaiming(Access.FIELD));
      freeRcu(in);
    }
  }

  private static void get(Declarations in) {
    var f = in.function("bpf_kptr_get").requires(OUTSIDE, inRcu());
    var field = f.pointer("field");
    f.requires(NOT_A_FIELD, all(field.hasConstantOffset(), field.isField(ProposalKptr.KPTR)))
        .requires(NO_REFCOUNT, Facts.shared(field.pointee()))
        .requires(NO_RCU_HEAD, field.pointee().hasField(Facts.RCU_HEAD))
        .returns(Result.pointeeOf(field).acquired().orNull())
        .prototype("void *bpf_kptr_get(void *field)")
        .documentation("A reference to what the field points to, unless that is on its way out.");
  }

  private static void callRcu(Declarations in) {
    var f = in.function("bpf_call_rcu");
    var object = last(f);
    var callback = f.subprogram("callback");
    f.effects(Effect.announce(Events.ESCAPING, object), unfreeze(object))
        .invokes(callback, reclaiming(object))
        .effects(Effect.oweOneLess(object))
        .returns(Result.nothing())
        .prototype("void bpf_call_rcu(void *object, void *callback)")
        .documentation("Has the callback end the object after a grace period.");
  }

  private static void freeRcu(Declarations in) {
    var f = in.function("bpf_kptr_free_rcu");
    var object = last(f);
    f.effects(Effect.announce(Events.ESCAPING, object), unfreeze(object), Effect.oweOneLess(object))
        .returns(Result.nothing())
        .prototype("void bpf_kptr_free_rcu(void *object)")
        .documentation("Has the type's destructor end the object after a grace period.");
  }

  /// An entry of its own that gets the object, everything of it to be destructed.
  private static Invocation reclaiming(Subject object) {
    var given = Invocation.argument(0);
    return Invocation.of(Repetition.LATER, new Invocation.Handed(object))
        .returning(0, 0)
        .entering(
            Effect.update(
                given,
                Facts.LIFECYCLE,
                "everything to destruct",
                (state, type, offset) -> Lifecycle.end(type)),
            Effect.set(given, Facts.STANDING, Standing.SINGLE),
            Effect.set(given, Facts.PUBLICATION, Publication.PRIVATE),
            Effect.set(given.fields(Facts.LIST_NODE), Facts.LINK, Facts.UNLINKED),
            Effect.set(given.fields(Facts.RB_NODE), Facts.LINK, Facts.UNLINKED));
  }

  private static Effect unfreeze(Parameter object) {
    return Effect.when(
        Facts.frozen(object),
        Effect.leave(ProposalRefcount.FROZEN_SECTION, object.fields(Facts.REFCOUNT)));
  }

  /// Owned, the last reference, on no collection.
  private static Parameter last(FunctionBuilder f) {
    var object = f.pointer("object");
    f.requires(NOT_AN_OBJECT, all(object.pointsTo(Pointers.ANY_OBJECT), object.isAtStart()))
        .requires(NO_RCU_HEAD, object.hasField(Facts.RCU_HEAD))
        .requires(NOT_LIVE, Facts.live(object))
        .requires(NOT_LAST, Facts.singleOwned(object))
        .requires(LINKED, Facts.unlinked(object));
    return object;
  }
}
