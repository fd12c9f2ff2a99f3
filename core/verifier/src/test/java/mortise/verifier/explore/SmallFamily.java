package mortise.verifier.explore;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mortise.object.BpfMap;
import mortise.object.MapType;
import mortise.object.Program;
import mortise.object.ProgramType;
import mortise.object.RawInstruction;
import mortise.object.btf.Btf;
import mortise.spi.Condition;
import mortise.spi.ContextField;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.Facet;
import mortise.spi.FamilyInfo;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Invocation;
import mortise.spi.MapKind;
import mortise.spi.Parameter;
import mortise.spi.ProgramKind;
import mortise.spi.Result;
import mortise.spi.Rule;
import mortise.spi.SectionKind;
import mortise.spi.SlotKind;
import mortise.verifier.Limits;
import mortise.verifier.Verdict;
import mortise.verifier.Verifier;
import mortise.verifier.layout.TypeLayouts;
import mortise.verifier.rulebook.Assembler;
import mortise.verifier.rulebook.RuleBook;

/// One of each notion, to see whether the verifier keeps them apart: numbers, values of an array,
/// packets, things that are owed, sections, facets, objects on the stack, and a loop.
final class SmallFamily implements HelperFamily {
  static final int LOOKUP = 1;
  static final int RANDOM = 7;
  static final int ACQUIRE = 20;
  static final int RELEASE = 21;
  static final int ENTER = 22;
  static final int LEAVE = 23;
  static final int PAINT = 24;
  static final int NEEDS_PAINT = 25;
  static final int SEPARATE = 26;
  static final int NEEDS_SEPARATE = 27;
  static final int CREATE = 28;
  static final int DESTROY = 29;
  static final int REPEAT = 30;
  static final int FIND = 31;
  static final int COUNT = 32;

  static final Rule HELD = rule("held");
  static final Rule ENTERED = rule("entered");
  static final Rule NOT_ENTERED = rule("not-entered");
  static final Rule UNPAINTED = rule("unpainted");
  static final Rule NOT_SEPARATE = rule("not-separate");
  static final Rule NO_OBJECT = rule("no-object");

  private static final SectionKind SECTION =
      new SectionKind("section", 1, HELD, rule("inside"), rule("global"), false);
  private static final Facet<Boolean> PAINTED = Facet.onIdentity("painted", Boolean.class, false);
  private static final SlotKind OBJECT =
      new SlotKind("object", 8, rule("not-on-stack"), rule("there"), NO_OBJECT, Optional.empty());

  static final BpfMap ARRAY = new BpfMap(BpfMap.Definition.of("array", MapType.ARRAY, 4, 64, 4));

  private static Rule rule(String name) {
    return Rule.id("small." + name).message(name);
  }

  @Override
  public FamilyInfo info() {
    return FamilyInfo.of("small", "small", "1.0.0", "[0.1,0.2)");
  }

  @Override
  public void declare(Declarations in) {
    in.map(new MapKind("array", MapType.ARRAY.id(), false, true, true, Optional.empty()));
    in.program(
        new ProgramKind(
            "packets",
            3,
            192,
            List.of(
                ContextField.scalar("length", 0, 4),
                ContextField.packet("data", 76, ContextField.Kind.PACKET),
                ContextField.packet("end", 80, ContextField.Kind.PACKET_END)),
            false,
            ProgramKind.PacketAccess.READ_WRITE,
            true,
            false,
            Optional.empty(),
            Optional.empty(),
            Map.of()));
    in.program(
        new ProgramKind(
            "probes",
            2,
            0,
            List.of(),
            false,
            ProgramKind.PacketAccess.NONE,
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            Map.of()));
    declareValues(in);
    declareThings(in);
    declareObjects(in);
    var repeat = in.helper(REPEAT, "repeat");
    var data = repeat.anything("data");
    repeat.callback("body", Invocation.of(Invocation.Repetition.ANY, new Invocation.Passed(data)));
    finish(repeat.returns(Result.scalar()));
    var count = in.helper(COUNT, "count");
    var often = count.scalar("often");
    var passed = count.anything("data");
    count.callback(
        "body",
        Invocation.of(Invocation.Repetition.ANY, new Invocation.Passed(passed)).atMost(often));
    finish(count.returns(Result.scalar()));
  }

  private static void declareValues(Declarations in) {
    finish(in.helper(RANDOM, "random").returns(Result.scalar()));
    var lookup = in.helper(LOOKUP, "lookup");
    var map = lookup.map("map");
    var key = lookup.parameter("key", new Parameter.MapKey(map));
    finish(lookup.returns(Result.valueOf(map).orNullUnless(key.isPresentIn(map))));
  }

  private static void declareThings(Declarations in) {
    finish(in.helper(ACQUIRE, "acquire").returns(Result.memory(8, false).acquired()));
    finish(in.helper(FIND, "find").returns(Result.memory(8, false)));
    var release = in.helper(RELEASE, "release");
    var released = release.released("thing");
    finish(release.effects(Effect.release(released)).returns(Result.nothing()));
    var enter = in.helper(ENTER, "enter");
    var token = enter.pointer("token");
    finish(
        enter
            .requires(ENTERED, Condition.not(token.isToken(SECTION)))
            .effects(Effect.enter(SECTION, token))
            .returns(Result.nothing()));
    var leave = in.helper(LEAVE, "leave");
    var left = leave.pointer("token");
    finish(
        leave
            .requires(NOT_ENTERED, left.isToken(SECTION))
            .effects(Effect.leave(SECTION, left))
            .returns(Result.nothing()));
    var paint = in.helper(PAINT, "paint");
    finish(
        paint.effects(Effect.set(paint.pointer("thing"), PAINTED, true)).returns(Result.nothing()));
    var needsPaint = in.helper(NEEDS_PAINT, "needs_paint");
    finish(
        needsPaint
            .requires(UNPAINTED, needsPaint.pointer("thing").is(PAINTED, true))
            .returns(Result.nothing()));
    var separate = in.helper(SEPARATE, "separate");
    finish(
        separate
            .effects(Effect.makeDistinct(separate.pointer("one"), separate.pointer("other")))
            .returns(Result.nothing()));
    var needsSeparate = in.helper(NEEDS_SEPARATE, "needs_separate");
    finish(
        needsSeparate
            .requires(
                NOT_SEPARATE,
                needsSeparate.pointer("one").isDistinctFrom(needsSeparate.pointer("other")))
            .returns(Result.nothing()));
  }

  private static void declareObjects(Declarations in) {
    var create = in.helper(CREATE, "create");
    finish(
        create
            .effects(Effect.createSlot(create.slot("object", OBJECT, false)))
            .returns(Result.nothing()));
    var destroy = in.helper(DESTROY, "destroy");
    finish(
        destroy
            .effects(Effect.destroySlot(destroy.slot("object", OBJECT, true)))
            .returns(Result.nothing()));
  }

  private static void finish(FunctionBuilder function) {
    function.prototype("void f(void)").documentation("For tests.").runs(call -> 0);
  }

  static final ProgramType PACKETS = new ProgramType("packets", 3, "", "", false);

  /// The verdict on a program of the kind that this family brings.
  static Verdict verify(List<RawInstruction> slots, Limits limits) {
    return verify(PACKETS, slots, limits);
  }

  static Verdict verify(ProgramType type, List<RawInstruction> slots, Limits limits) {
    var rules = rules();
    var maps = List.of(ARRAY);
    var program = Program.raw("test", type, slots, maps);
    return new Verifier(rules, limits).verify(program, TypeLayouts.of(Btf.EMPTY, maps, rules));
  }

  private static RuleBook rules() {
    var rules = Assembler.assemble("small", List.of(new SmallFamily()), Map.of());
    if (!rules.problems().isEmpty()) {
      throw new AssertionError(rules.problems());
    }
    return rules;
  }
}
