package example.gate;

import mortise.plugin.ownership.proposal.Construction;
import mortise.plugin.ownership.proposal.Facts;
import mortise.plugin.ownership.proposal.Pointers;
import mortise.plugin.ownership.proposal.Sections;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.SectionKind;
import mortise.spi.Shape;
import mortise.spi.runtime.Call;

/// Gates: tried, never waited for. Conditional poisoning (§8 of the rule book) for something that
/// is neither a count nor a claim.
///
/// `mx_gate_try` has two outcomes. In one the program is inside; in the other the pointer is
/// poisoned for what is done inside, and for nothing else: the object may still be read, linked,
/// counted, and the gate tried again.
public final class GateFamily implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("gate", "proposal", "1.0.0", "[0.1,0.2)");

  private static final int SIZE = 8;
  private static final int WORD = 4;
  private static final int PASSED = 4;
  private static final long SHUT = 1;

  private static final String TRY = "mx_gate_try";
  private static final String PASS = "mx_gate_pass";
  private static final String LEAVE = "mx_gate_leave";

  private static final FieldKind GATE =
      FieldKind.struct("mx_gate", SIZE, 4)
          .sortOf(Facts.TRIVIAL)
          .shaped(new Shape.Lock(0, WORD, 0))
          .build();

  /// The token is the gate. What it is between does not matter: any function may be called inside.
  private static final SectionKind INSIDE = SectionKind.permissive("gate", 45, GateRules.HELD);

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    in.field(GATE);
    Construction.constructor(in, "mx_gate_init", GATE);
    tryIt(in);
    pass(in);
    leave(in);
  }

  private static void tryIt(Declarations in) {
    var f = in.function(TRY).allowedIn(Sections.HOLDING, Sections.HOLDING_NODE);
    var gate = gate(f);
    f.requires(GateRules.ALREADY_INSIDE, Condition.not(gate.isToken(INSIDE)))
        .outcome(
            Outcome.of(
                "true",
                Result.scalar(1, 1),
                Effect.cure(gate, PASS),
                Effect.cure(gate, LEAVE),
                Effect.enter(INSIDE, gate)))
        .outcome(
            Outcome.of(
                "false",
                Result.scalar(0, 0),
                Effect.poison(gate, PASS, GateRules.WHY),
                Effect.poison(gate, LEAVE, GateRules.WHY)))
        .prototype("bool mx_gate_try(struct mx_gate *gate)")
        .documentation("Whether the program is inside now. Nobody waits.")
        .runs(
            call ->
                call.machine().compareAndExchange(call.argument(0), WORD, 0, SHUT) == 0 ? 1 : 0);
  }

  private static void pass(Declarations in) {
    var f = in.function(PASS).allowedIn(Sections.HOLDING, Sections.HOLDING_NODE);
    var gate = gate(f);
    f.requires(GateRules.NOT_INSIDE, gate.isToken(INSIDE))
        .returns(Result.scalar())
        .prototype("__u32 mx_gate_pass(struct mx_gate *gate)")
        .documentation("Counts those who passed, this one too; only who is inside may.")
        .runs(GateFamily::passed);
  }

  private static void leave(Declarations in) {
    var f = in.function(LEAVE).allowedIn(Sections.HOLDING, Sections.HOLDING_NODE);
    var gate = gate(f);
    f.requires(GateRules.NOT_INSIDE, gate.isToken(INSIDE))
        .effects(Effect.leave(INSIDE, gate))
        .returns(Result.nothing())
        .prototype("void mx_gate_leave(struct mx_gate *gate)")
        .documentation("Lets others in.")
        .runs(GateFamily::left);
  }

  /// Only one is inside, so this need not be atomic.
  private static long passed(Call call) {
    long count = call.machine().load(call.argument(0) + PASSED, WORD) + 1;
    call.machine().store(call.argument(0) + PASSED, WORD, count);
    return count;
  }

  private static long left(Call call) {
    call.machine().exchange(call.argument(0), WORD, 0);
    return 0;
  }

  private static Parameter gate(FunctionBuilder f) {
    var gate = f.pointer("gate");
    f.requires(
            GateRules.NOT_A_GATE,
            Condition.all(
                gate.pointsTo(Pointers.ANY_OBJECT, Pointers.ANY_VALUE),
                gate.hasConstantOffset(),
                gate.isField(GATE)))
        .requires(GateRules.NOT_LIVE, Facts.live(gate));
    return gate;
  }
}
