package mortise.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import mortise.object.btf.BtfType;
import org.junit.jupiter.api.Test;

/// The offsets, sizes and values of core.bpf.c and core_target.bpf.c, by C's rules of layout.
class CoreRelocationsTest {
  private final BpfObject own = TestObjects.load("core.bpf.o");
  private final BpfObject target = TestObjects.load("core_target.bpf.o");
  private final BpfObject adapted =
      BpfObject.parse(
          "core.bpf.o",
          TestObjects.bytes("core.bpf.o"),
          LoadOptions.DEFAULT.withTarget(target.btf()));

  /// What each element of `result` is set to, by its offset.
  private static List<Long> results(Program program) {
    var constants = new TreeMap<Integer, Long>();
    var stored = new TreeMap<Integer, Long>();
    var bases = new java.util.TreeSet<Integer>();
    for (int slot = 0; slot < program.size(); slot++) {
      switch (program.at(slot)) {
        case Instruction.Move(var _, int to, Operand.Immediate(int value), var _) ->
            constants.put(to, (long) value);
        case Instruction.Move(var _, int to, Operand.Register(int from), var _) -> {
          if (constants.containsKey(from)) {
            constants.put(to, constants.getOrDefault(from, -1L));
          }
        }
        case Instruction.LoadImmediate(
                int to,
                ImmediateValue.MapValueAddress(var _, int offset),
                var _,
                var _) -> {
          bases.add(to);
          constants.put(to, (long) offset);
        }
        case Instruction.LoadImmediate(int to, ImmediateValue.Constant(long value), var _, var _) ->
            constants.put(to, value);
        case Instruction.Store(var _, int to, int offset, Operand.Register(int from), var _)
            when bases.contains(to) ->
            stored.put(
                offset + constants.getOrDefault(to, 0L).intValue(),
                constants.getOrDefault(from, -1L));
        case Instruction.Store(var _, int to, int offset, Operand.Immediate(int value), var _)
            when bases.contains(to) ->
            stored.put(offset + constants.getOrDefault(to, 0L).intValue(), (long) value);
        default -> {}
      }
    }
    return new ArrayList<>(stored.values());
  }

  private static int id(BpfObject object, String name) {
    return object.btf().id(name, BtfType.Struct.class).orElseThrow();
  }

  @Test
  void withoutATargetTheObjectsOwnTypesHold() {
    // state at 8, 4 bytes wide, there, gone there, unsigned; flag is bits 0 to 2 of the word at 12
    assertThat(results(own.program("fields").orElseThrow()))
        .containsExactly(8L, 4L, 1L, 1L, 0L, 61L, 61L);
    long task = id(own, "task___mine");
    assertThat(results(own.program("types").orElseThrow()))
        .containsExactly(task, task, 1L, 1L, 32L, 1L, 2L, 1L, 8L, 3L);
  }

  @Test
  void againstATargetItsLayoutHolds() {
    // state at 32, 8 bytes wide, there, gone not, unsigned; flag is bits 7 to 9 of the word at 48
    assertThat(results(adapted.program("fields").orElseThrow()))
        .containsExactly(32L, 8L, 1L, 0L, 0L, 54L, 61L);
    assertThat(results(adapted.program("types").orElseThrow()))
        .containsExactly(
            (long) id(own, "task___mine"),
            (long) id(target, "task"),
            1L,
            0L,
            56L,
            1L,
            6L,
            0L,
            16L,
            4L);
  }

  @Test
  void aTypeThatTheTargetLacksHasNoIdAndNoSize() {
    BpfObject elsewhere =
        BpfObject.parse(
            "core.bpf.o",
            TestObjects.bytes("core.bpf.o"),
            LoadOptions.DEFAULT.withTarget(TestObjects.load("shapes.bpf.o").btf()));
    // The local id, then the target's; there, size: only these are asked of types.
    List<Long> results = results(elsewhere.program("types").orElseThrow());
    assertThat(results.subList(0, 5))
        .containsExactly((long) id(own, "task___mine"), 0L, 0L, 0L, 0L);
  }

  @Test
  void loadsOfUnsignedFieldsChangeTheirWidth() {
    Program fields = adapted.program("fields").orElseThrow();
    Optional<Instruction.Load> load = Optional.empty();
    for (int slot = 0; slot < fields.size(); slot++) {
      if (fields.at(slot) instanceof Instruction.Load found) {
        load = Optional.of(found);
      }
    }
    assertThat(load.orElseThrow().size()).isEqualTo(MemorySize.DOUBLE);
    assertThat(load.orElseThrow().offset()).isEqualTo(32);
  }

  @Test
  void whatTheTargetLacksPoisonsOnlyTheInstruction() {
    Program reading = adapted.program("reads_gone").orElseThrow();
    var poisoned = new ArrayList<String>();
    for (int slot = 0; slot < reading.size(); slot++) {
      if (reading.at(slot) instanceof Instruction.PoisonedCall call) {
        poisoned.add(call.problem());
      }
    }
    assertThat(poisoned).containsExactly("no 'struct task___mine' in the target fits");
    assertThat(own.program("reads_gone").orElseThrow().at(reading.size() - 1))
        .isInstanceOf(Instruction.Exit.class);
  }
}
