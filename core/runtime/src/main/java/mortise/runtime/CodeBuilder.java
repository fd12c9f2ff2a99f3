package mortise.runtime;

import java.util.ArrayList;
import java.util.List;
import mortise.object.ImmediateValue;
import mortise.object.Instruction;
import mortise.object.MemorySize;
import mortise.object.Operand;
import mortise.object.Program;
import mortise.object.Width;

/// Decodes a program for the interpreter.
final class CodeBuilder {
  /// What the instance knows of the addresses in a program.
  interface Addresses {
    long map(ImmediateValue.MapAddress value);

    long mapValue(ImmediateValue.MapValueAddress value);
  }

  // A register that no instruction names, and that is therefore 0.
  private static final int ZERO = 11;

  private final RunnableProgram runnable;
  private final int number;
  private final Program program;
  private final Addresses addresses;
  private final int[] words;
  private final long[] immediates;
  private final List<BoundCall> calls = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();

  private CodeBuilder(RunnableProgram runnable, int number, Addresses addresses) {
    this.runnable = runnable;
    this.number = number;
    this.addresses = addresses;
    program = runnable.program();
    // One more, for whoever falls off the end.
    words = new int[program.size() + 1];
    immediates = new long[program.size() + 1];
  }

  static Code build(RunnableProgram runnable, int number, Addresses addresses) {
    return new CodeBuilder(runnable, number, addresses).build();
  }

  private Code build() {
    for (int slot = 0; slot < program.size(); slot++) {
      translate(slot, program.at(slot));
    }
    fault(program.size(), "the program ends without an exit");
    return new Code(
        runnable,
        number,
        words,
        immediates,
        calls.toArray(BoundCall[]::new),
        messages.toArray(String[]::new),
        words);
  }

  private void translate(int slot, Instruction instruction) {
    switch (instruction) {
      case Instruction.Alu alu ->
          operands(slot, Op.of(alu.operation()), alu.width(), alu.destination(), alu.source(), 0);
      case Instruction.Negate negate ->
          put(slot, negate.width() == Width.W64 ? Op.NEG64 : Op.NEG32, negate.destination(), 0, 0);
      case Instruction.Move move -> move(slot, move);
      case Instruction.MoveSignExtended move ->
          put(slot, signExtension(move), move.destination(), move.source(), 0);
      case Instruction.AddressSpaceCast _ ->
          fault(slot, "a cast between address spaces, and this machine has but one");
      case Instruction.ByteSwap swap -> swap(slot, swap);
      case Instruction.Load load when runnable.probes().contains(slot) -> {
        put(slot, Op.PROBE, load.destination(), load.base(), load.offset());
        immediates[slot] = load.signExtended() ? -load.size().bytes() : load.size().bytes();
      }
      case Instruction.Load load -> {
        int op = (load.signExtended() ? Op.LDS1 : Op.LD1) + log(load.size());
        put(slot, op, load.destination(), load.base(), load.offset());
      }
      case Instruction.Store store -> store(slot, store);
      case Instruction.Atomic atomic -> {
        put(slot, Op.ATOMIC, atomic.base(), atomic.source(), atomic.offset());
        immediates[slot] =
            AtomicCode.of(AtomicCode.of(atomic.operation()), atomic.size().bytes(), atomic.fetch());
      }
      case Instruction.LoadAcquire load -> {
        put(slot, Op.ATOMIC, load.destination(), load.base(), load.offset());
        immediates[slot] = AtomicCode.of(AtomicCode.LOAD_ACQUIRE, load.size().bytes(), true);
      }
      case Instruction.StoreRelease store -> {
        put(slot, Op.ATOMIC, store.base(), store.source(), store.offset());
        immediates[slot] = AtomicCode.of(AtomicCode.STORE_RELEASE, store.size().bytes(), false);
      }
      case Instruction.LoadImmediate load -> loadImmediate(slot, load);
      case Instruction.SecondSlot _ -> fault(slot, "the second half of a 64-bit load");
      case Instruction.LegacyPacketLoad load -> {
        put(slot, Op.PACKET, load.size().bytes(), load.indirect() ? load.index() : ZERO, 0);
        immediates[slot] = load.offset();
      }
      case Instruction.Jump jump -> jump(slot, jump.target());
      case Instruction.ConditionalJump jump -> {
        int base = Op.of(jump.condition());
        int distance = jump.target() - slot - 1;
        if (isInside(slot, jump.target()) && fits(slot, distance)) {
          operands(slot, base, jump.width(), jump.destination(), jump.source(), distance);
        }
      }
      case Instruction.MayGoto jump -> {
        if (isInside(slot, jump.target())) {
          put(slot, Op.MAY_GOTO, 0, 0, 0);
          immediates[slot] = jump.target();
        }
      }
      case Instruction.HelperCall call -> call(slot, "helper #" + call.id());
      case Instruction.KfuncCall call -> call(slot, "kernel function '" + call.name() + "'");
      case Instruction.SubprogramCall call -> {
        if (isInside(slot, call.target())) {
          put(slot, Op.CALL_SUBPROGRAM, 0, 0, 0);
          immediates[slot] = call.target();
        }
      }
      case Instruction.PoisonedCall call -> fault(slot, call.problem());
      case Instruction.Exit _ -> put(slot, Op.EXIT, 0, 0, 0);
      case Instruction.Unknown unknown -> fault(slot, unknown.problem());
    }
  }

  private void put(int slot, int op, int destination, int source, int offset) {
    words[slot] = op | destination << 8 | source << 12 | offset << 16;
  }

  private void fault(int slot, String message) {
    put(slot, Op.FAULT, 0, 0, 0);
    immediates[slot] = messages.size();
    messages.add(message);
  }

  private boolean isInside(int slot, int target) {
    boolean inside = target >= 0 && target < program.size();
    if (!inside) {
      fault(slot, "a jump out of the program, to slot " + target);
    }
    return inside;
  }

  private boolean fits(int slot, int distance) {
    boolean fits = distance == (short) distance;
    if (!fits) {
      fault(slot, "a conditional jump over more than 16 bits");
    }
    return fits;
  }

  private void operands(
      int slot, int base, Width width, int destination, Operand operand, int offset) {
    int narrow = width == Width.W32 ? Op.K32 : Op.K64;
    switch (operand) {
      case Operand.Register register ->
          put(slot, base + narrow + Op.X64, destination, register.number(), offset);
      case Operand.Immediate immediate -> {
        put(slot, base + narrow, destination, 0, offset);
        immediates[slot] = immediate.value();
      }
    }
  }

  private void move(int slot, Instruction.Move move) {
    boolean narrow = move.width() == Width.W32;
    switch (move.source()) {
      case Operand.Register register ->
          put(slot, narrow ? Op.MOV32 : Op.MOV64, move.destination(), register.number(), 0);
      case Operand.Immediate immediate -> {
        put(slot, narrow ? Op.CONST32 : Op.CONST64, move.destination(), 0, 0);
        immediates[slot] = immediate.value();
      }
    }
  }

  private static int signExtension(Instruction.MoveSignExtended move) {
    if (move.width() == Width.W32) {
      return move.bits() == 8 ? Op.MOVSX32_8 : Op.MOVSX32_16;
    }
    return switch (move.bits()) {
      case 8 -> Op.MOVSX64_8;
      case 16 -> Op.MOVSX64_16;
      default -> Op.MOVSX64_32;
    };
  }

  private void swap(int slot, Instruction.ByteSwap swap) {
    if (swap.order() == Instruction.ByteOrder.LITTLE) {
      if (swap.bits() == 32) {
        put(slot, Op.MOV32, swap.destination(), swap.destination(), 0);
      } else {
        put(slot, Op.AND + Op.K64, swap.destination(), 0, 0);
        immediates[slot] = swap.bits() == 64 ? -1 : 0xffff;
      }
      return;
    }
    int op =
        switch (swap.bits()) {
          case 16 -> Op.SWAP16;
          case 32 -> Op.SWAP32;
          default -> Op.SWAP64;
        };
    put(slot, op, swap.destination(), 0, 0);
  }

  private static int log(MemorySize size) {
    return Integer.numberOfTrailingZeros(size.bytes());
  }

  private void store(int slot, Instruction.Store store) {
    switch (store.source()) {
      case Operand.Register register ->
          put(slot, Op.ST1 + log(store.size()), store.base(), register.number(), store.offset());
      case Operand.Immediate immediate -> {
        put(slot, Op.STK1 + log(store.size()), store.base(), 0, store.offset());
        immediates[slot] = immediate.value();
      }
    }
  }

  private void loadImmediate(int slot, Instruction.LoadImmediate load) {
    long value;
    switch (load.value()) {
      case ImmediateValue.Constant constant -> value = constant.value();
      case ImmediateValue.MapAddress map -> value = addresses.map(map);
      case ImmediateValue.MapValueAddress map -> value = addresses.mapValue(map);
      case ImmediateValue.FunctionAddress function ->
          value = FunctionAddresses.of(number, function.slot());
      case ImmediateValue.KernelSymbol symbol -> {
        Long bound = runnable.symbols().get(symbol.name());
        if (bound == null && !symbol.weak()) {
          fault(slot, "extern '%s' is not bound".formatted(symbol.name()));
          return;
        }
        value = bound == null ? 0 : bound;
      }
    }
    put(slot, Op.LOAD_IMMEDIATE, load.destination(), 0, 0);
    immediates[slot] = value;
  }

  private void jump(int slot, int target) {
    if (!isInside(slot, target)) {
      return;
    }
    int distance = target - slot - 1;
    if (distance == (short) distance) {
      put(slot, Op.JA, 0, 0, distance);
    } else {
      put(slot, Op.JA_LONG, 0, 0, 0);
      immediates[slot] = target;
    }
  }

  private void call(int slot, String what) {
    var bound = runnable.calls().get(slot);
    if (bound == null) {
      fault(slot, what + " is not bound");
      return;
    }
    put(slot, Op.CALL, 0, 0, 0);
    immediates[slot] = calls.size();
    calls.add(bound);
  }
}
