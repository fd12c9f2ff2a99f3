package mortise.runtime;

import mortise.spi.runtime.Machine;

/// What happens before an instruction that somebody wants to know of.
final class Traps {
  private Traps() {}

  /// Tells observer and scheduler of the instruction at `slot`; gives its word.
  static int before(Cpu cpu, int slot, long[] registers) {
    var execution = cpu.execution;
    execution.observer().ifPresent(observer -> observer.before(new State(cpu, slot, registers)));
    execution.scheduler().ifPresent(scheduler -> announce(cpu, scheduler, slot, registers));
    return cpu.code.real[slot];
  }

  private static void announce(Cpu cpu, Scheduler scheduler, int slot, long[] registers) {
    cpu.code
        .visible(slot, registers)
        .filter(operation -> operation.size() == 0 || !cpu.isOwnStack(operation.address()))
        .ifPresent(
            operation -> {
              cpu.machine.poll();
              try {
                scheduler.before(cpu.execution.cpu(), operation);
              } catch (RuntimeException e) {
                cpu.stop = e;
                throw e;
              }
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
    public Machine machine() {
      return cpu.machine;
    }
  }
}
