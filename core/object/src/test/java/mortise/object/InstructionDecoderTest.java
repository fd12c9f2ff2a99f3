package mortise.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import mortise.object.Instruction.ByteOrder;
import mortise.object.Operand.Immediate;
import mortise.object.Operand.Register;
import org.junit.jupiter.api.Test;

/// Encodings from the ISA document (Documentation/bpf/standardization/instruction-set.rst).
class InstructionDecoderTest {
  private static RawInstruction raw(int opcode, int dst, int src, int off, int imm) {
    return new RawInstruction(opcode, dst, src, (short) off, imm);
  }

  private static Program program(RawInstruction... slots) {
    var map = new BpfMap(BpfMap.Definition.of("m", MapType.ARRAY, 4, 8, 1));
    return Program.raw("test", ProgramType.UNKNOWN, List.of(slots), List.of(map));
  }

  private static Instruction one(int opcode, int dst, int src, int off, int imm) {
    return program(raw(opcode, dst, src, off, imm)).at(0);
  }

  @Test
  void arithmeticHasWidthAndOperand() {
    assertThat(one(0x07, 1, 0, 0, -5))
        .isEqualTo(
            new Instruction.Alu(
                AluOperation.ADD, Width.W64, 1, new Immediate(-5), raw(0x07, 1, 0, 0, -5)));
    assertThat(one(0x3c, 1, 2, 1, 0))
        .isEqualTo(
            new Instruction.Alu(
                AluOperation.SIGNED_DIVIDE, Width.W32, 1, new Register(2), raw(0x3c, 1, 2, 1, 0)));
    assertThat(one(0xbf, 1, 2, 8, 0))
        .isEqualTo(new Instruction.MoveSignExtended(Width.W64, 1, 2, 8, raw(0xbf, 1, 2, 8, 0)));
    assertThat(one(0xd7, 3, 0, 0, 32))
        .isEqualTo(new Instruction.ByteSwap(ByteOrder.SWAP, 32, 3, raw(0xd7, 3, 0, 0, 32)));
    assertThat(one(0xdc, 3, 0, 0, 16))
        .isEqualTo(new Instruction.ByteSwap(ByteOrder.BIG, 16, 3, raw(0xdc, 3, 0, 0, 16)));
  }

  @Test
  void memoryAccessesHaveSizeAndAddress() {
    assertThat(one(0x81, 1, 10, -4, 0))
        .isEqualTo(new Instruction.Load(MemorySize.WORD, true, 1, 10, -4, raw(0x81, 1, 10, -4, 0)));
    assertThat(one(0x7a, 10, 0, -8, 3))
        .isEqualTo(
            new Instruction.Store(
                MemorySize.DOUBLE, 10, -8, new Immediate(3), raw(0x7a, 10, 0, -8, 3)));
    assertThat(one(0xdb, 10, 1, -8, 0xf1))
        .isEqualTo(
            new Instruction.Atomic(
                AtomicOperation.COMPARE_EXCHANGE,
                true,
                MemorySize.DOUBLE,
                10,
                -8,
                1,
                raw(0xdb, 10, 1, -8, 0xf1)));
    assertThat(one(0xd3, 1, 2, 4, 0x100))
        .isEqualTo(
            new Instruction.LoadAcquire(MemorySize.BYTE, 1, 2, 4, raw(0xd3, 1, 2, 4, 0x100)));
    assertThat(one(0xdb, 1, 2, 4, 0x110))
        .isEqualTo(
            new Instruction.StoreRelease(MemorySize.DOUBLE, 1, 4, 2, raw(0xdb, 1, 2, 4, 0x110)));
  }

  @Test
  void jumpTargetsAreAbsoluteSlots() {
    Program program =
        program(
            raw(0xb7, 0, 0, 0, 0),
            raw(0x16, 0, 0, 2, 1),
            raw(0x05, 0, 0, -3, 0),
            raw(0x06, 0, 0, 0, 70000),
            raw(0xe5, 0, 0, 1, 0),
            raw(0x95, 0, 0, 0, 0));
    assertThat(((Instruction.ConditionalJump) program.at(1)).target()).isEqualTo(4);
    assertThat(((Instruction.ConditionalJump) program.at(1)).width()).isEqualTo(Width.W32);
    assertThat(((Instruction.Jump) program.at(2)).target()).isZero();
    assertThat(((Instruction.Jump) program.at(3)).target()).isEqualTo(70004);
    assertThat(((Instruction.MayGoto) program.at(4)).target()).isEqualTo(6);
  }

  @Test
  void wideLoadsTakeTwoSlotsAndNameWhatTheyLoad() {
    Program program =
        program(
            raw(0x18, 1, 0, 0, -1),
            raw(0, 0, 0, 0, 0x7fff_ffff),
            raw(0x18, 2, 1, 0, 0),
            raw(0, 0, 0, 0, 0),
            raw(0x18, 3, 2, 0, 0),
            raw(0, 0, 0, 0, 16),
            raw(0x18, 4, 4, 0, 1),
            raw(0, 0, 0, 0, 0),
            raw(0x95, 0, 0, 0, 0));
    assertThat(value(program, 0)).isEqualTo(new ImmediateValue.Constant(0x7fff_ffff_ffff_ffffL));
    assertThat(program.at(1)).isInstanceOf(Instruction.SecondSlot.class);
    assertThat(value(program, 2)).isEqualTo(new ImmediateValue.MapAddress(program.maps().get(0)));
    assertThat(value(program, 4))
        .isEqualTo(new ImmediateValue.MapValueAddress(program.maps().get(0), 16));
    assertThat(value(program, 6)).isEqualTo(new ImmediateValue.FunctionAddress(8));
    assertThat(program.subprograms()).extracting(Subprogram::start).containsExactly(0, 8);
  }

  private static ImmediateValue value(Program program, int slot) {
    return ((Instruction.LoadImmediate) program.at(slot)).value();
  }

  @Test
  void calledSlotsBeginSubprograms() {
    Program program =
        program(
            raw(0x85, 0, 1, 0, 1),
            raw(0x95, 0, 0, 0, 0),
            raw(0x85, 0, 0, 0, 7),
            raw(0x95, 0, 0, 0, 0));
    assertThat(program.at(0)).isEqualTo(new Instruction.SubprogramCall(2, raw(0x85, 0, 1, 0, 1)));
    assertThat(program.at(2)).isEqualTo(new Instruction.HelperCall(7, raw(0x85, 0, 0, 0, 7)));
    assertThat(program.subprograms())
        .extracting(Subprogram::start, Subprogram::end)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(0, 2), org.assertj.core.groups.Tuple.tuple(2, 4));
  }

  @Test
  void reservedFieldsAreToldInTheKernelsWords() {
    assertThat(problem(0x07, 1, 3, 0, 1)).isEqualTo("BPF_ALU uses reserved fields");
    assertThat(problem(0x0f, 1, 2, 1, 0)).isEqualTo("BPF_ALU uses reserved fields");
    assertThat(problem(0x87, 1, 0, 0, 1)).isEqualTo("BPF_NEG uses reserved fields");
    assertThat(problem(0xd7, 1, 0, 0, 8)).isEqualTo("BPF_END uses reserved fields");
    assertThat(problem(0xbc, 1, 2, 32, 0)).isEqualTo("BPF_MOV uses reserved fields");
    assertThat(problem(0x79, 1, 2, 0, 1)).isEqualTo("BPF_LDX uses reserved fields");
    assertThat(problem(0x7b, 1, 2, 0, 1)).isEqualTo("BPF_STX uses reserved fields");
    assertThat(problem(0x7a, 1, 2, 0, 1)).isEqualTo("BPF_ST uses reserved fields");
    assertThat(problem(0x05, 0, 0, 0, 1)).isEqualTo("BPF_JA uses reserved fields");
    assertThat(problem(0x15, 1, 2, 0, 1)).isEqualTo("BPF_JMP/JMP32 uses reserved fields");
    assertThat(problem(0x85, 1, 0, 0, 1)).isEqualTo("BPF_CALL uses reserved fields");
    assertThat(problem(0x95, 0, 0, 0, 1)).isEqualTo("BPF_EXIT uses reserved fields");
    assertThat(problem(0x30, 1, 0, 0, 1)).isEqualTo("BPF_LD_[ABS|IND] uses reserved fields");
    assertThat(problem(0x18, 1, 0, 0, 1)).isEqualTo("invalid bpf_ld_imm64 insn");
    assertThat(problem(0xff, 0, 0, 0, 0)).isEqualTo("unknown opcode ff");
    assertThat(problem(0x99, 0, 0, 0, 0)).isEqualTo("unknown opcode 99");
    assertThat(problem(0xb7, 11, 0, 0, 0)).isEqualTo("R11 is invalid");
    assertThat(problem(0xdb, 1, 2, 0, 0x99)).contains("invalid atomic opcode");
  }

  private static String problem(int opcode, int dst, int src, int off, int imm) {
    return ((Instruction.Unknown) one(opcode, dst, src, off, imm)).problem();
  }

  @Test
  void everyEncodingDecodesAndKeepsItsBytes() {
    var random = new java.util.Random(1);
    var slots = new ArrayList<RawInstruction>();
    for (int i = 0; i < 100_000; i++) {
      long bits = random.nextLong();
      // Every opcode comes up with small fields too, so that most meanings do.
      slots.add(RawInstruction.of(i % 2 == 0 ? bits : bits & 0x0000_0001_0000_33ffL));
    }
    Program program = Program.raw("soup", ProgramType.UNKNOWN, slots, List.of());
    for (int i = 0; i < slots.size(); i++) {
      assertThat(program.at(i).raw()).isEqualTo(slots.get(i));
      assertThat(RawInstruction.of(slots.get(i).toLong())).isEqualTo(slots.get(i));
      assertThat(Disassembler.text(program.at(i))).isNotEmpty();
      assertThat(new KernelFormat(_ -> "unknown").text(program.at(i))).isNotEmpty();
    }
  }
}
