package mortise.plugin.kptr;

import static mortise.plugin.kptr.ProposalKptrRules.*;
import static mortise.spi.Condition.all;
import static mortise.spi.Condition.always;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.not;

import java.util.List;
import mortise.plugin.ownership.proposal.Construction;
import mortise.plugin.ownership.proposal.Events;
import mortise.plugin.ownership.proposal.Facts;
import mortise.plugin.ownership.proposal.Pointers;
import mortise.plugin.ownership.proposal.Sections;
import mortise.spi.Access;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.HelperFamily;
import mortise.spi.Movement;
import mortise.spi.Result;
import mortise.spi.Shape;
import mortise.spi.Subject;

/// Pointers kept in maps and objects (§3, §4, §9).
public final class ProposalKptr implements HelperFamily {
  private static final FieldKind KPTR =
      FieldKind.taggedPointer("kptr")
          .inArrays()
          .sortOf(Facts.KPTR)
          .lifecycle(PointerWord.LIFECYCLE)
          .shaped(new Shape.Pointer(0))
          .access(
              new Access(
                  List.of(
                      new Access.Case(
                          all(Sections.inRcu(), Access.FIELD.pointee().hasField(Facts.RCU_HEAD)),
                          Result.pointeeOf(Access.FIELD).orNull().qualified(Pointers.RCU)),
                      // To be compared, not followed.
                      new Access.Case(always(), Result.scalar())),
                  DIRECT,
                  List.of(DIRECT, DIRECT, DIRECT, DIRECT)))
          .build();

  @Override
  public FamilyInfo info() {
    return Facts.family("kptr");
  }

  @Override
  public void declare(Declarations in) {
    in.field(KPTR);
    in.header("#define __kptr __attribute__((btf_type_tag(\"kptr\")))");
    Construction.constructor(in, "bpf_kptr_init", KPTR);
    fini(in);
    exchange(in);
  }

  private static void fini(Declarations in) {
    var f = in.function("bpf_kptr_fini");
    var field = Construction.destructed(f, KPTR);
    f.returns(Result.pointeeOf(field).acquired().orNull())
        .effects(published(Subject.result()))
        .prototype("void *bpf_kptr_fini(void *field)")
        .documentation("Ends the field and gives what it owned.")
        .moves(Movement.ends(field))
        .runs(PointerWord::end);
  }

  private static void exchange(Declarations in) {
    var f = in.function("bpf_kptr_xchg");
    var field = f.pointer("field");
    f.requires(NOT_THE_FIELD, field.isField(KPTR))
        .requires(HOLDER_NOT_LIVE, Facts.live(field))
        .requires(HOLDER_READ_ONLY, not(field.has(Pointers.RCU)));
    var object = f.pointer("object");
    var isNull = object.isNull();
    f.requires(NOT_LIVE, any(isNull, Facts.live(object)))
        .requires(NOT_OWNED, any(isNull, Facts.owned(object)))
        .requires(WRONG_TYPE, any(isNull, object.fits(field)))
        .effects(
            Effect.when(
                not(isNull),
                Effect.announce(Events.ESCAPING, object),
                Effect.announce(Events.RELEASING, object),
                Effect.when(object.owes(1, 1), Effect.announce(Events.LEAVING, object)),
                Facts.letGo(object)))
        .returns(Result.pointeeOf(field).acquired().orNull())
        .effects(published(Subject.result()))
        .prototype("void *bpf_kptr_xchg(void *field, void *object)")
        .documentation("Puts an object into a field, published, and gives what the field owned.")
        .moves(Movement.exchange(field, object))
        .runs(PointerWord::exchange);
  }

  /// What comes out of a field: Live, published, on no collection unless it is shared.
  private static Effect published(Subject object) {
    return Effect.when(
        always(),
        Effect.announce(Events.ARRIVED, object),
        Effect.when(
            not(Facts.shared(object)),
            Effect.set(object.fields(Facts.NODE), Facts.LINK, Facts.UNLINKED)));
  }
}
