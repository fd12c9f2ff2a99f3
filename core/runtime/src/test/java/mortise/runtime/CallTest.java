package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import mortise.spi.EventKind;
import mortise.spi.runtime.EventListener;
import mortise.spi.runtime.MemoryFault;
import org.junit.jupiter.api.Test;

class CallTest {
  @Test
  void calleesHaveTheirOwnStackAndLeaveCalleeSavedRegistersAlone() {
    // main: r6..r9 = 6..9, [fp-8] = 100; r0 = f(1) + r6 + r7 + r8 + r9 + [fp-8]
    var asm = new Asm();
    for (int r = 6; r <= 9; r++) {
      asm.move(r, r);
    }
    asm.storeImmediate(8, 10, -8, 100).move(1, 1).call(13);
    for (int r = 6; r <= 9; r++) {
      asm.add(0x0f, 0, r, 0, 0);
    }
    asm.load(8, 1, 10, -8).add(0x0f, 0, 1, 0, 0).exit();
    assertThat(asm.size()).isEqualTo(14);
    var callee = new Asm();
    for (var slot : asm.slots()) {
      callee.add(
          slot.opcode(),
          slot.destination(),
          slot.source(),
          slot.offset(),
          slot.opcode() == 0x85 ? slot.immediate() + 1 : slot.immediate());
    }
    // f: everything overwritten; r0 = 1000 + r1
    callee.storeImmediate(8, 10, -8, -1);
    for (int r = 6; r <= 9; r++) {
      callee.move(r, -1);
    }
    callee.copy(0, 1).plus(0, 1000).exit();

    assertThat(Fixture.run(callee)).isEqualTo(1001 + 6 + 7 + 8 + 9 + 100);
  }

  @Test
  void calleesReachTheCallersStackThroughPointers() {
    var asm =
        new Asm()
            .storeImmediate(8, 10, -16, 5)
            .copy(1, 10)
            .plus(1, -16)
            .call(6)
            .load(8, 0, 10, -16)
            .exit()
            .storeImmediate(8, 1, 0, 7)
            .exit();

    assertThat(Fixture.run(asm)).isEqualTo(7);
  }

  private static Asm recursion() {
    // f(n): n == 0 ? 0 : f(n - 1) + 1
    return new Asm()
        .call(2)
        .exit()
        .move(0, 0)
        .jumpIf(Asm.JEQ, 1, 0, 3)
        .plus(1, -1)
        .call(2)
        .plus(0, 1)
        .exit();
  }

  private static Asm recursion(int depth) {
    var asm = new Asm().move(1, depth);
    recursion()
        .slots()
        .forEach(
            slot ->
                asm.add(
                    slot.opcode(),
                    slot.destination(),
                    slot.source(),
                    slot.offset(),
                    slot.immediate()));
    return asm;
  }

  @Test
  void thereAreEightFrames() {
    // main and f(6) … f(0) are eight
    assertThat(Fixture.run(recursion(6))).isEqualTo(6);

    try (var instance = new Fixture().instance(recursion(7))) {
      var fault = catchThrowableOfType(RunFault.class, () -> instance.run(Fixture.NOTHING));

      assertThat(fault.kind()).isEqualTo(RunFault.Kind.CALL_DEPTH);
      assertThat(fault.slot()).isEqualTo(6);
      assertThat(fault)
          .hasMessage(
              "program 'test', instruction 6: in 'test_3': the call stack of 8 frames is"
                  + " exhausted");
    }
  }

  @Test
  void helpersGetFiveArgumentsAndGiveOneResult() {
    var asm = new Asm();
    for (int r = 1; r <= 5; r++) {
      asm.move(r, r * 11);
    }
    var seen = new ArrayList<Long>();
    var fixture =
        new Fixture()
            .helper(
                7,
                call -> {
                  for (int i = 0; i < 5; i++) {
                    seen.add(call.argument(i));
                  }
                  return -99;
                });
    try (var instance = fixture.instance(asm.helper(7).exit())) {
      assertThat(instance.run(Fixture.NOTHING)).isEqualTo(-99);
    }
    assertThat(seen).containsExactly(11L, 22L, 33L, 44L, 55L);
  }

  /// main: r0 = each(f, n) + [fp - 8], f adding its arguments to the context's number.
  private static Asm loop() {
    return new Asm()
        .storeImmediate(8, 10, -8, 0)
        .function(1, 8)
        .copy(2, 10)
        .plus(2, -8)
        .helper(1)
        .load(8, 0, 10, -8)
        .exit()
        // f(i, *sum): *sum += i; return 0
        .load(8, 3, 2, 0)
        .add(0x0f, 3, 1, 0, 0)
        .store(8, 2, 0, 3)
        .move(0, 0)
        .exit();
  }

  @Test
  void functionsCallBack() {
    var fixture =
        new Fixture()
            .helper(
                1,
                call -> {
                  for (int i = 1; i <= 10; i++) {
                    assertThat(call.invoke(call.argument(0), i, call.argument(1))).isZero();
                  }
                  return 0;
                });
    try (var instance = fixture.instance(loop())) {
      assertThat(instance.run(Fixture.NOTHING)).isEqualTo(55);
    }
  }

  @Test
  void onlyTheProgramsOwnFunctionsCanBeCalledBack() {
    for (long address : new long[] {0, 1, -1, 0x7fff_fffe_00ff_ffffL, 0x7fff_fffe_0100_0000L}) {
      var fixture = new Fixture().helper(1, call -> call.invoke(address));
      try (var instance = fixture.instance(loop())) {
        var fault = catchThrowableOfType(RunFault.class, () -> instance.run(Fixture.NOTHING));

        assertThat(fault.kind()).isEqualTo(RunFault.Kind.MEMORY);
        assertThat(fault).hasMessageContaining("is no function of 'test'");
      }
    }
  }

  @Test
  void callbacksCountAsFrames() {
    // f calls the helper again, which calls f again, …
    var asm = new Asm().function(1, 4).helper(1).exit().function(1, 4).helper(1).exit();
    var depth = new int[1];
    var fixture =
        new Fixture()
            .helper(
                1,
                call -> {
                  depth[0]++;
                  return call.invoke(call.argument(0));
                });
    try (var instance = fixture.instance(asm)) {
      var fault = catchThrowableOfType(RunFault.class, () -> instance.run(Fixture.NOTHING));

      assertThat(fault.kind()).isEqualTo(RunFault.Kind.CALL_DEPTH);
      assertThat(depth[0]).isEqualTo(8);
    }
  }

  @Test
  void faultsInCallbacksNameTheInstructionInTheCallback() {
    var asm = new Asm().function(1, 4).helper(1).exit().move(1, 0).load(8, 0, 1, 0).exit();
    var fixture = new Fixture().helper(1, call -> call.invoke(call.argument(0)));
    try (var instance = fixture.instance(asm)) {
      var fault = catchThrowableOfType(RunFault.class, () -> instance.run(Fixture.NOTHING));

      assertThat(fault.kind()).isEqualTo(RunFault.Kind.MEMORY);
      assertThat(fault.slot()).isEqualTo(5);
    }
  }

  @Test
  void faultsOfFunctionsNameTheCall() {
    var fixture =
        new Fixture()
            .helper(1, call -> call.machine().load(24))
            .helper(2, call -> 1 / (int) call.argument(0))
            .helper(
                3,
                call -> {
                  throw new MemoryFault(5, "not at all");
                });
    for (int id = 1; id <= 3; id++) {
      try (var instance = fixture.instance(new Asm().move(1, 0).helper(id).exit())) {
        var fault = catchThrowableOfType(RunFault.class, () -> instance.run(Fixture.NOTHING));

        assertThat(fault.slot()).isEqualTo(1);
        assertThat(fault.kind()).isEqualTo(id == 2 ? RunFault.Kind.FUNCTION : RunFault.Kind.MEMORY);
        assertThat(fault.address()).isEqualTo(id == 1 ? 24 : id == 2 ? 0 : 5);
        assertThat(fault).hasMessageContaining("helper_" + id);
      }
    }
  }

  @Test
  void listenersHearTheirSubjectsBeforeAndAfter() {
    var heard = new ArrayList<String>();
    EventListener before = (machine, subjects) -> heard.add("before " + list(subjects));
    EventListener after = (machine, subjects) -> heard.add("after " + list(subjects));
    var push = new EventKind("push", List.of());
    var fixture =
        new Fixture()
            .on(push, new Listeners(List.of(before), List.of(after)))
            .helper(
                1,
                call -> {
                  call.machine().before(push, call.argument(1), call.argument(0));
                  heard.add("push");
                  call.machine().after(push, 42, call.argument(1));
                  call.machine().after(new EventKind("other", List.of()), 1);
                  return 42;
                });
    var asm = new Asm().move(1, 10).move(2, 20).helper(1).exit();
    try (var instance = fixture.instance(asm)) {
      assertThat(instance.run(Fixture.NOTHING)).isEqualTo(42);
    }
    assertThat(heard).containsExactly("before [20, 10]", "push", "after [42, 20]");
  }

  private static List<Long> list(long[] values) {
    var result = new ArrayList<Long>();
    for (long value : values) {
      result.add(value);
    }
    return result;
  }

  @Test
  void whatCannotBeExecutedEndsTheRunThatReachesIt() {
    var cases = new ArrayList<Asm>();
    cases.add(new Asm().helper(99).exit());
    cases.add(new Asm().add(0xff, 0, 0, 0, 0).exit());
    cases.add(new Asm().jump(5).exit());
    cases.add(new Asm().jump(-7).exit());
    cases.add(new Asm().move(0, 0));
    cases.add(new Asm().move(0, 0).jumpIf(Asm.JEQ, 0, 0, 99).exit());
    cases.add(new Asm().jump(1).load64(0, 1).exit());
    for (var asm : cases) {
      try (var instance = new Fixture().instance(asm)) {
        var fault = catchThrowableOfType(RunFault.class, () -> instance.run(Fixture.NOTHING));

        assertThat(fault.kind()).isEqualTo(RunFault.Kind.INSTRUCTION);
      }
    }
    // Not reached: no harm.
    assertThat(Fixture.run(new Asm().move(0, 3).exit().helper(99).exit())).isEqualTo(3);
  }
}
