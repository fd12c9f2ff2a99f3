package mortise.verifier.explore;

import static mortise.verifier.explore.Code.BYTE;
import static mortise.verifier.explore.Code.DOUBLE;
import static mortise.verifier.explore.Code.EQ;
import static mortise.verifier.explore.Code.GT;
import static mortise.verifier.explore.Code.NE;
import static mortise.verifier.explore.Code.WORD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import mortise.verifier.Limits;
import mortise.verifier.Verdict;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Each program goes one of two ways to the same place. The way that is explored first is fine; the
/// other differs in one thing, by which it goes wrong later, so it must not be cut as covered.
///
/// Source: what linux `states_equal` compares (6.18), and what `mark_chain_precision` and
/// `mark_reg_read` are for.
class PruningTest {
  private static final Limits EAGER = new Limits(10_000, 100).with(Limits.Pruning.EAGER);

  /// Nothing that one of the ways needs.
  private static Code nothing(Code code) {
    return code;
  }

  /// Both ways good is accepted; a bad second way is rejected with `rule`, however states are
  /// saved.
  private static void check(
      String rule,
      UnaryOperator<Code> before,
      UnaryOperator<Code> good,
      UnaryOperator<Code> bad,
      UnaryOperator<Code> after) {
    var fine = program(before, good, good, after);
    var wrong = program(before, good, bad, after);
    for (var pruning : new Limits.Pruning[] {Limits.Pruning.EAGER, Limits.Pruning.NORMAL}) {
      var limits = EAGER.with(pruning);
      assertThat(SmallFamily.verify(fine.slots(), limits)).isInstanceOf(Verdict.Accepted.class);
      assertThat(rejectedBy(wrong, limits)).isEqualTo(rule);
    }
  }

  private static Code program(
      UnaryOperator<Code> before,
      UnaryOperator<Code> first,
      UnaryOperator<Code> second,
      UnaryOperator<Code> after) {
    var entry = before.apply(new Code()).call(SmallFamily.RANDOM).jumpIf(NE, 0, 0, "second");
    var other = first.apply(entry).jump("after").label("second");
    var code = after.apply(second.apply(other).label("after").set(0, 0));
    return code.has("out") ? code : code.label("out").set(0, 0).exit();
  }

  private static String rejectedBy(Code code, Limits limits) {
    return SmallFamily.verify(code.slots(), limits) instanceof Verdict.Rejected rejected
        ? rejected.diagnostics().getFirst().rule().id()
        : "accepted";
  }

  /// R9 becomes a value of the array, 64 bytes.
  private static Code value(Code code) {
    return lookup(code).copy(9, 0);
  }

  private static Code lookup(Code code) {
    return code.storeNumber(WORD, 10, -64, 0)
        .map(1)
        .copy(2, 10)
        .add(2, -64)
        .call(SmallFamily.LOOKUP);
  }

  /// R`register` becomes an unknown number.
  private static Code random(Code code, int register) {
    return code.call(SmallFamily.RANDOM).copy(register, 0);
  }

  /// Loads a byte of the value at the offset in `register`.
  private static Code useAsOffset(Code code, int register) {
    return code.copy(1, 9).addRegister(1, register).load(BYTE, 1, 1, 0);
  }

  @Test
  @DisplayName("a number used as an offset")
  void number() {
    check(
        "memory.bounds",
        PruningTest::value,
        code -> code.set(7, 8),
        code -> code.set(7, 100),
        code -> useAsOffset(code, 7));
  }

  @Test
  @DisplayName("a number from which an offset is computed")
  void computedNumber() {
    check(
        "memory.bounds",
        PruningTest::value,
        code -> code.set(7, 8).set(6, 1),
        code -> code.set(7, 8).set(6, 100),
        code -> useAsOffset(code.copy(8, 7).addRegister(8, 6).add(8, 2), 8));
  }

  @Test
  @DisplayName("a number by which a branch is decided")
  void decidingNumber() {
    check(
        "memory.bounds",
        PruningTest::value,
        code -> code.set(7, 0),
        code -> code.set(7, 1),
        code -> code.jumpIf(EQ, 7, 0, "out").load(BYTE, 1, 9, 64));
  }

  @Test
  @DisplayName("a number that a bound was compared with")
  void comparedNumber() {
    check(
        "memory.bounds",
        code -> random(value(code), 6),
        code -> code.set(7, 8),
        code -> code.set(7, 100),
        code -> useAsOffset(code.jumpIfRegisters(GT, 6, 7, "out"), 6));
  }

  @Test
  @DisplayName("that two registers hold the same number")
  void link() {
    check(
        "pointer.unbounded-offset",
        code -> random(random(value(code), 6), 7),
        code -> code.copy(8, 7),
        code -> code.copy(8, 6),
        code -> useAsOffset(code.jumpIf(GT, 7, 8, "out"), 8));
  }

  @Test
  @DisplayName("by how much two registers differ")
  void distance() {
    check(
        "memory.bounds",
        code -> random(value(code), 7),
        code -> code.copy(8, 7).add(8, 1),
        code -> code.copy(8, 7).add(8, 100),
        code -> useAsOffset(code.jumpIf(GT, 7, 8, "out"), 8));
  }

  @Test
  @DisplayName("that a slot holds the same number as a register, when neither is known otherwise")
  void linkOfSlot() {
    check(
        "pointer.unbounded-offset",
        code -> random(random(value(code), 6), 7),
        code -> code.store(DOUBLE, 10, -8, 7),
        code -> code.store(DOUBLE, 10, -8, 6),
        code -> useAsOffset(code.jumpIf(GT, 7, 8, "out").load(DOUBLE, 8, 10, -8), 8));
  }

  @Test
  @DisplayName("a slot that is read later")
  void slot() {
    check(
        "memory.bounds",
        PruningTest::value,
        code -> code.storeNumber(DOUBLE, 10, -8, 8),
        code -> code.storeNumber(DOUBLE, 10, -8, 100),
        code -> useAsOffset(code.load(DOUBLE, 8, 10, -8), 8));
  }

  @Test
  @DisplayName("zero bytes of a slot whose other bytes are written before they are read")
  void partlyWrittenSlot() {
    check(
        "memory.unbounded",
        code -> random(value(code), 7),
        code -> code.storeNumber(WORD, 10, -4, 0),
        code -> code.store(WORD, 10, -4, 7),
        code -> useAsOffset(code.storeNumber(WORD, 10, -8, 1).load(WORD, 8, 10, -4), 8));
  }

  @Test
  @DisplayName("a slot that is read at an offset that is not constant")
  void slotAtVariableOffset() {
    check(
        "memory.bounds",
        code ->
            random(value(code), 7)
                .and(7, 8)
                .storeNumber(DOUBLE, 10, -8, 0)
                .storeNumber(DOUBLE, 10, -16, 0),
        PruningTest::nothing,
        code -> code.storeNumber(DOUBLE, 10, -16, 100),
        code -> useAsOffset(code.copy(1, 10).add(1, -16).addRegister(1, 7).load(BYTE, 8, 1, 0), 8));
  }

  @Test
  @DisplayName("a slot that a subprogram reads")
  void slotReadByCallee() {
    check(
        "memory.bounds",
        PruningTest::value,
        code -> code.storeNumber(DOUBLE, 10, -8, 8),
        code -> code.storeNumber(DOUBLE, 10, -8, 100),
        code ->
            useAsOffset(code.copy(1, 10).callTo("callee"), 0)
                .label("out")
                .set(0, 0)
                .exit()
                .label("callee")
                .load(DOUBLE, 0, 1, -8)
                .exit());
  }

  @Test
  @DisplayName("a slot whose contents decide what a function gives")
  void slotReadByFunction() {
    check(
        "memory.nullable-pointer",
        PruningTest::nothing,
        code -> code.storeNumber(WORD, 10, -8, 0),
        code -> code.storeNumber(WORD, 10, -8, 9),
        code -> code.map(1).copy(2, 10).add(2, -8).call(SmallFamily.LOOKUP).load(BYTE, 1, 0, 0));
  }

  @Test
  @DisplayName("that a pointer is not null")
  void nullable() {
    check(
        "memory.nullable-pointer",
        code ->
            code.storeNumber(WORD, 10, -8, 9)
                .map(1)
                .copy(2, 10)
                .add(2, -8)
                .call(SmallFamily.LOOKUP)
                .copy(7, 0),
        code -> code.jumpIf(EQ, 7, 0, "out"),
        PruningTest::nothing,
        code -> code.load(BYTE, 1, 7, 0));
  }

  @Test
  @DisplayName("that two pointers are null together")
  void ids() {
    UnaryOperator<Code> maybe =
        code ->
            code.storeNumber(WORD, 10, -8, 9)
                .map(1)
                .copy(2, 10)
                .add(2, -8)
                .call(SmallFamily.LOOKUP);
    check(
        "memory.nullable-pointer",
        code -> maybe.apply(maybe.apply(code).copy(6, 0)).copy(7, 0),
        code -> code.copy(8, 7),
        code -> code.copy(8, 6),
        code -> code.jumpIf(EQ, 7, 0, "out").load(BYTE, 1, 8, 0));
  }

  @Test
  @DisplayName("that two pointers are of two things")
  void idsBack() {
    check(
        "small.entered",
        code -> code.call(SmallFamily.FIND).copy(6, 0).call(SmallFamily.FIND).copy(7, 0),
        code -> code.copy(8, 7).copy(1, 6).call(SmallFamily.ENTER),
        code -> code.copy(8, 6).copy(1, 6).call(SmallFamily.ENTER),
        code ->
            code.copy(1, 8)
                .call(SmallFamily.ENTER)
                .copy(1, 8)
                .call(SmallFamily.LEAVE)
                .copy(1, 6)
                .call(SmallFamily.LEAVE));
  }

  @Test
  @DisplayName("the constant offset of a pointer")
  void offset() {
    check(
        "memory.bounds",
        PruningTest::value,
        PruningTest::nothing,
        code -> code.add(9, 64),
        code -> code.load(BYTE, 1, 9, 0));
  }

  @Test
  @DisplayName("the variable offset of a pointer")
  void variableOffset() {
    check(
        "memory.bounds",
        code -> random(value(code), 7),
        code -> code.and(7, 7).addRegister(9, 7),
        code -> code.and(7, 255).addRegister(9, 7),
        code -> code.load(BYTE, 1, 9, 0));
  }

  @Test
  @DisplayName("how many bytes of a packet are there")
  void bound() {
    UnaryOperator<Code> packet = code -> code.load(WORD, 7, 1, 76).load(WORD, 8, 1, 80);
    check(
        "packet.bounds",
        packet,
        code -> code.copy(6, 7).add(6, 8).jumpIfRegisters(GT, 6, 8, "out"),
        code -> code.copy(6, 7).add(6, 4).jumpIfRegisters(GT, 6, 8, "out"),
        code -> code.load(DOUBLE, 1, 7, 0));
  }

  @Test
  @DisplayName("what is owed")
  void obligations() {
    check(
        "reference.leak",
        code -> code.call(SmallFamily.ACQUIRE).copy(7, 0),
        code -> code.copy(1, 7).call(SmallFamily.RELEASE),
        PruningTest::nothing,
        PruningTest::nothing);
  }

  @Test
  @DisplayName("for what something is owed")
  void obligationOfPointer() {
    check(
        "reference.untrusted-argument",
        code -> code.call(SmallFamily.ACQUIRE).copy(6, 0).call(SmallFamily.FIND).copy(7, 0),
        code -> code.copy(8, 6),
        code -> code.copy(8, 7),
        code -> code.copy(1, 8).call(SmallFamily.RELEASE));
  }

  @Test
  @DisplayName("which section is open")
  void sections() {
    check(
        "small.not-entered",
        code -> code.call(SmallFamily.FIND).copy(6, 0).call(SmallFamily.FIND).copy(7, 0),
        code -> code.copy(1, 6).call(SmallFamily.ENTER),
        code -> code.copy(1, 7).call(SmallFamily.ENTER),
        code -> code.copy(1, 6).call(SmallFamily.LEAVE));
  }

  @Test
  @DisplayName("that a section is open")
  void openSection() {
    check(
        "small.held",
        code -> code.call(SmallFamily.FIND).copy(6, 0),
        PruningTest::nothing,
        code -> code.copy(1, 6).call(SmallFamily.ENTER),
        PruningTest::nothing);
  }

  @Test
  @DisplayName("facets")
  void facets() {
    check(
        "small.unpainted",
        code -> code.call(SmallFamily.FIND).copy(6, 0),
        code -> code.copy(1, 6).call(SmallFamily.PAINT),
        PruningTest::nothing,
        code -> code.copy(1, 6).call(SmallFamily.NEEDS_PAINT));
  }

  @Test
  @DisplayName("that two things are known to be different")
  void distinct() {
    check(
        "small.not-separate",
        code -> code.call(SmallFamily.FIND).copy(6, 0).call(SmallFamily.FIND).copy(7, 0),
        code -> code.copy(1, 6).copy(2, 7).call(SmallFamily.SEPARATE),
        PruningTest::nothing,
        code -> code.copy(1, 6).copy(2, 7).call(SmallFamily.NEEDS_SEPARATE));
  }

  @Test
  @DisplayName("where on the stack an object is")
  void stackObject() {
    check(
        "small.no-object",
        PruningTest::nothing,
        code -> code.copy(1, 10).add(1, -8).call(SmallFamily.CREATE),
        code -> code.copy(1, 10).add(1, -16).call(SmallFamily.CREATE),
        code -> code.copy(1, 10).add(1, -8).call(SmallFamily.DESTROY));
  }

  @Test
  @DisplayName("a number that is an offset only in the second round of a loop")
  void secondRound() {
    check(
        "memory.bounds",
        code -> random(code, 7).and(7, 63).store(DOUBLE, 10, -8, 7),
        code -> code.storeNumber(DOUBLE, 10, -16, 16),
        code -> code.storeNumber(DOUBLE, 10, -16, 1000),
        code ->
            lookup(
                    code.copy(1, 10)
                        .address(2, "body")
                        .call(SmallFamily.REPEAT)
                        .label("out")
                        .set(0, 0)
                        .exit()
                        .label("body")
                        .copy(6, 1))
                .load(DOUBLE, 2, 6, -8)
                .addRegister(0, 2)
                .load(BYTE, 1, 0, 0)
                .load(DOUBLE, 1, 6, -16)
                .store(DOUBLE, 6, -8, 1)
                .set(0, 0)
                .exit());
  }

  @Test
  @DisplayName("a legacy packet load needs the context itself")
  void movedContext() {
    var code = new Code().copy(6, 1).add(6, 8).legacyLoad().set(0, 0).exit();
    assertThat(rejectedBy(code, EAGER)).isEqualTo("pointer.modified");
  }
}
