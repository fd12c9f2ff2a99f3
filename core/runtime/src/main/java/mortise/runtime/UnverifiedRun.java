package mortise.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mortise.object.Instruction;
import mortise.object.Program;
import mortise.spi.runtime.ContextFactory.Context;
import mortise.spi.runtime.ContextFactory.Input;
import mortise.spi.runtime.Machine;

/// Runs a program that nobody verified: for suites that test the instruction set, whose programs
/// need not verify. It starts with a pointer to memory in R1 and the memory's length in R2.
///
/// Whatever the program does, it ends within the limits and touches nothing outside of a machine of
/// its own, where there is nothing but this memory and stacks: memory accesses, jumps, calls and
/// encodings are all checked. It just is not told in advance what will go wrong.
public final class UnverifiedRun {
  /// 16 MiB and ten million instructions.
  public static final Limits LIMITS = Limits.DEFAULT.withMemory(16L << 20).withSteps(10_000_000);

  private UnverifiedRun() {}

  /// Runs the program once on a copy of the memory, which is the packet of packet loads too; gives
  /// R0.
  ///
  /// @param helpers by number; a call of any other ends the run
  /// @throws RunFault if the run ends before the program does
  /// @throws NotRunnableException if the program has maps, or memory does not suffice
  public static long of(
      Program program, byte[] memory, Map<Integer, BoundCall> helpers, Limits limits) {
    if (!program.maps().isEmpty()) {
      throw new NotRunnableException("'%s' has maps".formatted(program.name()));
    }
    var runnable =
        new RunnableProgram(
            program, calls(program, helpers), List.of(), UnverifiedRun::context, Map.of());
    var spec = new InstanceSpec(List.of(runnable), List.of(), id -> Optional.empty(), limits);
    try (var instance = Instance.create(spec)) {
      var input = new Input(memory, new byte[0]);
      return instance.run(Execution.of(runnable, input).with(memory.length));
    }
  }

  private static Map<Integer, BoundCall> calls(Program program, Map<Integer, BoundCall> helpers) {
    var calls = new HashMap<Integer, BoundCall>();
    for (int slot = 0; slot < program.size(); slot++) {
      if (program.at(slot) instanceof Instruction.HelperCall call
          && helpers.containsKey(call.id())) {
        calls.put(slot, helpers.get(call.id()));
      }
    }
    return calls;
  }

  private static Context context(Machine machine, Input input) {
    var bytes = input.packet();
    if (bytes.length == 0) {
      return new Context(0, 0, 0, 0);
    }
    long start = machine.allocate(bytes.length, "memory");
    if (start == 0) {
      throw new NotRunnableException("no room for %d bytes of memory".formatted(bytes.length));
    }
    for (int i = 0; i < bytes.length; i++) {
      machine.store(start + i, 1, bytes[i]);
    }
    return new Context(start, start, start + bytes.length, start);
  }
}
