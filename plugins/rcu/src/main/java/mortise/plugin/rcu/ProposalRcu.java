package mortise.plugin.rcu;

import static mortise.plugin.rcu.ProposalRcuRules.*;
import static mortise.spi.Condition.all;
import static mortise.spi.Condition.inside;

import java.util.List;
import mortise.plugin.ownership.proposal.Construction;
import mortise.plugin.ownership.proposal.Events;
import mortise.plugin.ownership.proposal.Facts;
import mortise.plugin.ownership.proposal.Facts.Publication;
import mortise.plugin.ownership.proposal.Facts.Standing;
import mortise.plugin.ownership.proposal.Lifecycle;
import mortise.plugin.ownership.proposal.Pointers;
import mortise.plugin.ownership.proposal.Sections;
import mortise.spi.Access;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Invocation;
import mortise.spi.Invocation.Repetition;
import mortise.spi.LayoutConstraint;
import mortise.spi.Parameter;
import mortise.spi.Policy;
import mortise.spi.Result;
import mortise.spi.Subject;
import mortise.spi.Transform;

/// Read sections, references got from maps, and the end of objects after a grace period (§7, §9).
public final class ProposalRcu implements HelperFamily {
  static final Policy RECLAIM =
      Policy.of(
          "reclaim",
          "How an RCU protected object ends: a callback, or a destructor that its type names.",
          "call-rcu",
          "destructor");

  private static final FieldKind HEAD =
      FieldKind.struct("bpf_rcu_head", 16, 8)
          .unique()
          .sortOf(Facts.RCU_HEAD, Facts.TRIVIAL)
          .lifecycle(Readers.HEAD)
          .build();

  /// With the policy `destructor` the rcu head names it.
  private static final FieldKind HEAD_WITH_DESTRUCTOR =
      FieldKind.struct("bpf_rcu_head", 16, 8)
          .unique()
          .tagged("destructor:{function}")
          .sortOf(Facts.RCU_HEAD, Facts.TRIVIAL)
          .lifecycle(Readers.HEAD)
          .build();

  @Override
  public FamilyInfo info() {
    return Facts.family("rcu");
  }

  @Override
  public void declare(Declarations in) {
    in.field(HEAD);
    in.header(
        "#define __destructor(function) __attribute__((btf_decl_tag(\"destructor:\" #function)))");
    var why = "{register} was read in an RCU section that has ended";
    in.ending(Sections.READ, Pointers.RCU, Transform.poisoned(why));
    in.ending(Sections.READ, Pointers.BORROWED_RCU, Transform.poisoned(why));
    in.sleepless(Sections.READ, "RCU read section");
    Construction.constructor(in, "bpf_rcu_head_init", Facts.RCU_HEAD, HEAD);
    in.function("bpf_rcu_read_lock")
        .effects(Effect.enter(Sections.READ))
        .returns(Result.nothing())
        .prototype("void bpf_rcu_read_lock(void)")
        .documentation("Begins a read section; they nest.")
        .runs(Readers::enter);
    in.function("bpf_rcu_read_unlock")
        .requires(UNMATCHED, inside(Sections.READ))
        .effects(Effect.leave(Sections.READ))
        .returns(Result.nothing())
        .prototype("void bpf_rcu_read_unlock(void)")
        .documentation("Ends a read section; what was borrowed in it ends with the outermost.")
        .runs(Readers::leave);
    get(in);
    in.field(HEAD_WITH_DESTRUCTOR);
    if (in.policy(RECLAIM).equals("call-rcu")) {
      in.layout(new LayoutConstraint(TWO_WAYS, List.of(HEAD_WITH_DESTRUCTOR), List.of()));
      callRcu(in);
    } else {
      in.entry(HEAD_WITH_DESTRUCTOR, reclaiming(Access.FIELD));
      freeRcu(in);
    }
  }

  private static void get(Declarations in) {
    var f = in.function("bpf_kptr_get").requires(OUTSIDE, Sections.inRcu());
    var field = f.pointer("field");
    f.requires(
            NOT_A_FIELD,
            all(
                field.isField(Facts.KPTR),
                Facts.shared(field.pointee()),
                field.pointee().hasField(Facts.RCU_HEAD)))
        .returns(Result.pointeeOf(field).acquired().orNull())
        .prototype("void *bpf_kptr_get(void *field)")
        .documentation("A reference to what the field points to, unless that is on its way out.")
        .runs(Readers::get);
  }

  private static void callRcu(Declarations in) {
    var f = in.function("bpf_call_rcu");
    var object = last(f);
    var callback = f.subprogram("callback");
    f.effects(Facts.unfreeze(object), Effect.announce(Events.ESCAPING, object))
        .invokes(callback, reclaiming(object))
        .effects(Facts.letGo(object))
        .returns(Result.nothing())
        .prototype("void bpf_call_rcu(void *object, void *callback)")
        .documentation("Has the callback end the object after a grace period.")
        .runs(Readers::endByCallback);
  }

  private static void freeRcu(Declarations in) {
    var f = in.function("bpf_kptr_free_rcu");
    var object = last(f);
    f.requires(NO_DESTRUCTOR, object.hasField(HEAD_WITH_DESTRUCTOR))
        .effects(
            Facts.unfreeze(object), Effect.announce(Events.ESCAPING, object), Facts.letGo(object))
        .returns(Result.nothing())
        .prototype("void bpf_kptr_free_rcu(void *object)")
        .documentation("Has the type's destructor end the object after a grace period.")
        .runs(Readers::endByDestructor);
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
            Effect.set(given.fields(Facts.NODE), Facts.LINK, Facts.UNLINKED));
  }

  /// Owned, the last reference, on no collection.
  private static Parameter last(FunctionBuilder f) {
    var object = f.pointer("object");
    f.requires(NO_RCU_HEAD, all(object.isAtStart(), object.hasField(Facts.RCU_HEAD)))
        .requires(NOT_LIVE, Facts.live(object))
        .requires(NOT_LAST, Facts.singleOwned(object))
        .requires(LINKED, Facts.unlinked(object));
    return object;
  }
}
