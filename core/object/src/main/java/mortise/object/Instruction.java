package mortise.object;

import java.util.Optional;

/// One decoded instruction.
///
/// Slots are counted as the kernel counts them: a 64-bit immediate load takes two. Jump targets are
/// absolute slots and may lie outside of the program; whether they do is for the verifier to say.
/// An encoding that is no instruction is a value too, [Unknown].
///
/// Source: ISA v4 (Documentation/bpf/standardization/instruction-set.rst).
public sealed interface Instruction {

  /// The first slot as encoded.
  RawInstruction raw();

  /// How many slots the instruction takes: 2 for [LoadImmediate], otherwise 1.
  default int slots() {
    return 1;
  }

  /// `destination = destination operation source`.
  record Alu(
      AluOperation operation, Width width, int destination, Operand source, RawInstruction raw)
      implements Instruction {}

  /// `destination = -destination`.
  record Negate(Width width, int destination, RawInstruction raw) implements Instruction {}

  /// `destination = source`; 32-bit moves zero-extend.
  record Move(Width width, int destination, Operand source, RawInstruction raw)
      implements Instruction {}

  /// The low `bits` (8, 16 or 32) of `source`, sign-extended to `width`.
  record MoveSignExtended(Width width, int destination, int source, int bits, RawInstruction raw)
      implements Instruction {}

  /// Casts a pointer from address space `sourceSpace` to `destinationSpace`; one of them is a map's
  /// (1), the other the kernel's (0).
  record AddressSpaceCast(
      int destination, int source, int destinationSpace, int sourceSpace, RawInstruction raw)
      implements Instruction {}

  /// Reorders the low `bits` (16, 32 or 64) of `destination` and clears the rest.
  record ByteSwap(ByteOrder order, int bits, int destination, RawInstruction raw)
      implements Instruction {}

  /// What a [ByteSwap] makes of its register.
  enum ByteOrder {
    /// To little endian: on a little-endian machine only truncates.
    LITTLE,
    /// To big endian: on a little-endian machine swaps.
    BIG,
    /// Swaps on every machine.
    SWAP
  }

  /// `destination = *(size *)(base + offset)`.
  record Load(
      MemorySize size,
      boolean signExtended,
      int destination,
      int base,
      int offset,
      RawInstruction raw)
      implements Instruction {}

  /// `*(size *)(base + offset) = source`.
  record Store(MemorySize size, int base, int offset, Operand source, RawInstruction raw)
      implements Instruction {}

  /// An atomic read-modify-write of `*(size *)(base + offset)`; `size` is 4 or 8 bytes.
  ///
  /// @param fetch whether the old value goes to `source` (to R0 for a compare-exchange)
  record Atomic(
      AtomicOperation operation,
      boolean fetch,
      MemorySize size,
      int base,
      int offset,
      int source,
      RawInstruction raw)
      implements Instruction {}

  /// A load that later accesses cannot overtake.
  record LoadAcquire(MemorySize size, int destination, int base, int offset, RawInstruction raw)
      implements Instruction {}

  /// A store that earlier accesses cannot be delayed past.
  record StoreRelease(MemorySize size, int base, int offset, int source, RawInstruction raw)
      implements Instruction {}

  /// `destination = value`, two slots.
  record LoadImmediate(
      int destination, ImmediateValue value, RawInstruction raw, RawInstruction second)
      implements Instruction {
    @Override
    public int slots() {
      return 2;
    }
  }

  /// The second slot of a [LoadImmediate]; nothing may jump here.
  record SecondSlot(RawInstruction raw) implements Instruction {}

  /// `r0 = ` the big-endian value at `offset` of the packet, plus register `index` if `indirect`.
  ///
  /// @param index the index register, or 0 when not `indirect`
  record LegacyPacketLoad(
      MemorySize size, boolean indirect, int index, int offset, RawInstruction raw)
      implements Instruction {}

  /// `goto target`.
  ///
  /// @param isLong whether the distance is encoded in 32 bits (`gotol`)
  record Jump(int target, boolean isLong, RawInstruction raw) implements Instruction {}

  /// `if destination condition source goto target`.
  record ConditionalJump(
      JumpCondition condition,
      Width width,
      int destination,
      Operand source,
      int target,
      RawInstruction raw)
      implements Instruction {}

  /// Goes to `target` once a run's budget of repetitions is spent, else falls through.
  record MayGoto(int target, RawInstruction raw) implements Instruction {}

  /// A call; arguments in R1 to R5, result in R0.
  sealed interface Call extends Instruction {}

  /// A call of helper number `id`.
  record HelperCall(int id, RawInstruction raw) implements Call {}

  /// A call of the subprogram that begins at slot `target`.
  record SubprogramCall(int target, RawInstruction raw) implements Call {}

  /// A call of a function outside of the program, by name.
  ///
  /// @param typeId its BTF `FUNC` in the program's BTF
  /// @param weak whether the program tolerates its absence, as long as the call is never reached
  record KfuncCall(String name, int typeId, boolean weak, RawInstruction raw) implements Call {}

  /// A call that stands where a relocation could not be resolved; the rest of the program is sound,
  /// but no path may reach this.
  ///
  /// @param problem what could not be resolved, in words
  record PoisonedCall(String problem, RawInstruction raw) implements Call {}

  /// Returns to the caller, or ends the program.
  record Exit(RawInstruction raw) implements Instruction {}

  /// An encoding that is not an instruction.
  ///
  /// @param control the jump, call or exit that it would be if only its other fields were right:
  ///   where control goes is looked at before them, and where no path comes they do not matter
  record Unknown(Reason reason, Optional<Instruction> control, RawInstruction raw)
      implements Instruction {

    /// What is wrong, in the kernel's words, for example `BPF_ALU uses reserved fields`.
    public String problem() {
      return reason.describe(raw);
    }
  }

  /// Why an encoding is not an instruction.
  enum Reason {
    OPCODE("unknown opcode %1$02x"),
    REGISTER("R%2$d is invalid"),
    ALU_FIELDS("BPF_ALU uses reserved fields"),
    NEGATE_FIELDS("BPF_NEG uses reserved fields"),
    SWAP_FIELDS("BPF_END uses reserved fields"),
    MOVE_FIELDS("BPF_MOV uses reserved fields"),
    CAST_SPACES("addr_space_cast insn can only convert between address space 1 and 0"),
    /// A load of a kind that programs do not write, or with an immediate.
    LOAD_FIELDS("BPF_LDX uses reserved fields"),
    STORE_FIELDS("BPF_ST uses reserved fields"),
    STORE_REGISTER_FIELDS("BPF_STX uses reserved fields"),
    /// An atomic whose immediate names no operation.
    ATOMIC("BPF_ATOMIC uses invalid atomic opcode %3$02x"),
    ATOMIC_SIZE("invalid atomic operand size"),
    LEGACY_LOAD_FIELDS("BPF_LD_[ABS|IND] uses reserved fields"),
    LOAD_IMMEDIATE_FIELDS("BPF_LD_IMM64 uses reserved fields"),
    /// The second slot is missing, or is not one.
    LOAD_IMMEDIATE_HALVES("invalid bpf_ld_imm64 insn"),
    /// The source field names no kind of value.
    LOAD_IMMEDIATE_KIND("unrecognized bpf_ld_imm64 insn"),
    /// The value refers to a map that the program does not have.
    LOAD_IMMEDIATE_MAP("fd %4$d is not pointing to valid bpf_map"),
    JUMP_FIELDS("BPF_JA uses reserved fields"),
    CONDITIONAL_JUMP_FIELDS("BPF_JMP/JMP32 uses reserved fields"),
    MAY_GOTO_FIELDS("invalid may_goto imm %4$d"),
    CALL_FIELDS("BPF_CALL uses reserved fields"),
    EXIT_FIELDS("BPF_EXIT uses reserved fields");

    private final String format;

    Reason(String format) {
      this.format = format;
    }

    /// Whether no program may have it, not even where no path comes.
    ///
    /// Source: linux `resolve_pseudo_ldimm64` (6.18).
    public boolean isNowhere() {
      return switch (this) {
        case OPCODE, LOAD_FIELDS, LOAD_IMMEDIATE_HALVES, LOAD_IMMEDIATE_KIND, LOAD_IMMEDIATE_MAP ->
            true;
        default -> false;
      };
    }

    String describe(RawInstruction raw) {
      int register = raw.destination() > 10 ? raw.destination() : raw.source();
      return format.formatted(raw.opcode(), register, raw.immediate(), raw.immediate());
    }
  }
}
