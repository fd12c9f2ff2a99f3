package mortise.verifier.notions;

import static mortise.spi.Condition.all;
import static mortise.spi.Condition.inside;
import static mortise.spi.Condition.none;
import static mortise.spi.Condition.not;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import mortise.spi.Access;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.EventKind;
import mortise.spi.EventKind.Role;
import mortise.spi.Facet;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Invocation;
import mortise.spi.Invocation.Repetition;
import mortise.spi.MapKind;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.ProgramKind;
import mortise.spi.Qualifier;
import mortise.spi.Result;
import mortise.spi.Rule;
import mortise.spi.SectionKind;
import mortise.spi.SlotKind;
import mortise.spi.Subject;
import mortise.spi.Target;
import mortise.spi.Transform;

/// A family that uses each of the general notions once.
final class Ranch implements HelperFamily {
  /// Whether an animal is clean.
  enum Coat {
    DIRTY,
    CLEAN
  }

  /// Whether a collar carries a mark.
  enum Mark {
    NONE,
    MADE
  }

  enum Progress {
    ACTIVE,
    DRAINED
  }

  /// In which pen an animal is; nowhere is pen 0.
  record In(long pen, long offset) implements Facet.NamesIdentities {
    @Override
    public List<Long> identities() {
      return pen == 0 ? List.of() : List.of(pen);
    }

    @Override
    public In renamed(LongUnaryOperator map) {
      return pen == 0 ? this : new In(map.applyAsLong(pen), offset);
    }
  }

  static final Facet<Coat> COAT = Facet.onIdentity("ranch.coat", Coat.class, Coat.DIRTY);
  static final Facet<Mark> MARK = Facet.onField("ranch.mark", Mark.class, Mark.NONE);
  static final Facet<In> IN = Facet.onField("ranch.in", In.class, new In(0, 0));
  static final Facet<Progress> PROGRESS =
      Facet.onIdentity("ranch.progress", Progress.class, Progress.ACTIVE);

  static final Role SHOWN = new Role("shown");
  static final EventKind SHOW = new EventKind("ranch.show", List.of(SHOWN));

  static final FieldKind GATE = FieldKind.struct("gate", 4, 4).unique().build();
  static final FieldKind COLLAR = FieldKind.struct("collar", 16, 8).build();
  static final FieldKind BRAND = FieldKind.struct("brand", 8, 8).tagged("mate:{member}").build();
  static final FieldKind PEN =
      FieldKind.struct("pen", 16, 8).tagged("contains:{struct}:{member}").holds(COLLAR).build();

  static final SectionKind OPEN =
      section("gate", rule("gate-open", "a gate is open at {boundary}"));
  static final SectionKind NIGHT =
      section("night", rule("still-night", "it is night at {boundary}"));
  static final SlotKind TALLY =
      new SlotKind(
          "tally",
          16,
          rule("not-on-stack", "{arg} is not on the stack"),
          rule("tally-there", "{arg} is in use"),
          rule("no-tally", "{arg} is no tally"),
          Optional.empty());

  static final Qualifier SEEN = Qualifier.of("seen", "seen_").alive();

  static Rule rule(String what, String message) {
    return Rule.id("ranch." + what).message(message);
  }

  private static SectionKind section(String name, Rule held) {
    return SectionKind.permissive(name, 50, held);
  }

  @Override
  public FamilyInfo info() {
    return FamilyInfo.of("ranch", "ranch", "0.1.0", "[0.1,0.2)");
  }

  @Override
  public void declare(Declarations in) {
    in.program(kind("socket", 1, false));
    in.program(kind("syscall", 31, true));
    in.map(new MapKind("array", 2, false, true, true, Optional.empty()));
    in.field(GATE);
    in.field(COLLAR);
    in.field(BRAND);
    in.field(PEN);
    var misuse = rule("leash-misuse", "a leash is read whole");
    in.field(pointer("leash", inside(NIGHT), misuse, List.of()));
    in.field(
        pointer(
            "lead",
            inside(NIGHT),
            misuse,
            List.of(
                new Access.Requirement(
                    rule("lead-store", "only null can be stored"), Access.VALUE.isNull()))));
    in.ending(OPEN, SEEN, Transform.toScalar());
    in.ending(NIGHT, SEEN, Transform.toScalar());
    in.sleepless(NIGHT, "night");
    var argument = Subject.tracked("argument");
    in.globalArgument(
        argument,
        rule("passed-dirty", "what is passed must be clean"),
        Condition.any(argument.pointsTo(Target.MAP_VALUE), argument.is(COAT, Coat.CLEAN)));
    objects(in);
    facets(in);
    pens(in);
    sections(in);
    callbacks(in);
    tally(in);
  }

  private static ProgramKind kind(String name, int number, boolean sleepable) {
    return new ProgramKind(
        name,
        number,
        192,
        List.of(),
        true,
        ProgramKind.PacketAccess.NONE,
        false,
        sleepable,
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  private static FieldKind pointer(
      String tag, Condition when, Rule misuse, List<Access.Requirement> stores) {
    return FieldKind.taggedPointer(tag)
        .access(
            new Access(
                    List.of(
                        new Access.Case(
                            when, Result.pointeeOf(Access.FIELD).orNull().qualified(SEEN)),
                        new Access.Case(Condition.always(), Result.scalar())),
                    rule("leash-store", "a leash is only read"),
                    List.of(misuse, misuse, misuse, misuse))
                .storing(stores.toArray(Access.Requirement[]::new)))
        .build();
  }

  private static Parameter owned(FunctionBuilder f) {
    var animal = f.pointer("animal");
    f.requires(rule("not-an-animal", "{arg} is {type}"), animal.pointsTo(Target.OBJECT.anyhow()))
        .requires(rule("not-owned", "{arg} is not owned"), animal.isReferenced());
    return animal;
  }

  private static Parameter animal(FunctionBuilder f) {
    var animal = f.pointer("animal");
    f.requires(rule("not-an-animal", "{arg} is {type}"), animal.pointsTo(Target.OBJECT.anyhow()));
    return animal;
  }

  private static void objects(Declarations in) {
    var make = in.function("animal_new");
    var type = make.constant("type");
    make.requires(rule("no-such-type", "{arg} names no struct"), type.namesStruct())
        .returns(Result.objectOf(type).acquired().orNull());
    var free = in.function("animal_free");
    free.effects(Effect.release(owned(free))).returns(Result.nothing());
    var share = in.function("animal_share");
    var shared = owned(share);
    var count = share.constant("count");
    share.effects(Effect.owe(shared, 1, count)).returns(Result.nothing());
    var drop = in.function("animal_drop");
    drop.effects(Effect.oweOneLess(owned(drop)));
    var weigh = in.function("animal_weigh");
    var grams = weigh.scalar("grams");
    weigh
        .requires(rule("grams", "{arg} is not from {lowest} to {highest}"), grams.isBetween(0, 99))
        .returns(Result.nothing());
  }

  private static void facets(Declarations in) {
    var wash = in.function("animal_wash");
    wash.effects(Effect.set(animal(wash), COAT, Coat.CLEAN)).returns(Result.nothing());
    var show = in.function("animal_show");
    var shown = animal(show);
    show.requires(rule("dirty", "{arg}: {facet} is {value}"), shown.is(COAT, Coat.CLEAN))
        .announces(SHOW, shown)
        .returns(Result.nothing());
    var inspect = in.function("animal_inspect");
    var inspected = animal(inspect);
    inspect
        .outcome(Outcome.of("clean", Result.scalar(1, 1), Effect.set(inspected, COAT, Coat.CLEAN)))
        .outcome(
            Outcome.of("dirty", Result.scalar(0, 0))
                .possibleIf(not(inspected.is(COAT, Coat.CLEAN))));
    var mark = in.function("animal_mark");
    var collar = animal(mark);
    mark.requires(rule("no-collar", "{arg} is no {field}"), collar.isField(COLLAR))
        .effects(Effect.set(collar, MARK, Mark.MADE))
        .returns(Result.nothing());
    var marked = in.function("animal_marked");
    var all = animal(marked);
    marked
        .requires(
            rule("unmarked", "a collar of {arg} has no mark"),
            all.fields(COLLAR).is(MARK, Mark.MADE))
        .returns(Result.nothing());
    var branded = in.function("animal_branded");
    var one = animal(branded);
    branded
        .requires(rule("no-brand", "{arg} has no brand"), one.companion(BRAND).isField(BRAND))
        .returns(Result.nothing());
    var each = Subject.tracked("each");
    in.function("animal_all_washed")
        .requires(
            rule("some-dirty", "an animal is dirty"),
            none(each, all(each.isReferenced(), each.is(COAT, Coat.DIRTY))))
        .returns(Result.nothing());
    in.function("animal_rain")
        .effects(
            Effect.forEach(
                each,
                each.isReferenced(),
                Effect.update(each, COAT, "wet", (coat, type, offset) -> Coat.DIRTY)))
        .returns(Result.nothing());
  }

  private static Parameter pen(FunctionBuilder f) {
    var pen = f.pointer("pen");
    f.requires(rule("not-a-pen", "{arg} is no {field}"), pen.isField(PEN));
    return pen;
  }

  private static void pens(Declarations in) {
    var put = in.function("pen_put");
    var added = owned(put);
    var into = pen(put);
    put.requires(rule("wrong-type", "{arg} does not fit"), into.holdsMemberOf(added))
        .effects(Effect.bind(added, IN, into, In::new), Effect.giveAway(added, SEEN))
        .returns(Result.nothing());
    var check = in.function("pen_check");
    var collar = animal(check);
    var where = pen(check);
    check
        .requires(rule("elsewhere", "{arg}: {value}"), collar.is(IN, where, In::new))
        .returns(Result.nothing());
    var look = in.function("pen_look");
    var from = pen(look);
    look.requires(rule("gate-shut", "the gate is shut"), inside(OPEN))
        .returns(Result.objectIn(from).orNull().qualified(SEEN));
    var empty = in.function("pen_empty");
    var emptied = pen(empty);
    var callback = empty.subprogram("each");
    var context = empty.anything("context");
    empty
        .effects(Effect.poison(emptied, "*", "is being emptied"))
        .invokes(
            callback,
            Invocation.of(
                    Repetition.ANY,
                    new Invocation.Removed(emptied, true),
                    new Invocation.Passed(context))
                .returning(0, 0))
        .effects(Effect.cure(emptied, "*"))
        .returns(Result.nothing());
  }

  private static void sections(Declarations in) {
    var open = in.function("gate_open");
    var gate = open.pointer("gate");
    open.requires(rule("no-gate", "{arg} is no {field}"), gate.isField(GATE))
        .effects(Effect.enter(OPEN, gate))
        .returns(Result.nothing());
    var close = in.function("gate_close");
    var same = close.pointer("gate");
    close
        .requires(rule("other-gate", "{arg} is not open"), same.isToken(OPEN))
        .effects(Effect.leave(OPEN, same))
        .returns(Result.nothing());
    in.function("night_begin").effects(Effect.enter(NIGHT)).returns(Result.nothing());
    in.function("night_end").effects(Effect.leave(NIGHT)).returns(Result.nothing());
    // Whether it may sleep at all is a matter of the program; here only by day.
    in.function("nap").sleeps().returns(Result.nothing());
  }

  private static void callbacks(Declarations in) {
    var any = in.function("herd_any");
    var count = any.scalar("count");
    var repeated = any.subprogram("each");
    var context = any.anything("context");
    any.invokes(
        repeated,
        Invocation.of(Repetition.ANY, new Invocation.Unknown(), new Invocation.Passed(context))
            .returning(0, 1)
            .atMost(count));
    var once = in.function("herd_once");
    var single = once.subprogram("each");
    var same = once.anything("context");
    once.invokes(
        single,
        Invocation.of(Repetition.ONCE, new Invocation.Unknown(), new Invocation.Passed(same))
            .returning(0, 1));
    var later = in.function("herd_later");
    later.invokes(later.subprogram("each"), Invocation.of(Repetition.LATER));
    var awake = in.function("herd_later_awake");
    awake.invokes(awake.subprogram("each"), Invocation.of(Repetition.LATER).sleepable());
  }

  private static void tally(Declarations in) {
    var begin = in.function("tally_new");
    begin.effects(Effect.createSlot(begin.slot("tally", TALLY, false))).returns(Result.nothing());
    var next = in.function("tally_next");
    var tally = next.slot("tally", TALLY, true);
    next.outcome(
            Outcome.of(
                "drained", Result.scalar(0, 0), Effect.set(tally, PROGRESS, Progress.DRAINED)))
        .outcome(
            Outcome.of("number", Result.memory(8, true).childOf(tally))
                .possibleIf(tally.is(PROGRESS, Progress.ACTIVE))
                .repeating());
    var end = in.function("tally_end");
    end.effects(Effect.destroySlot(end.slot("tally", TALLY, true))).returns(Result.nothing());
  }

  /// Another family, which has a say when animals are shown.
  static final class Guest implements HelperFamily {
    @Override
    public FamilyInfo info() {
      return FamilyInfo.of("guest", "ranch", "0.1.0", "[0.1,0.2)");
    }

    @Override
    public void declare(Declarations in) {
      in.on(SHOW)
          .requires(
              Rule.id("guest.show-by-night").message("guests sleep at night"), not(inside(NIGHT)))
          .effects(Effect.set(SHOWN, COAT, Coat.DIRTY));
    }
  }
}
