package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JumpTest {
  private static final long[] EDGES = {
    0,
    1,
    -1,
    -2,
    5,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0x8000_0000L,
    0xffff_ffffL,
    0x1_0000_0000L,
    0x1_0000_0001L,
    0xffff_ffff_0000_0000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  record Condition(
      String name, int code, boolean signed, BiPredicate<BigInteger, BigInteger> meaning) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Condition> conditions() {
    return Stream.of(
        new Condition("jeq", Asm.JEQ, false, (a, b) -> a.compareTo(b) == 0),
        new Condition("jne", Asm.JNE, false, (a, b) -> a.compareTo(b) != 0),
        new Condition("jgt", Asm.JGT, false, (a, b) -> a.compareTo(b) > 0),
        new Condition("jge", Asm.JGE, false, (a, b) -> a.compareTo(b) >= 0),
        new Condition("jlt", Asm.JLT, false, (a, b) -> a.compareTo(b) < 0),
        new Condition("jle", Asm.JLE, false, (a, b) -> a.compareTo(b) <= 0),
        new Condition("jset", Asm.JSET, false, (a, b) -> a.and(b).signum() != 0),
        new Condition("jsgt", Asm.JSGT, true, (a, b) -> a.compareTo(b) > 0),
        new Condition("jsge", Asm.JSGE, true, (a, b) -> a.compareTo(b) >= 0),
        new Condition("jslt", Asm.JSLT, true, (a, b) -> a.compareTo(b) < 0),
        new Condition("jsle", Asm.JSLE, true, (a, b) -> a.compareTo(b) <= 0));
  }

  private static BigInteger number(long value, int width, boolean signed) {
    if (signed) {
      return BigInteger.valueOf(width == 64 ? value : (int) value);
    }
    return width == 64
        ? new BigInteger(Long.toUnsignedString(value))
        : BigInteger.valueOf(value & 0xffff_ffffL);
  }

  @ParameterizedTest
  @MethodSource("conditions")
  void comparesAsUnboundedIntegersDo(Condition condition) {
    for (int width : new int[] {32, 64}) {
      int opcode = condition.code | (width == 64 ? 5 : 6);
      var asm = new Asm();
      var expected = new ArrayList<Long>();
      var said = new ArrayList<String>();
      for (long left : EDGES) {
        for (long right : EDGES) {
          boolean holds =
              condition.meaning.test(
                  number(left, width, condition.signed), number(right, width, condition.signed));
          asm.load64(2, left).load64(3, right).move(1, 1);
          asm.add(opcode | 8, 2, 3, 1, 0).move(1, 0).helper(1);
          expected.add(holds ? 1L : 0L);
          said.add("%s%d 0x%x, 0x%x".formatted(condition.name, width, left, right));
          if (right == (int) right) {
            asm.load64(2, left).move(1, 1);
            asm.add(opcode, 2, 0, 1, (int) right).move(1, 0).helper(1);
            expected.add(holds ? 1L : 0L);
            said.add("%s%d 0x%x, immediate %d".formatted(condition.name, width, left, right));
          }
        }
      }
      var seen = new ArrayList<Long>();
      var fixture =
          new Fixture()
              .helper(
                  1,
                  call -> {
                    seen.add(call.argument(0));
                    return 0;
                  });
      try (var instance = fixture.instance(asm.move(0, 0).exit())) {
        assertThat(instance.run(Fixture.NOTHING)).isZero();
      }
      for (int i = 0; i < expected.size(); i++) {
        assertThat(seen.get(i)).as(said.get(i)).isEqualTo(expected.get(i));
      }
    }
  }

  @Test
  void jumpsBackwardsAndForwards() {
    // r0 = 10 + 9 + … + 1
    var asm =
        new Asm()
            .move(0, 0)
            .move(1, 10)
            .jump(2)
            .add(0x0f, 0, 1, 0, 0)
            .plus(1, -1)
            .jumpIf(Asm.JNE, 1, 0, -3)
            .exit();

    assertThat(Fixture.run(asm)).isEqualTo(55);
  }

  @Test
  void longJumpsCountIn32Bits() {
    int far = 40_000;
    var asm = new Asm().move(0, 1).add(0x06, 0, 0, 0, far);
    for (int i = 0; i < far; i++) {
      asm.move(0, 2);
    }
    asm.exit();

    assertThat(Fixture.run(asm)).isEqualTo(1);
  }

  @Test
  void mayGotoEndsALoopWhenItsBudgetIsSpent() {
    var limits = new Limits(1 << 20, 1_000_000, 25);
    // for (r0 = 0; may_goto; r0++)
    var asm = new Asm().move(0, 0).add(0xe5, 0, 0, 2, 0).plus(0, 1).jump(-3).exit();

    try (var instance = new Fixture().limits(limits).instance(asm)) {
      assertThat(instance.run(Fixture.NOTHING)).isEqualTo(25);
      assertThat(instance.run(Fixture.NOTHING)).as("every run anew").isEqualTo(25);
    }
  }
}
