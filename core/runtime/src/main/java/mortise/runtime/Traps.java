package mortise.runtime;

import mortise.spi.ContextField;
import mortise.spi.runtime.Machine;
import org.jspecify.annotations.Nullable;

/// What happens before an instruction that somebody wants to know of.
final class Traps {
  private Traps() {}

  /// Tells observer and scheduler of the instruction at `slot`; gives its word.
  static int before(Cpu cpu, int slot, long[] registers) {
    var execution = cpu.execution;
    execution.observer().ifPresent(observer -> observer.before(new State(cpu, slot, registers)));
    execution.scheduler().ifPresent(scheduler -> announce(cpu, scheduler, slot, registers));
    var ghost = cpu.ghost;
    if (ghost != null) {
      ghost.at(slot);
      int register = ghost.register();
      if (register >= 0) {
        cpu.machine.loaded(ghost, registers[register]);
      }
      access(cpu, slot, registers);
    }
    return cpu.code.real[slot];
  }

  /// Tells the ghost heap what the instruction is about to access; last, because until it may go on
  /// others may have freed it.
  private static void access(Cpu cpu, int slot, long[] registers) {
    int word = cpu.code.real[slot];
    int op = word & 0xff;
    if (op < Op.LD1 || op > Op.ATOMIC) {
      return;
    }
    long source = registers[word >>> 12 & 15] + (word >> 16);
    long destination = registers[word >>> 8 & 15] + (word >> 16);
    if (op <= Op.LDS4) {
      cpu.machine.accessing(cpu, source, 1 << (op - Op.LD1 & 3), false);
      loading(cpu, word >>> 8 & 15);
    } else if (op < Op.ATOMIC) {
      cpu.machine.accessing(cpu, destination, 1 << (op - Op.ST1 & 3), true);
    } else {
      long code = cpu.code.immediates[slot];
      int size = AtomicCode.size(code);
      switch (AtomicCode.operation(code)) {
        case AtomicCode.LOAD_ACQUIRE -> {
          cpu.machine.accessing(cpu, source, size, false);
          loading(cpu, word >>> 8 & 15);
        }
        case AtomicCode.STORE_RELEASE -> cpu.machine.accessing(cpu, destination, size, true);
        default -> {
          cpu.machine.accessing(cpu, destination, size, false);
          cpu.machine.accessing(cpu, destination, size, true);
        }
      }
    }
  }

  private static void loading(Cpu cpu, int register) {
    if (cpu.ghost != null) {
      cpu.ghost.loading(register);
    }
  }

  private static void announce(Cpu cpu, Scheduler scheduler, int slot, long[] registers) {
    cpu.code
        .visible(slot, registers)
        .filter(operation -> operation.size() == 0 || !cpu.isOwnStack(operation.address()))
        .ifPresent(
            operation -> {
              cpu.machine.poll();
              cpu.guarded(() -> scheduler.before(cpu.execution.cpu(), operation));
            });
  }

  private record State(Cpu cpu, int slot, long[] registers) implements RunState {
    @Override
    public RunnableProgram program() {
      return cpu.code.program;
    }

    @Override
    public int depth() {
      return cpu.depth;
    }

    @Override
    public long register(int number) {
      return registers[number];
    }

    @Override
    public int callSlot(int depth) {
      return cpu.callSlot(depth);
    }

    @Override
    public long savedRegister(int depth, int number) {
      return cpu.savedRegister(depth, number);
    }

    @Override
    public long stackTop(int depth) {
      return cpu.stackTop(depth);
    }

    @Override
    public long context() {
      return cpu.context.address();
    }

    @Override
    public long packet() {
      return LegacyPacket.current(cpu, ContextField.Kind.PACKET, cpu.context.packet());
    }

    @Override
    public long packetEnd() {
      return LegacyPacket.current(cpu, ContextField.Kind.PACKET_END, cpu.context.packetEnd());
    }

    @Override
    public long packetMeta() {
      return LegacyPacket.current(cpu, ContextField.Kind.PACKET_META, cpu.context.packetMeta());
    }

    @Override
    public int subprogramAt(long address) {
      return FunctionAddresses.isOne(cpu.code, address)
          ? FunctionAddresses.slot(cpu.code, address)
          : -1;
    }

    @Override
    public Machine.@Nullable Place placeNear(long address) {
      var allocation = cpu.machine.space.atOrNull(address);
      return allocation == null ? null : new Machine.Place(allocation.start(), allocation.type());
    }

    @Override
    public long stackWord(long address) {
      return cpu.machine.space.load8(address);
    }

    @Override
    public Machine machine() {
      return cpu.machine;
    }
  }
}
