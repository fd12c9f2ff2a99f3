package mortise.object;

import java.util.Locale;
import java.util.Optional;

/// Writes instructions as `llvm-objdump -d --no-show-raw-insn` does (LLVM 19).
public final class Disassembler {
  private Disassembler() {}

  /// One instruction, for example `r1 = *(u32 *)(r10 - 0x8)`; jumps tell their distance.
  public static String text(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Alu alu ->
          "%s %s %s"
              .formatted(
                  register(alu.width(), alu.destination()),
                  alu.operation().symbol(),
                  operand(alu.width(), alu.source()));
      case Instruction.Negate negate -> {
        String register = register(negate.width(), negate.destination());
        yield "%s = -%s".formatted(register, register);
      }
      case Instruction.Move move ->
          "%s = %s"
              .formatted(
                  register(move.width(), move.destination()), operand(move.width(), move.source()));
      case Instruction.MoveSignExtended move ->
          "%s = (s%d)%s"
              .formatted(
                  register(move.width(), move.destination()),
                  move.bits(),
                  register(move.width(), move.source()));
      case Instruction.AddressSpaceCast cast ->
          "r%d = addr_space_cast(r%d, 0x%x, 0x%x)"
              .formatted(
                  cast.destination(), cast.source(), cast.destinationSpace(), cast.sourceSpace());
      case Instruction.ByteSwap swap ->
          "r%d = %s%d r%d"
              .formatted(swap.destination(), order(swap.order()), swap.bits(), swap.destination());
      case Instruction.Load load ->
          "r%d = *(%s *)%s"
              .formatted(
                  load.destination(),
                  sized(load.size(), load.signExtended()),
                  address(load.base(), load.offset()));
      case Instruction.Store store ->
          "*(%s *)%s = %s"
              .formatted(
                  store.size().typeName(),
                  address(store.base(), store.offset()),
                  operand(Width.W64, store.source()));
      case Instruction.Atomic atomic -> atomic(atomic);
      case Instruction.LoadAcquire load ->
          "%s = load_acquire((%s *)%s)"
              .formatted(
                  register(atomicWidth(load.size()), load.destination()),
                  load.size().typeName(),
                  address(load.base(), load.offset()));
      case Instruction.StoreRelease store ->
          "store_release((%s *)%s, %s)"
              .formatted(
                  store.size().typeName(),
                  address(store.base(), store.offset()),
                  register(atomicWidth(store.size()), store.source()));
      case Instruction.LoadImmediate load -> {
        long value =
            (long) load.second().immediate() << 32 | (load.raw().immediate() & 0xffff_ffffL);
        yield "r%d = %s ll".formatted(load.destination(), hex(value));
      }
      case Instruction.LegacyPacketLoad load ->
          "r0 = *(%s *)skb[%s]"
              .formatted(
                  load.size().typeName(),
                  load.indirect() ? "r" + load.index() : hex(load.offset()));
      case Instruction.Jump jump ->
          jump.isLong()
              ? "gotol " + distance(jump.raw().immediate())
              : "goto " + distance(jump.raw().offset());
      case Instruction.ConditionalJump jump ->
          "if %s %s %s goto %s"
              .formatted(
                  register(jump.width(), jump.destination()),
                  jump.condition().symbol(),
                  operand(jump.width(), jump.source()),
                  distance(jump.raw().offset()));
      case Instruction.MayGoto jump -> "may_goto " + distance(jump.raw().offset());
      case Instruction.Call call -> "call " + hex(call.raw().immediate());
      case Instruction.Exit _ -> "exit";
      case Instruction.SecondSlot _, Instruction.Unknown _ -> "<unknown>";
    };
  }

  private static String order(Instruction.ByteOrder order) {
    return switch (order) {
      case LITTLE -> "le";
      case BIG -> "be";
      case SWAP -> "bswap";
    };
  }

  private static String atomic(Instruction.Atomic atomic) {
    String address = address(atomic.base(), atomic.offset());
    boolean wide = atomic.size() == MemorySize.DOUBLE;
    String source = register(atomicWidth(atomic.size()), atomic.source());
    return switch (atomic.operation()) {
      case EXCHANGE ->
          "%s = %s%s, %s)".formatted(source, wide ? "xchg_64" : "xchg32_32", open(address), source);
      case COMPARE_EXCHANGE -> {
        String zero = register(atomicWidth(atomic.size()), 0);
        yield "%s = %s%s, %s, %s)"
            .formatted(zero, wide ? "cmpxchg_64" : "cmpxchg32_32", open(address), zero, source);
      }
      case ADD, OR, AND, XOR ->
          atomic.fetch()
              ? "%s = atomic_fetch_%s((%s *)%s, %s)"
                  .formatted(
                      source,
                      atomic.operation().name().toLowerCase(Locale.ROOT),
                      atomic.size().typeName(),
                      address,
                      source)
              : "lock *(%s *)%s %s %s"
                  .formatted(
                      atomic.size().typeName(),
                      address,
                      symbol(atomic.operation()),
                      // The oldest atomic predates names for halves of registers.
                      atomic.operation() == AtomicOperation.ADD ? "r" + atomic.source() : source);
    };
  }

  /// The address as the first of several arguments.
  private static String open(String address) {
    return address.substring(0, address.length() - 1);
  }

  static String symbol(AtomicOperation operation) {
    return switch (operation) {
      case ADD -> "+=";
      case OR -> "|=";
      case AND -> "&=";
      case XOR -> "^=";
      case EXCHANGE, COMPARE_EXCHANGE -> "=";
    };
  }

  private static Width atomicWidth(MemorySize size) {
    return size == MemorySize.DOUBLE ? Width.W64 : Width.W32;
  }

  static String sized(MemorySize size, boolean signed) {
    return signed ? "s" + size.bytes() * 8 : size.typeName();
  }

  static String register(Width width, int number) {
    return (width == Width.W32 ? "w" : "r") + number;
  }

  private static String operand(Width width, Operand operand) {
    return switch (operand) {
      case Operand.Register(int number) -> register(width, number);
      case Operand.Immediate(int value) -> hex(value);
    };
  }

  private static String address(int base, int offset) {
    return "(r%d %s 0x%x)".formatted(base, offset < 0 ? "-" : "+", Math.abs(offset));
  }

  private static String hex(long value) {
    return value < 0 ? "-0x" + Long.toHexString(-value) : "0x" + Long.toHexString(value);
  }

  private static String distance(int value) {
    return value < 0 ? hex(value) : "+" + hex(value);
  }

  /// A whole program, one line an instruction with its slot in front, a heading for each
  /// subprogram, and in angle brackets where jumps, calls and addresses lead.
  public static String listing(Program program) {
    var out = new StringBuilder();
    for (Subprogram subprogram : program.subprograms()) {
      out.append("%016x <%s>:\n".formatted(8L * subprogram.start(), subprogram.name()));
      for (int slot = subprogram.start(); slot < subprogram.end(); slot++) {
        Instruction instruction = program.at(slot);
        if (instruction instanceof Instruction.SecondSlot) {
          continue;
        }
        String target = target(program, instruction).map(t -> " <" + t + ">").orElse("");
        out.append("%8d:\t%s%s\n".formatted(slot, text(instruction), target));
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static Optional<String> target(Program program, Instruction instruction) {
    return switch (instruction) {
      case Instruction.Jump jump -> place(program, jump.target());
      case Instruction.ConditionalJump jump -> place(program, jump.target());
      case Instruction.MayGoto jump -> place(program, jump.target());
      case Instruction.SubprogramCall call -> place(program, call.target());
      case Instruction.KfuncCall call -> Optional.of(call.name());
      case Instruction.PoisonedCall call -> Optional.of("poisoned: " + call.problem());
      case Instruction.LoadImmediate load ->
          switch (load.value()) {
            case ImmediateValue.Constant _ -> Optional.empty();
            case ImmediateValue.MapAddress(BpfMap map) -> Optional.of("map " + map.name());
            case ImmediateValue.MapValueAddress(BpfMap map, int offset) ->
                Optional.of("value of map %s+0x%x".formatted(map.name(), offset));
            case ImmediateValue.FunctionAddress(int slot) -> place(program, slot);
            case ImmediateValue.KernelSymbol symbol -> Optional.of(symbol.name());
          };
      default -> Optional.empty();
    };
  }

  private static Optional<String> place(Program program, int slot) {
    if (slot < 0 || slot >= program.size()) {
      return Optional.empty();
    }
    Subprogram in = program.subprogramAt(slot);
    int distance = 8 * (slot - in.start());
    return Optional.of(distance == 0 ? in.name() : "%s+0x%x".formatted(in.name(), distance));
  }
}
