package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Arithmetic over all pairs of edge values, in both widths and with both kinds of operands,
/// against unbounded integers.
class ArithmeticTest {
  private static final long[] EDGES = {
    0,
    1,
    2,
    7,
    8,
    16,
    31,
    32,
    33,
    63,
    64,
    65,
    127,
    128,
    255,
    32767,
    32768,
    65535,
    -1,
    -2,
    -7,
    -128,
    -32768,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0x8000_0000L,
    0xffff_ffffL,
    0x1_0000_0000L,
    0x1_0000_0001L,
    0xffff_ffff_0000_0000L,
    0x1234_5678_9abc_def0L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1
  };

  /// An operation as the specification has it. Operands come as signed or unsigned numbers of the
  /// width; the result is cut to the width.
  record Operation(
      String name, int code, int offset, boolean signed, BinaryOperator<BigInteger> meaning) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Operation> operations() {
    return Stream.of(
        new Operation("add", Asm.ADD, 0, true, BigInteger::add),
        new Operation("sub", Asm.SUB, 0, true, BigInteger::subtract),
        new Operation("mul", Asm.MUL, 0, true, BigInteger::multiply),
        new Operation("or", Asm.OR, 0, true, BigInteger::or),
        new Operation("and", Asm.AND, 0, true, BigInteger::and),
        new Operation("xor", Asm.XOR, 0, true, BigInteger::xor),
        new Operation("mov", Asm.MOV, 0, true, (a, b) -> b),
        new Operation("div", Asm.DIV, 0, false, ArithmeticTest::quotient),
        new Operation("sdiv", Asm.DIV, 1, true, ArithmeticTest::quotient),
        new Operation("mod", Asm.MOD, 0, false, ArithmeticTest::remainder),
        new Operation("smod", Asm.MOD, 1, true, ArithmeticTest::remainder));
  }

  private static BigInteger quotient(BigInteger a, BigInteger b) {
    return b.signum() == 0 ? BigInteger.ZERO : a.divide(b);
  }

  private static BigInteger remainder(BigInteger a, BigInteger b) {
    return b.signum() == 0 ? a : a.remainder(b);
  }

  private static BigInteger number(long value, int width, boolean signed) {
    if (signed) {
      return BigInteger.valueOf(width == 64 ? value : (int) value);
    }
    return width == 64
        ? new BigInteger(Long.toUnsignedString(value))
        : BigInteger.valueOf(value & 0xffff_ffffL);
  }

  private static long cut(BigInteger value, int width) {
    return width == 64 ? value.longValue() : value.intValue() & 0xffff_ffffL;
  }

  /// What `r1 op= operand` leaves in r1.
  private static long afterRegister(int opcode, int offset, long left, long right) {
    return Fixture.run(
        new Asm()
            .load64(1, left)
            .load64(2, right)
            .add(opcode | 8, 1, 2, offset, 0)
            .copy(0, 1)
            .exit());
  }

  private static long afterImmediate(int opcode, int offset, long left, int right) {
    return Fixture.run(
        new Asm().load64(1, left).add(opcode, 1, 0, offset, right).copy(0, 1).exit());
  }

  private static List<Integer> immediates() {
    var result = new ArrayList<Integer>();
    for (long edge : EDGES) {
      if (edge == (int) edge) {
        result.add((int) edge);
      }
    }
    return result;
  }

  /// Runs `left op right` for all pairs in one program each, which keeps the test quick.
  @ParameterizedTest
  @MethodSource("operations")
  void agreesWithUnboundedIntegers(Operation operation) {
    for (int width : new int[] {32, 64}) {
      int opcode = operation.code | (width == 64 ? 7 : 4);
      for (long left : EDGES) {
        var asm = new Asm();
        var expected = new ArrayList<Long>();
        var said = new ArrayList<String>();
        for (long right : EDGES) {
          asm.load64(1, left).load64(2, right).add(opcode | 8, 1, 2, operation.offset, 0);
          asm.helper(1);
          expected.add(meaning(operation, width, left, right));
          said.add("%s%d 0x%x, 0x%x".formatted(operation.name, width, left, right));
        }
        for (int right : immediates()) {
          asm.load64(1, left).add(opcode, 1, 0, operation.offset, right).helper(1);
          // Immediates are sign-extended, also where the operation is unsigned.
          expected.add(meaning(operation, width, left, right));
          said.add("%s%d 0x%x, immediate %d".formatted(operation.name, width, left, right));
        }
        check(asm.move(0, 0).exit(), expected, said);
      }
    }
  }

  private static long meaning(Operation operation, int width, long left, long right) {
    return cut(
        operation.meaning.apply(
            number(left, width, operation.signed), number(right, width, operation.signed)),
        width);
  }

  private static void check(Asm asm, List<Long> expected, List<String> said) {
    var seen = new ArrayList<Long>();
    var fixture =
        new Fixture()
            .helper(
                1,
                call -> {
                  seen.add(call.argument(0));
                  return 0;
                });
    try (var instance = fixture.instance(asm)) {
      assertThat(instance.run(Fixture.NOTHING)).isZero();
    }
    assertThat(seen).hasSameSizeAs(expected);
    for (int i = 0; i < seen.size(); i++) {
      assertThat(seen.get(i)).as(said.get(i)).isEqualTo(expected.get(i));
    }
  }

  @Test
  void shiftsCountModuloTheWidth() {
    for (int width : new int[] {32, 64}) {
      for (long left : EDGES) {
        for (int by : new int[] {0, 1, 31, 32, 33, 63, 64, 65, 127, -1}) {
          int real = by & (width - 1);
          int suffix = width == 64 ? 7 : 4;
          var unsigned = number(left, width, false);
          var signed = number(left, width, true);
          var what = "0x%x by %d at %d bits".formatted(left, by, width);
          assertThat(afterRegister(Asm.LSH | suffix, 0, left, by))
              .as("lsh " + what)
              .isEqualTo(cut(unsigned.shiftLeft(real), width));
          assertThat(afterRegister(Asm.RSH | suffix, 0, left, by))
              .as("rsh " + what)
              .isEqualTo(cut(unsigned.shiftRight(real), width));
          assertThat(afterRegister(Asm.ARSH | suffix, 0, left, by))
              .as("arsh " + what)
              .isEqualTo(cut(signed.shiftRight(real), width));
          if (by == real) {
            assertThat(afterImmediate(Asm.LSH | suffix, 0, left, by))
                .isEqualTo(cut(unsigned.shiftLeft(real), width));
            assertThat(afterImmediate(Asm.RSH | suffix, 0, left, by))
                .isEqualTo(cut(unsigned.shiftRight(real), width));
            assertThat(afterImmediate(Asm.ARSH | suffix, 0, left, by))
                .isEqualTo(cut(signed.shiftRight(real), width));
          }
        }
      }
    }
  }

  /// Each line: opcode, offset, immediate, operand, result; all in hexadecimal, as anybody can work
  /// out on paper.
  @ParameterizedTest
  @CsvSource({
    // neg64, neg32
    "87, 0, 0, 0, 0",
    "87, 0, 0, 1, ffffffffffffffff",
    "87, 0, 0, 8000000000000000, 8000000000000000",
    "84, 0, 0, 0, 0",
    "84, 0, 0, 1, ffffffff",
    "84, 0, 0, 80000000, 80000000",
    "84, 0, 0, ffffffff00000002, fffffffe",
    // to little endian: le16, le32, le64
    "d4, 0, 10, 1122334455667788, 7788",
    "d4, 0, 20, 1122334455667788, 55667788",
    "d4, 0, 40, 1122334455667788, 1122334455667788",
    // to big endian: be16, be32, be64
    "dc, 0, 10, 1122334455667788, 8877",
    "dc, 0, 20, 1122334455667788, 88776655",
    "dc, 0, 40, 1122334455667788, 8877665544332211",
    "dc, 0, 20, 00000000000000ff, ff000000",
    // bswap16, bswap32, bswap64
    "d7, 0, 10, 1122334455667788, 8877",
    "d7, 0, 20, 1122334455667788, 88776655",
    "d7, 0, 40, 1122334455667788, 8877665544332211",
    "d7, 0, 10, ffffffffffff00ff, ff00",
    // immediates: mov64 is sign-extended, mov32 is not
    "b7, 0, ffffffff, 5, ffffffffffffffff",
    "b4, 0, ffffffff, 5, ffffffff",
    "07, 0, ffffffff, 5, 4",
    "04, 0, ffffffff, 5, 4",
    "04, 0, 1, ffffffff, 0",
    "57, 0, fffffff0, ffffffffffffffff, fffffffffffffff0",
    "54, 0, fffffff0, ffffffffffffffff, fffffff0",
    // unsigned division by a sign-extended immediate
    "37, 0, ffffffff, ffffffffffffffff, 1",
    "37, 0, ffffffff, fffffffffffffffe, 0",
    "34, 0, ffffffff, fffffffffffffffe, 0",
    // the quotient that overflows: INT_MIN / -1 and its remainder
    "37, 1, ffffffff, 8000000000000000, 8000000000000000",
    "34, 1, ffffffff, 80000000, 80000000",
    "97, 1, ffffffff, 8000000000000000, 0",
    "94, 1, ffffffff, 80000000, 0",
    // signed division rounds towards zero: -13 / 3 = -4, -13 % 3 = -1, 13 % -3 = 1
    "37, 1, 3, fffffffffffffff3, fffffffffffffffc",
    "97, 1, 3, fffffffffffffff3, ffffffffffffffff",
    "97, 1, fffffffd, d, 1",
    "34, 1, 3, fffffff3, fffffffc",
    "94, 1, 3, fffffff3, ffffffff",
    // by zero: the quotient is 0, the remainder the dividend, cut to the width
    "37, 0, 0, 1122334455667788, 0",
    "34, 0, 0, 1122334455667788, 0",
    "97, 0, 0, 1122334455667788, 1122334455667788",
    "94, 0, 0, 1122334455667788, 55667788",
    "37, 1, 0, 1122334455667788, 0",
    "97, 1, 0, 1122334455667788, 1122334455667788",
    "94, 1, 0, 1122334455667788, 55667788",
  })
  void givesWhatPaperGives(
      String opcode, String offset, String immediate, String operand, String result) {
    int code = Integer.parseInt(opcode, 16);
    assertThat(
            afterImmediate(
                code,
                Integer.parseInt(offset, 16),
                Long.parseUnsignedLong(operand, 16),
                Integer.parseUnsignedInt(immediate, 16)))
        .isEqualTo(Long.parseUnsignedLong(result, 16));
  }

  /// Sign-extending moves: opcode, bits, source, result.
  @ParameterizedTest
  @CsvSource({
    "bf, 8, 7f, 7f",
    "bf, 8, 80, ffffffffffffff80",
    "bf, 8, 1122334455667780, ffffffffffffff80",
    "bf, 16, 7fff, 7fff",
    "bf, 16, 8000, ffffffffffff8000",
    "bf, 32, 7fffffff, 7fffffff",
    "bf, 32, 80000000, ffffffff80000000",
    "bf, 32, 1122334480000000, ffffffff80000000",
    "bc, 8, 80, ffffff80",
    "bc, 8, 7f, 7f",
    "bc, 16, 8000, ffff8000",
    "bc, 16, ffffffffffff7fff, 7fff",
    "bf, 0, 1122334455667788, 1122334455667788",
    "bc, 0, 1122334455667788, 55667788",
  })
  void extendsSigns(String opcode, int bits, String source, String result) {
    assertThat(
            afterRegister(
                Integer.parseInt(opcode, 16), bits, 0x55, Long.parseUnsignedLong(source, 16)))
        .isEqualTo(Long.parseUnsignedLong(result, 16));
  }
}
