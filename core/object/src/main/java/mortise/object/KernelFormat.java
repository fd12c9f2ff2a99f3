package mortise.object;

import java.util.Locale;
import java.util.function.IntFunction;

/// Writes instructions as the kernel's verifier log does, for example `(7b) *(u64 *)(r6 +0) = r1`.
///
/// Source: `print_bpf_insn` in kernel/bpf/disasm.c (6.18). Where the kernel prints an address of
/// its own, the name of what is there stands instead.
public final class KernelFormat {
  private final IntFunction<String> helperNames;

  /// @param helperNames a helper's name by its id, with its `bpf_`
  public KernelFormat(IntFunction<String> helperNames) {
    this.helperNames = helperNames;
  }

  /// One instruction without its slot.
  public String text(Instruction instruction) {
    return "(%02x) %s".formatted(instruction.raw().opcode(), body(instruction));
  }

  private String body(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Alu alu ->
          "%s %s %s"
              .formatted(
                  Disassembler.register(alu.width(), alu.destination()),
                  alu.operation().symbol(),
                  operand(alu.width(), alu.source()));
      case Instruction.Negate negate -> {
        String register = Disassembler.register(negate.width(), negate.destination());
        yield "%s = -%s".formatted(register, register);
      }
      case Instruction.Move move ->
          "%s = %s"
              .formatted(
                  Disassembler.register(move.width(), move.destination()),
                  operand(move.width(), move.source()));
      case Instruction.MoveSignExtended move ->
          "%s = (s%d)%s"
              .formatted(
                  Disassembler.register(move.width(), move.destination()),
                  move.bits(),
                  Disassembler.register(move.width(), move.source()));
      case Instruction.AddressSpaceCast cast ->
          "r%d = addr_space_cast(r%d, %d, %d)"
              .formatted(
                  cast.destination(), cast.source(), cast.destinationSpace(), cast.sourceSpace());
      case Instruction.ByteSwap swap -> {
        String order =
            switch (swap.order()) {
              case LITTLE -> "le";
              case BIG -> "be";
              case SWAP -> "bswap";
            };
        yield "r%d = %s%d r%d"
            .formatted(swap.destination(), order, swap.bits(), swap.destination());
      }
      case Instruction.Load load ->
          "r%d = *(%s *)%s"
              .formatted(
                  load.destination(),
                  Disassembler.sized(load.size(), load.signExtended()),
                  address(load.base(), load.offset()));
      case Instruction.Store store ->
          "*(%s *)%s = %s"
              .formatted(
                  store.size().typeName(),
                  address(store.base(), store.offset()),
                  operand(Width.W64, store.source()));
      case Instruction.Atomic atomic -> atomic(atomic);
      case Instruction.LoadAcquire load ->
          "r%d = load_acquire((%s *)%s)"
              .formatted(
                  load.destination(), load.size().typeName(), address(load.base(), load.offset()));
      case Instruction.StoreRelease store ->
          "store_release((%s *)%s, r%d)"
              .formatted(
                  store.size().typeName(), address(store.base(), store.offset()), store.source());
      case Instruction.LoadImmediate load ->
          "r%d = %s".formatted(load.destination(), value(load.value(), load.raw()));
      case Instruction.LegacyPacketLoad load ->
          load.indirect()
              ? "r0 = *(%s *)skb[r%d + %d]"
                  .formatted(load.size().typeName(), load.index(), load.offset())
              : "r0 = *(%s *)skb[%d]".formatted(load.size().typeName(), load.offset());
      case Instruction.Jump jump ->
          jump.isLong()
              ? "gotol pc%+d".formatted(jump.raw().immediate())
              : "goto pc%+d".formatted(jump.raw().offset());
      case Instruction.ConditionalJump jump -> {
        String right =
            switch (jump.source()) {
              case Operand.Register(int number) -> Disassembler.register(jump.width(), number);
              case Operand.Immediate(int value) -> "0x" + Integer.toHexString(value);
            };
        yield "if %s %s %s goto pc%+d"
            .formatted(
                Disassembler.register(jump.width(), jump.destination()),
                jump.condition().symbol(),
                right,
                jump.raw().offset());
      }
      case Instruction.MayGoto jump -> "may_goto pc%+d".formatted(jump.raw().offset());
      case Instruction.HelperCall call ->
          "call %s#%d".formatted(helperNames.apply(call.id()), call.id());
      case Instruction.SubprogramCall call -> "call pc%+d".formatted(call.raw().immediate());
      case Instruction.KfuncCall call -> "call %s#%d".formatted(call.name(), call.typeId());
      case Instruction.PoisonedCall call -> "call unknown#%d".formatted(call.raw().immediate());
      case Instruction.Exit _ -> "exit";
      case Instruction.SecondSlot second -> "BUG_%02x".formatted(second.raw().opcode());
      case Instruction.Unknown unknown -> "BUG_%02x".formatted(unknown.raw().opcode());
    };
  }

  private static String value(ImmediateValue value, RawInstruction raw) {
    return switch (value) {
      case ImmediateValue.Constant(long number) -> "0x" + Long.toHexString(number);
      case ImmediateValue.MapAddress(BpfMap map) -> "map[%s]".formatted(map.name());
      case ImmediateValue.MapValueAddress(BpfMap map, int offset) ->
          "map[%s]+%d".formatted(map.name(), offset);
      case ImmediateValue.FunctionAddress _ -> "func[%+d]".formatted(raw.immediate());
      case ImmediateValue.KernelSymbol symbol -> symbol.name();
    };
  }

  private static String atomic(Instruction.Atomic atomic) {
    String pointer =
        "(%s *)%s".formatted(atomic.size().typeName(), address(atomic.base(), atomic.offset()));
    String width = atomic.size() == MemorySize.DOUBLE ? "64" : "";
    int source = atomic.source();
    return switch (atomic.operation()) {
      case EXCHANGE -> "r%d = atomic%s_xchg(%s, r%d)".formatted(source, width, pointer, source);
      case COMPARE_EXCHANGE ->
          "r0 = atomic%s_cmpxchg(%s, r0, r%d)".formatted(width, pointer, source);
      case ADD, OR, AND, XOR ->
          atomic.fetch()
              ? "r%d = atomic%s_fetch_%s(%s, r%d)"
                  .formatted(
                      source,
                      width,
                      atomic.operation().name().toLowerCase(Locale.ROOT),
                      pointer,
                      source)
              : "lock *%s %s r%d"
                  .formatted(pointer, Disassembler.symbol(atomic.operation()), source);
    };
  }

  private static String operand(Width width, Operand operand) {
    return switch (operand) {
      case Operand.Register(int number) -> Disassembler.register(width, number);
      case Operand.Immediate(int value) -> Integer.toString(value);
    };
  }

  private static String address(int base, int offset) {
    return "(r%d %+d)".formatted(base, offset);
  }
}
