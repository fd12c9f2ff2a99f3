package mortise.plugin.refcount;

import static mortise.plugin.refcount.ProposalRefcountRules.*;
import static mortise.spi.Condition.all;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.inside;
import static mortise.spi.Condition.none;
import static mortise.spi.Condition.not;

import java.util.List;
import mortise.plugin.ownership.proposal.Counts;
import mortise.plugin.ownership.proposal.Events;
import mortise.plugin.ownership.proposal.Facts;
import mortise.plugin.ownership.proposal.Facts.Publication;
import mortise.plugin.ownership.proposal.Facts.Standing;
import mortise.plugin.ownership.proposal.Pointers;
import mortise.plugin.ownership.proposal.Sections;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Movement;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.Shape;
import mortise.spi.Subject;

/// Objects with many owners (§5), counted by the caller or by the functions that move them.
public final class ProposalRefcount implements HelperFamily {
  private static final long COUNT_LIMIT = 1 << 16;

  private static final FieldKind REFCOUNT =
      FieldKind.struct("bpf_refcount", 4, 4)
          .unique()
          .sortOf(Facts.COUNT, Facts.TRIVIAL)
          .lifecycle(new Counts())
          .shaped(new Shape.Count(0, 4))
          .build();

  @Override
  public FamilyInfo info() {
    return Facts.family("refcount");
  }

  @Override
  public void declare(Declarations in) {
    in.field(REFCOUNT);
    var byCaller = in.policy(Facts.COUNTING).equals("caller");
    var adding = in.on(Events.LINKING);
    // Counted once the node is linked and says so: whoever counts up from then on finds it there.
    adding
        .requires(FROZEN, not(Facts.frozen(Events.NODE)))
        .requires(ITERATED, notIterated(Events.NODE))
        .effects(readersMayCome(Events.NODE))
        .after(byCaller ? Counts::shared : Counts::kept);
    if (!byCaller) {
      // The container takes a reference of its own: one more before one is given away.
      adding.effects(Effect.when(Facts.shared(Events.NODE), Effect.owe(Events.NODE, 1)));
    }
    in.on(Events.ESCAPING)
        .requires(FROZEN, not(Facts.frozen(Events.OBJECT)))
        .requires(ITERATED, notIterated(Events.OBJECT))
        .effects(Effect.set(Events.OBJECT, Facts.STANDING, Standing.UNKNOWN))
        .before(Counts::shared);
    in.on(Events.SHARING)
        .effects(
            Effect.update(
                Events.OBJECT,
                Facts.STANDING,
                "perhaps not single",
                (was, type, at) -> was == Standing.SINGLE ? Standing.UNKNOWN : was));
    in.on(Events.ENDING)
        .requires(ITERATED, notIterated(Events.OBJECT))
        .effects(Facts.unfreeze(Events.OBJECT));
    set(in, byCaller);
    if (byCaller) {
      increment(in);
    } else {
      acquire(in);
    }
    put(in);
    subtract(in);
    single(in);
  }

  private static void set(Declarations in, boolean byCaller) {
    var f = in.function("bpf_refcount_set").allowedIn(Sections.HOLDING, Sections.HOLDING_NODE);
    var field = field(f);
    var count = f.constant("count");
    f.requires(COUNT_RANGE, count.isBetween(1, byCaller ? COUNT_LIMIT : 1))
        .requires(
            NOT_PRIVATE, any(constructing(field), all(Facts.live(field), Facts.singleOwned(field))))
        .requires(LINKED, any(constructing(field), Facts.notLinked(field)))
        .requires(ITERATED, notIterated(field))
        .effects(
            Facts.unfreeze(field),
            readersMayCome(field),
            Effect.set(field, Facts.STANDING, Standing.UNKNOWN),
            Facts.construct(field),
            Effect.oweExactly(field, count))
        .returns(Result.nothing())
        .prototype("void bpf_refcount_set(struct bpf_refcount *field, __u32 count)")
        .documentation("Sets the count of an object that is the program's alone.")
        .moves(Movement.begins(field))
        .runs(References::set);
  }

  private static void increment(Declarations in) {
    var f = in.function("bpf_refcount_inc").allowedIn(Sections.HOLDING, Sections.HOLDING_NODE);
    var field = field(f);
    var count = f.constant("count");
    f.requires(COUNT_RANGE, count.isBetween(1, COUNT_LIMIT))
        .requires(NOT_OWNED, known(field))
        .requires(FROZEN, not(Facts.frozen(field)))
        .effects(
            readersMayCome(field),
            Effect.announce(Events.SHARING, field),
            Effect.owe(field, 1, count),
            Effect.unqualify(field, Pointers.BORROWED),
            Effect.unqualify(field, Pointers.GIVEN_AWAY),
            Effect.unqualify(field, Pointers.ELEMENT),
            Effect.set(field, Facts.STANDING, Standing.UNKNOWN))
        .returns(Result.nothing())
        .prototype("void bpf_refcount_inc(struct bpf_refcount *field, __u32 count)")
        .documentation("Takes more references.")
        .runs(References::increment);
  }

  private static void acquire(Declarations in) {
    var f = in.function("bpf_refcount_acquire").allowedIn(Sections.HOLDING, Sections.HOLDING_NODE);
    var object = object(f);
    f.requires(NOT_OWNED, known(object))
        .requires(FROZEN, not(Facts.frozen(object)))
        .effects(
            readersMayCome(object),
            Effect.announce(Events.SHARING, object),
            Effect.set(object, Facts.STANDING, Standing.UNKNOWN))
        .returns(Result.wholeOf(object).acquired())
        .prototype("void *bpf_refcount_acquire(void *object)")
        .documentation("Takes another reference to the object.")
        .runs(References::acquire);
  }

  private static void put(Declarations in) {
    var f = in.function("bpf_refcount_put");
    var object = released(f);
    f.effects(
            Effect.announce(Events.RELEASING, object),
            Effect.when(object.owes(1, 1), Effect.announce(Events.LEAVING, object)))
        .outcome(
            Outcome.of("true", Result.scalar(1, 1), Facts.regain(object))
                .possibleIf(object.owes(1, 1)))
        .outcome(
            Outcome.of(
                "false",
                Result.scalar(0, 0),
                Effect.announce(Events.SHARING, object),
                Effect.when(object.owes(1, 1), notLast(object)),
                Effect.oweOneLess(object, Pointers.GONE)))
        .prototype("bool bpf_refcount_put(void *object)")
        .documentation("Gives a reference back; true: it was the last, end the object.")
        .runs(call -> References.put(call, 1));
  }

  private static void subtract(Declarations in) {
    var f = in.function("bpf_refcount_sub");
    var object = released(f);
    var count = f.constant("count");
    f.requires(COUNT_RANGE, count.isBetween(1, COUNT_LIMIT))
        .requires(TOO_FEW, object.owesAtLeast(count))
        .effects(
            Effect.announce(Events.RELEASING, object),
            Effect.when(object.owesExactly(count), Effect.announce(Events.LEAVING, object)))
        .outcome(
            Outcome.of(
                    "true",
                    Result.scalar(1, 1),
                    Effect.owe(object, 1),
                    Effect.owe(object, -1, count),
                    Facts.regain(object))
                .possibleIf(object.owesExactly(count)))
        .outcome(
            Outcome.of(
                "false",
                Result.scalar(0, 0),
                Effect.announce(Events.SHARING, object),
                Effect.when(object.owesExactly(count), notLast(object)),
                new Effect.Owe(object, -1, List.of(count), List.of(Pointers.GONE))))
        .prototype("bool bpf_refcount_sub(void *object, __u32 count)")
        .documentation("Gives several references back; true: the last was among them.")
        .runs(call -> References.put(call, call.argument(1)));
  }

  private static Effect notLast(Parameter object) {
    return Effect.poison(
        object,
        "*",
        "{function} at {at} returned false on this path; check its result before using {register}");
  }

  private static void single(Declarations in) {
    var f = in.function("bpf_refcount_single").allowedIn(Sections.HOLDING, Sections.HOLDING_NODE);
    var object = object(f);
    f.requires(NOT_ONE, all(Facts.owned(object), object.owes(1, 1)))
        .requires(FROZEN, not(Facts.frozen(object)))
        .outcome(
            Outcome.of(
                    "true",
                    Result.scalar(1, 1),
                    Facts.regain(object),
                    Effect.when(
                        object.hasField(Facts.RCU_HEAD),
                        Effect.set(object, Facts.STANDING, Standing.FROZEN),
                        Effect.enter(Sections.FROZEN, object.fields(Facts.COUNT))))
                .possibleIf(Facts.notLinked(object)))
        .outcome(Outcome.of("false", Result.scalar(0, 0)))
        .prototype("bool bpf_refcount_single(void *object)")
        .documentation("Whether the program's reference is the only one.")
        .runs(References::single);
  }

  private static Parameter released(FunctionBuilder f) {
    var object = object(f);
    f.requires(TOO_FEW, all(Facts.owned(object), object.owes(1, Facts.MANY)))
        .requires(FROZEN, not(Facts.frozen(object)))
        .requires(ITERATED, notIterated(object));
    return object;
  }

  private static Parameter object(FunctionBuilder f) {
    var object = f.pointer("object");
    f.requires(
            NOT_AN_OBJECT,
            all(object.pointsTo(Pointers.ANY_OBJECT), object.isAtStart(), Facts.shared(object)))
        .requires(NOT_LIVE, Facts.live(object));
    return object;
  }

  private static Parameter field(FunctionBuilder f) {
    var field = f.pointer("field");
    f.requires(NOT_THE_FIELD, field.isField(REFCOUNT));
    return field;
  }

  /// Readers that found an object before its last reference was asked for cannot count it up while
  /// its count is 0. Once it is counted again they can: it is published again.
  private static Effect readersMayCome(Subject object) {
    return Effect.when(
        all(
            object.hasField(Facts.RCU_HEAD),
            object.is(Facts.PUBLICATION, Publication.REGAINED),
            not(Facts.frozen(object))),
        Facts.publish(object));
  }

  private static Condition constructing(Parameter field) {
    return field.passes(
        Facts.LIFECYCLE,
        "not constructed yet",
        (state, type, offset) -> state.canConstruct(offset));
  }

  /// Owned, or kept by a container whose lock is held.
  private static Condition known(Parameter subject) {
    return any(
        subject.isReferenced(),
        all(
            inside(Sections.HOLDING),
            any(
                subject.has(Pointers.BORROWED),
                subject.has(Pointers.GIVEN_AWAY),
                subject.has(Pointers.ELEMENT))));
  }

  /// No container of the object is being iterated.
  private static Condition notIterated(Subject object) {
    var container = object.fields(Facts.CONTAINER);
    return none(container, container.isToken(Sections.ITERATION));
  }
}
