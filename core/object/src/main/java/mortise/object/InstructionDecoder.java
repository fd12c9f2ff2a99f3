package mortise.object;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mortise.object.Instruction.Reason;
import mortise.object.btf.Btf;
import mortise.object.btf.BtfType;
import org.jspecify.annotations.Nullable;

/// Decodes a program's slots.
///
/// Mirrors `resolve_pseudo_ldimm64` and the field checks of `do_check_insn` (6.18), except that
/// whatever they reject becomes [Instruction.Unknown].
final class InstructionDecoder {
  private static final int PSEUDO_MAP_FD = 1;
  private static final int PSEUDO_MAP_VALUE = 2;
  private static final int PSEUDO_BTF_ID = 3;
  private static final int PSEUDO_FUNC = 4;
  private static final int PSEUDO_MAP_INDEX = 5;
  private static final int PSEUDO_MAP_INDEX_VALUE = 6;
  private static final int PSEUDO_CALL = 1;
  private static final int PSEUDO_KFUNC_CALL = 2;
  private static final int HIGHEST_REGISTER = 10;

  private final RawInstruction[] slots;
  private final List<BpfMap> maps;
  private final Btf btf;
  private final Relocated relocated;

  /// What relocation found, by slot; other slots speak for themselves.
  ///
  /// @param values what immediate loads load
  /// @param poisoned the problem of each slot that could not be relocated
  /// @param weakCalls the kfunc calls whose extern is weak
  record Relocated(
      Map<Integer, ImmediateValue> values, Map<Integer, String> poisoned, Set<Integer> weakCalls) {
    static Relocated nothing() {
      return new Relocated(Map.of(), Map.of(), Set.of());
    }
  }

  InstructionDecoder(RawInstruction[] slots, List<BpfMap> maps, Btf btf, Relocated relocated) {
    this.slots = slots;
    this.maps = maps;
    this.btf = btf;
    this.relocated = relocated;
  }

  Instruction[] decode() {
    var result = new Instruction[slots.length];
    for (int slot = 0; slot < slots.length; slot++) {
      result[slot] = decode(slot);
      if (result[slot] instanceof Instruction.LoadImmediate load) {
        slot++;
        result[slot] = new Instruction.SecondSlot(load.second());
      }
    }
    return result;
  }

  private Instruction decode(int slot) {
    RawInstruction raw = slots[slot];
    String problem = relocated.poisoned().get(slot);
    if (problem != null) {
      return new Instruction.PoisonedCall(problem, raw);
    }
    Instruction instruction = decode(slot, raw);
    boolean registers = raw.destination() <= HIGHEST_REGISTER && raw.source() <= HIGHEST_REGISTER;
    return switch (instruction) {
      case Instruction.Unknown unknown
          when unknown.reason() != Reason.CONDITIONAL_JUMP_FIELDS
              || raw.destination() <= HIGHEST_REGISTER ->
          unknown;
      default ->
          registers
              ? instruction
              : new Instruction.Unknown(Reason.REGISTER, Optional.of(instruction), raw);
    };
  }

  private Instruction decode(int slot, RawInstruction raw) {
    return switch (raw.opcode() & 7) {
      case 0 -> load64(slot, raw);
      case 1 -> load(raw);
      case 2 -> storeImmediate(raw);
      case 3 -> storeRegister(raw);
      case 4 -> alu(raw, Width.W32);
      case 5 -> jump(slot, raw, Width.W64);
      case 6 -> jump(slot, raw, Width.W32);
      default -> alu(raw, Width.W64);
    };
  }

  private static Instruction unknown(Reason reason, RawInstruction raw) {
    return new Instruction.Unknown(reason, Optional.empty(), raw);
  }

  /// The jump, call or exit where its other fields are right.
  private static Instruction control(boolean right, Reason reason, Instruction instruction) {
    return right
        ? instruction
        : new Instruction.Unknown(reason, Optional.of(instruction), instruction.raw());
  }

  private static boolean usesRegister(RawInstruction raw) {
    return (raw.opcode() & 8) != 0;
  }

  private static Operand operand(RawInstruction raw) {
    return usesRegister(raw)
        ? new Operand.Register(raw.source())
        : new Operand.Immediate(raw.immediate());
  }

  /// Whether the field that the operand does not use is zero.
  private static boolean otherOperandIsZero(RawInstruction raw) {
    return usesRegister(raw) ? raw.immediate() == 0 : raw.source() == 0;
  }

  private static Instruction alu(RawInstruction raw, Width width) {
    boolean signed = raw.offset() == 1;
    @Nullable AluOperation operation =
        switch (raw.opcode() & 0xf0) {
          case 0x00 -> AluOperation.ADD;
          case 0x10 -> AluOperation.SUBTRACT;
          case 0x20 -> AluOperation.MULTIPLY;
          case 0x30 -> signed ? AluOperation.SIGNED_DIVIDE : AluOperation.DIVIDE;
          case 0x40 -> AluOperation.OR;
          case 0x50 -> AluOperation.AND;
          case 0x60 -> AluOperation.SHIFT_LEFT;
          case 0x70 -> AluOperation.SHIFT_RIGHT;
          case 0x90 -> signed ? AluOperation.SIGNED_MODULO : AluOperation.MODULO;
          case 0xa0 -> AluOperation.XOR;
          case 0xc0 -> AluOperation.ARITHMETIC_SHIFT_RIGHT;
          default -> null;
        };
    if (operation == null) {
      return switch (raw.opcode() & 0xf0) {
        case 0x80 -> negate(raw, width);
        case 0xb0 -> move(raw, width);
        case 0xd0 -> swap(raw, width);
        default -> unknown(Reason.OPCODE, raw);
      };
    }
    boolean mayBeSigned =
        operation == AluOperation.SIGNED_DIVIDE || operation == AluOperation.SIGNED_MODULO;
    if (!otherOperandIsZero(raw) || (raw.offset() != 0 && !mayBeSigned)) {
      return unknown(Reason.ALU_FIELDS, raw);
    }
    return new Instruction.Alu(operation, width, raw.destination(), operand(raw), raw);
  }

  private static Instruction negate(RawInstruction raw, Width width) {
    if (usesRegister(raw)) {
      return unknown(Reason.OPCODE, raw);
    }
    if (raw.source() != 0 || raw.offset() != 0 || raw.immediate() != 0) {
      return unknown(Reason.NEGATE_FIELDS, raw);
    }
    return new Instruction.Negate(width, raw.destination(), raw);
  }

  private static Instruction swap(RawInstruction raw, Width width) {
    if (width == Width.W64 && usesRegister(raw)) {
      return unknown(Reason.OPCODE, raw);
    }
    int bits = raw.immediate();
    if (raw.source() != 0 || raw.offset() != 0 || (bits != 16 && bits != 32 && bits != 64)) {
      return unknown(Reason.SWAP_FIELDS, raw);
    }
    Instruction.ByteOrder order =
        width == Width.W64
            ? Instruction.ByteOrder.SWAP
            : usesRegister(raw) ? Instruction.ByteOrder.BIG : Instruction.ByteOrder.LITTLE;
    return new Instruction.ByteSwap(order, bits, raw.destination(), raw);
  }

  private static Instruction move(RawInstruction raw, Width width) {
    int offset = raw.offset();
    if (offset == 1 && usesRegister(raw) && width == Width.W64) {
      if (raw.immediate() != 1 && raw.immediate() != 1 << 16) {
        return unknown(Reason.CAST_SPACES, raw);
      }
      return new Instruction.AddressSpaceCast(
          raw.destination(), raw.source(), raw.immediate() >>> 16, raw.immediate() & 0xffff, raw);
    }
    if (!otherOperandIsZero(raw)) {
      return unknown(Reason.MOVE_FIELDS, raw);
    }
    if (offset == 0) {
      return new Instruction.Move(width, raw.destination(), operand(raw), raw);
    }
    boolean extends32 = offset == 32 && width == Width.W64;
    if (usesRegister(raw) && (offset == 8 || offset == 16 || extends32)) {
      return new Instruction.MoveSignExtended(width, raw.destination(), raw.source(), offset, raw);
    }
    return unknown(Reason.MOVE_FIELDS, raw);
  }

  private static Instruction load(RawInstruction raw) {
    MemorySize size = MemorySize.ofOpcode(raw.opcode());
    int mode = raw.opcode() & 0xe0;
    boolean signExtended = mode == 0x80;
    if ((mode != 0x60 && !signExtended) || raw.immediate() != 0) {
      return unknown(Reason.LOAD_FIELDS, raw);
    }
    if (signExtended && size == MemorySize.DOUBLE) {
      return unknown(Reason.OPCODE, raw);
    }
    return new Instruction.Load(
        size, signExtended, raw.destination(), raw.source(), raw.offset(), raw);
  }

  private static Instruction storeImmediate(RawInstruction raw) {
    if ((raw.opcode() & 0xe0) != 0x60) {
      return unknown(Reason.OPCODE, raw);
    }
    if (raw.source() != 0) {
      return unknown(Reason.STORE_FIELDS, raw);
    }
    return new Instruction.Store(
        MemorySize.ofOpcode(raw.opcode()),
        raw.destination(),
        raw.offset(),
        new Operand.Immediate(raw.immediate()),
        raw);
  }

  private static Instruction storeRegister(RawInstruction raw) {
    int mode = raw.opcode() & 0xe0;
    if (mode == 0xc0) {
      return atomic(raw);
    }
    if (mode != 0x60) {
      return unknown(Reason.OPCODE, raw);
    }
    if (raw.immediate() != 0) {
      return unknown(Reason.STORE_REGISTER_FIELDS, raw);
    }
    return new Instruction.Store(
        MemorySize.ofOpcode(raw.opcode()),
        raw.destination(),
        raw.offset(),
        new Operand.Register(raw.source()),
        raw);
  }

  private static Instruction atomic(RawInstruction raw) {
    MemorySize size = MemorySize.ofOpcode(raw.opcode());
    if (raw.immediate() == 0x100) {
      return new Instruction.LoadAcquire(size, raw.destination(), raw.source(), raw.offset(), raw);
    }
    if (raw.immediate() == 0x110) {
      return new Instruction.StoreRelease(size, raw.destination(), raw.offset(), raw.source(), raw);
    }
    boolean fetch = (raw.immediate() & 1) != 0;
    @Nullable AtomicOperation operation =
        switch (raw.immediate()) {
          case 0x00, 0x01 -> AtomicOperation.ADD;
          case 0x40, 0x41 -> AtomicOperation.OR;
          case 0x50, 0x51 -> AtomicOperation.AND;
          case 0xa0, 0xa1 -> AtomicOperation.XOR;
          case 0xe1 -> AtomicOperation.EXCHANGE;
          case 0xf1 -> AtomicOperation.COMPARE_EXCHANGE;
          default -> null;
        };
    if (operation == null) {
      return unknown(Reason.ATOMIC, raw);
    }
    if (size.bytes() < 4) {
      return unknown(Reason.ATOMIC_SIZE, raw);
    }
    return new Instruction.Atomic(
        operation, fetch, size, raw.destination(), raw.offset(), raw.source(), raw);
  }

  private Instruction jump(int slot, RawInstruction raw, Width width) {
    int near = slot + 1 + raw.offset();
    @Nullable JumpCondition condition =
        switch (raw.opcode() & 0xf0) {
          case 0x10 -> JumpCondition.EQUAL;
          case 0x20 -> JumpCondition.GREATER;
          case 0x30 -> JumpCondition.GREATER_OR_EQUAL;
          case 0x40 -> JumpCondition.TEST;
          case 0x50 -> JumpCondition.NOT_EQUAL;
          case 0x60 -> JumpCondition.SIGNED_GREATER;
          case 0x70 -> JumpCondition.SIGNED_GREATER_OR_EQUAL;
          case 0xa0 -> JumpCondition.LESS;
          case 0xb0 -> JumpCondition.LESS_OR_EQUAL;
          case 0xc0 -> JumpCondition.SIGNED_LESS;
          case 0xd0 -> JumpCondition.SIGNED_LESS_OR_EQUAL;
          default -> null;
        };
    if (condition != null) {
      return control(
          otherOperandIsZero(raw),
          Reason.CONDITIONAL_JUMP_FIELDS,
          new Instruction.ConditionalJump(
              condition, width, raw.destination(), operand(raw), near, raw));
    }
    boolean plain = width == Width.W64;
    boolean noRegisters = raw.destination() == 0 && raw.source() == 0;
    return switch (raw.opcode()) {
      case 0x05, 0x06 ->
          control(
              noRegisters && (plain ? raw.immediate() : raw.offset()) == 0,
              Reason.JUMP_FIELDS,
              new Instruction.Jump(plain ? near : slot + 1 + raw.immediate(), !plain, raw));
      case 0x85 -> call(slot, raw);
      case 0x95 ->
          control(
              noRegisters && raw.immediate() == 0, Reason.EXIT_FIELDS, new Instruction.Exit(raw));
      case 0xe5 ->
          control(
              noRegisters && raw.immediate() == 0,
              Reason.MAY_GOTO_FIELDS,
              new Instruction.MayGoto(near, raw));
      case 0x86, 0x8d, 0x8e, 0x96, 0x9d, 0x9e -> unknown(Reason.OPCODE, raw);
      // No jump, but of the class of jumps: its distance is looked at.
      default -> control(false, Reason.OPCODE, new Instruction.MayGoto(near, raw));
    };
  }

  private Instruction call(int slot, RawInstruction raw) {
    boolean kfunc = raw.source() == PSEUDO_KFUNC_CALL;
    return control(
        raw.destination() == 0 && raw.source() <= 2 && (kfunc || raw.offset() == 0),
        Reason.CALL_FIELDS,
        callee(slot, raw));
  }

  private Instruction callee(int slot, RawInstruction raw) {
    if (raw.source() == PSEUDO_CALL) {
      return new Instruction.SubprogramCall(slot + 1 + raw.immediate(), raw);
    }
    if (raw.source() != PSEUDO_KFUNC_CALL) {
      return new Instruction.HelperCall(raw.immediate(), raw);
    }
    if (btf.find(raw.immediate()).orElse(null) instanceof BtfType.Function function) {
      return new Instruction.KfuncCall(
          function.name(), raw.immediate(), relocated.weakCalls().contains(slot), raw);
    }
    return new Instruction.PoisonedCall(
        "kernel function #%d is not a function of the program's BTF".formatted(raw.immediate()),
        raw);
  }

  private Instruction load64(int slot, RawInstruction raw) {
    int mode = raw.opcode() & 0xe0;
    MemorySize size = MemorySize.ofOpcode(raw.opcode());
    if ((mode == 0x20 || mode == 0x40) && size != MemorySize.DOUBLE) {
      boolean indirect = mode == 0x40;
      if (raw.destination() != 0 || raw.offset() != 0 || (!indirect && raw.source() != 0)) {
        return unknown(Reason.LEGACY_LOAD_FIELDS, raw);
      }
      return new Instruction.LegacyPacketLoad(size, indirect, raw.source(), raw.immediate(), raw);
    }
    if (raw.opcode() != 0x18) {
      return unknown(Reason.OPCODE, raw);
    }
    if (slot + 1 == slots.length) {
      return unknown(Reason.LOAD_IMMEDIATE_HALVES, raw);
    }
    RawInstruction second = slots[slot + 1];
    if ((second.toLong() & 0xffff_ffffL) != 0) {
      return unknown(Reason.LOAD_IMMEDIATE_HALVES, raw);
    }
    if (raw.offset() != 0) {
      return unknown(Reason.LOAD_IMMEDIATE_FIELDS, raw);
    }
    Optional<ImmediateValue> value =
        Optional.ofNullable(relocated.values().get(slot)).or(() -> immediate(slot, raw, second));
    if (value.isEmpty()) {
      return unknown(
          raw.source() == 0 || raw.source() > 6 || second.immediate() != 0
              ? Reason.LOAD_IMMEDIATE_KIND
              : Reason.LOAD_IMMEDIATE_MAP,
          raw);
    }
    return new Instruction.LoadImmediate(raw.destination(), value.get(), raw, second);
  }

  private Optional<ImmediateValue> immediate(int slot, RawInstruction raw, RawInstruction second) {
    int low = raw.immediate();
    return switch (raw.source()) {
      case 0 ->
          Optional.of(
              new ImmediateValue.Constant((long) second.immediate() << 32 | (low & 0xffff_ffffL)));
      case PSEUDO_MAP_FD, PSEUDO_MAP_INDEX ->
          second.immediate() == 0 ? map(low).map(ImmediateValue.MapAddress::new) : Optional.empty();
      case PSEUDO_MAP_VALUE, PSEUDO_MAP_INDEX_VALUE ->
          map(low).map(map -> new ImmediateValue.MapValueAddress(map, second.immediate()));
      case PSEUDO_BTF_ID ->
          btf.find(low)
              .filter(t -> t instanceof BtfType.Variable || t instanceof BtfType.Function)
              .map(t -> new ImmediateValue.KernelSymbol(t.name(), low, false, true));
      case PSEUDO_FUNC -> Optional.of(new ImmediateValue.FunctionAddress(slot + 1 + low));
      default -> Optional.empty();
    };
  }

  private Optional<BpfMap> map(int index) {
    return index >= 0 && index < maps.size() ? Optional.of(maps.get(index)) : Optional.empty();
  }
}
