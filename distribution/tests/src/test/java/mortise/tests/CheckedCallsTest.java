package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import mortise.engine.Engine;
import mortise.engine.Semantics;
import mortise.engine.Verdict;
import mortise.object.RawInstruction;
import mortise.runtime.Violation;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.Invocation;
import mortise.spi.Invocation.Repetition;
import mortise.spi.Result;
import mortise.spi.runtime.Call;
import mortise.spi.runtime.ContextFactory.Input;
import mortise.spi.runtime.Implementation;
import org.junit.jupiter.api.Test;

/// Checked runs through functions that call back, and of functions that do not do what their family
/// says.
class CheckedCallsTest {
  private static final int TURNS = 9002;

  /// Calls back so many times, with the number of the turn and what was passed.
  private record Turns(Implementation runtime) implements HelperFamily {
    @Override
    public FamilyInfo info() {
      return FamilyInfo.of("turns", "linux", "1.0.0", "[0.1,0.2)");
    }

    @Override
    public void declare(Declarations in) {
      var function = in.helper(TURNS, "bpf_turns");
      var count = function.scalar("count");
      var callback = function.subprogram("callback");
      var passed = function.anything("passed");
      function
          .invokes(
              callback,
              Invocation.of(Repetition.ANY, new Invocation.Unknown(), new Invocation.Passed(passed))
                  .returning(0, 1)
                  .atMost(count))
          .returns(Result.scalar())
          .prototype("long bpf_turns(__u32 count, void *callback, void *passed)")
          .documentation("Calls back.")
          .runs(runtime);
    }
  }

  private static long turns(Call call, long shift) {
    long count = call.argument(0);
    for (long i = 0; i < count; i++) {
      call.invoke(call.argument(1), i, call.argument(2) + shift);
    }
    return count;
  }

  /// `sum = 0; bpf_turns(5, add_one, &sum); return sum`
  private static final List<RawInstruction> FIVE_TURNS =
      LongStream.of(
              slot(0x7a, 10, 0, -8, 0),
              slot(0xb7, 1, 0, 0, 5),
              slot(0x18, 2, 4, 0, 6),
              0,
              slot(0xbf, 3, 10, 0, 0),
              slot(0x07, 3, 0, 0, -8),
              slot(0x85, 0, 0, 0, TURNS),
              slot(0x79, 0, 10, -8, 0),
              slot(0x95, 0, 0, 0, 0),
              // add_one:
              slot(0x79, 3, 2, 0, 0),
              slot(0x07, 3, 0, 0, 1),
              slot(0x7b, 2, 3, 0, 0),
              slot(0xb7, 0, 0, 0, 0),
              slot(0x95, 0, 0, 0, 0))
          .mapToObj(RawInstruction::of)
          .toList();

  private static long slot(int opcode, int to, int from, int offset, int immediate) {
    return new RawInstruction(opcode, to, from, (short) offset, immediate).toLong();
  }

  private static long fiveTurns(Implementation runtime) {
    var families = new ArrayList<>(Product.families());
    families.add(new Turns(runtime));
    var engine = Engine.of(Semantics.named("linux"), families);
    var program =
        engine
            .load(Product.EXAMPLES.resolve("queue.bpf.o"))
            .program("round_trip")
            .orElseThrow()
            .with(FIVE_TURNS);
    var accepted = (Verdict.Accepted) program.verify();
    try (var instance = accepted.instantiateChecked(List.of())) {
      return instance.run(new Input(new byte[64], new byte[0]));
    }
  }

  @Test
  void callbacksAreFollowedTurnByTurn() {
    assertThat(fiveTurns(call -> turns(call, 0))).isEqualTo(5);
  }

  @Test
  void aCallbackThatIsGivenSomethingElseIsNoticedAtItsFirstInstruction() {
    assertThatThrownBy(() -> fiveTurns(call -> turns(call, -8)))
        .isInstanceOf(Violation.class)
        .hasMessageContaining("instruction 9")
        .hasMessageContaining("R2 of frame 1")
        .hasMessageContaining("believed to point to the frame pointer-8")
        .hasMessageContaining("is -16 bytes from it");
  }

  @Test
  void aViolationSaysWhereWhatWasBelievedAndWhatIs() {
    var families = new ArrayList<>(Product.families());
    families.add(new Dice());
    var engine = Engine.of(Semantics.named("linux"), families);
    var dice =
        Product.ROOT.resolve("distribution/tests/src/test/resources/mortise/tests/dice.bpf.o");
    var accepted = (Verdict.Accepted) engine.load(dice).programs().getFirst().verify();
    try (var instance = accepted.instantiateChecked(List.of())) {
      assertThatThrownBy(() -> instance.run(new Input(new byte[64], new byte[0])))
          .isInstanceOfSatisfying(
              Violation.class, violation -> assertThat(violation.check()).isEqualTo("scalar-range"))
          .hasMessageContaining("program '%s'", accepted.program().program().name())
          .hasMessageContaining("dice.bpf.c:")
          .hasMessageContaining("R0 was believed to be scalar(smin=umin=smin32=umin32=1,smax=")
          .hasMessageContaining("and is 7 (0x7)");
    }
  }

  /// Dice with a seven.
  private static final class Dice implements HelperFamily {
    @Override
    public FamilyInfo info() {
      return FamilyInfo.of("dice", "linux", "1.0.0", "[0.1,0.2)");
    }

    @Override
    public void declare(Declarations in) {
      var roll =
          in.function("mx_dice_roll")
              .prototype("int mx_dice_roll(__u64 seed)")
              .documentation("Rolls a die.");
      roll.scalar("seed");
      roll.returns(Result.scalar(1, 6)).runs(call -> 7);
    }
  }
}
