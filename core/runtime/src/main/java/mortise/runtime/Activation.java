package mortise.runtime;

import mortise.spi.runtime.Call;
import mortise.spi.runtime.Machine;
import mortise.spi.runtime.MemoryFault;

/// The calls that one activation of the interpreter makes: arguments are read from its registers.
final class Activation implements Call {
  private final Cpu cpu;
  private final long[] registers;

  Activation(Cpu cpu, long[] registers) {
    this.cpu = cpu;
    this.registers = registers;
  }

  @Override
  public Machine machine() {
    return cpu.machine;
  }

  @Override
  public long argument(int index) {
    if (index < 0 || index > 4) {
      throw new IndexOutOfBoundsException("argument " + index + " of 5");
    }
    return registers[index + 1];
  }

  @Override
  public long invoke(long callback, long... arguments) {
    var ghost = cpu.ghost;
    if (ghost == null) {
      return cpu.invoke(registers, callback, arguments);
    }
    cpu.machine.invoking(ghost, arguments);
    long result = cpu.invoke(registers, callback, arguments);
    cpu.machine.invoked(ghost);
    return result;
  }

  @Override
  public int programType() {
    return cpu.code.program.program().type().id();
  }

  @Override
  public long unwind(long number) {
    throw new Unwinding(number);
  }

  @Override
  public void later(long callback, long... arguments) {
    if (arguments.length > 5) {
      throw new IllegalArgumentException("a callback has at most 5 arguments");
    }
    int entry = FunctionAddresses.slot(cpu.code, callback);
    cpu.machine.aftermath.later(cpu.code.program, entry, arguments, cpu.execution.observer());
  }

  /// Calls `callee` from the instruction at `slot`.
  long call(BoundCall callee, int slot) {
    cpu.slot = slot;
    var ghost = cpu.ghost;
    try {
      if (ghost != null) {
        cpu.machine.called(ghost, callee, registers);
      }
      long result = callee.implementation().call(this);
      if (ghost != null) {
        cpu.machine.returned(ghost, result);
      }
      return result;
    } catch (RunFault | RunInterrupted | Violation | Unwinding e) {
      throw e;
    } catch (MemoryFault e) {
      throw cpu.fault(
          RunFault.Kind.MEMORY,
          slot,
          e.address(),
          "%s: %s".formatted(callee.name(), withAddress(e)),
          e);
    } catch (RuntimeException e) {
      if (e.equals(cpu.stop)) {
        throw e;
      }
      throw cpu.fault(
          RunFault.Kind.FUNCTION, slot, 0, "%s failed: %s".formatted(callee.name(), e), e);
    } catch (StackOverflowError e) {
      // What frees objects within objects goes as deep as they do.
      throw cpu.fault(
          RunFault.Kind.FUNCTION,
          slot,
          0,
          "%s exhausts the stack of the machine".formatted(callee.name()),
          e);
    } finally {
      cpu.slot = -1;
    }
  }

  /// The problem, and where, if it does not say so itself.
  private static String withAddress(MemoryFault fault) {
    var problem = String.valueOf(fault.getMessage());
    var address = "0x" + Long.toHexString(fault.address());
    return fault.address() == 0
            || problem.contains(address)
            || problem.contains(Long.toString(fault.address()))
        ? problem
        : "%s at address %s".formatted(problem, address);
  }
}
