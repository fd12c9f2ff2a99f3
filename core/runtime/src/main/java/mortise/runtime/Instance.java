package mortise.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import mortise.runtime.ghost.Ghost;
import mortise.runtime.memory.AddressSpace;
import mortise.runtime.memory.Allocation;
import mortise.runtime.memory.ContextShadow;
import mortise.runtime.memory.Site;
import mortise.spi.ContextField;
import mortise.spi.runtime.ContextFactory.Input;
import mortise.spi.runtime.MemoryFault;
import org.jspecify.annotations.Nullable;

/// Programs of one object in a machine of their own, with their maps and global data: run many
/// times, from as many threads as one likes. Every thread is a CPU with its own stacks; memory is
/// shared, and locks lock.
public final class Instance implements AutoCloseable {
  private final InstanceSpec spec;
  private final RuntimeMachine machine;
  private final InstanceMaps maps;
  private final IdentityHashMap<RunnableProgram, Codes> codes = new IdentityHashMap<>();
  private final Deque<Cpu> idle = new ArrayDeque<>();

  // Guarded by this.
  private int users;
  private boolean closed;
  private @Nullable List<RemainingObject> remaining;
  private final List<Violation> violations = new ArrayList<>();

  /// One program decoded: as it runs, as it runs under a scheduler, and observed.
  private record Codes(Code plain, Code stepped, Code observed) {}

  private Instance(InstanceSpec spec, RuntimeMachine machine) {
    this.spec = spec;
    this.machine = machine;
    maps = new InstanceMaps(machine, spec.maps());
    for (int i = 0; i < spec.programs().size(); i++) {
      var program = spec.programs().get(i);
      var plain = CodeBuilder.build(program, i, maps);
      codes.put(program, new Codes(plain, plain.trapped(false), plain.trapped(true)));
    }
    machine.aftermath.runs(this);
    machine.started();
  }

  /// Makes maps and global data, and gets the programs ready to run.
  ///
  /// @throws NotRunnableException if a map has no runtime half, or memory does not suffice
  public static Instance create(InstanceSpec spec) {
    var machine =
        spec.watching()
            .<RuntimeMachine>map(watching -> new WatchedMachine(spec, watching))
            .orElseGet(
                () -> spec.counting() ? new CountingMachine(spec) : new RuntimeMachine(spec));
    try {
      return new Instance(spec, machine);
    } catch (MemoryFault e) {
      machine.space.close();
      throw new NotRunnableException("the machine cannot be set up: " + e.getMessage());
    } catch (RuntimeException e) {
      machine.space.close();
      throw e;
    }
  }

  /// The programs, as they were given.
  public List<RunnableProgram> programs() {
    return spec.programs();
  }

  /// Runs the first program; gives R0.
  ///
  /// @throws RunFault if the run ends before the program does
  /// @throws Violation if the instance is watched, and something is wrong
  /// @throws IllegalStateException if the instance is closed
  public long run(Input input) {
    return run(Execution.of(spec.programs().getFirst(), input));
  }

  /// Runs a program; gives R0.
  ///
  /// @throws RunFault if the run ends before the program does
  /// @throws IllegalStateException if the instance is closed
  public long run(Execution execution) {
    return whileOpen(() -> onCpu(execution, false).value());
  }

  /// Runs a program and gives all that it left.
  ///
  /// @throws RunFault if the run ends before the program does
  /// @throws IllegalStateException if the instance is closed
  public RunResult runForResult(Execution execution) {
    return whileOpen(() -> onCpu(execution, true));
  }

  /// The map called `name`, global data included.
  public Optional<MapHandle> map(String name) {
    return maps.named(name).map(map -> new MapHandle(this, machine, map));
  }

  /// The objects that programs allocated and that are there now.
  public List<RemainingObject> objects() {
    return whileOpen(() -> allObjects().stream().filter(object -> object.slot() >= 0).toList());
  }

  private List<RemainingObject> allObjects() {
    return machine.space.objects().stream()
        .map(
            object ->
                new RemainingObject(
                    object.start(),
                    object.type().name(),
                    object.size(),
                    object.allocated().program(),
                    object.allocated().slot(),
                    place(object.allocated())))
        .toList();
  }

  private String place(Site site) {
    return codes.values().stream()
        .map(Codes::plain)
        .filter(code -> site.slot() >= 0 && code.program.name().equals(site.program()))
        .findFirst()
        .map(code -> code.place(site.slot()))
        .orElse("");
  }

  private RunResult onCpu(Execution execution, boolean withContents) {
    var chosen = codes.get(execution.program());
    if (chosen == null) {
      throw new IllegalArgumentException(
          "'%s' is no program of this instance".formatted(execution.program().name()));
    }
    if (machine.current() != null) {
      throw new IllegalStateException("a run within a run, on one thread");
    }
    var cpu = acquire(execution, chosen);
    execution.scheduler().ifPresent(machine::tell);
    try {
      execution.scheduler().ifPresent(scheduler -> scheduler.started(execution.cpu()));
      try {
        return whole(cpu, () -> run(cpu, execution, withContents));
      } finally {
        execution.scheduler().ifPresent(scheduler -> scheduler.finished(execution.cpu()));
      }
    } finally {
      release(cpu);
    }
  }

  /// A run with what comes after it: who waited for it to cease to be a reader goes on.
  private RunResult whole(Cpu cpu, Supplier<RunResult> run) {
    var result = alone(cpu, !cpu.execution.program().sleepable(), run);
    try {
      machine.aftermath.setAlarms();
      machine.aftermath.runReady(cpu);
    } catch (IllegalStateException e) {
      throw cpu.fault(RunFault.Kind.FUNCTION, 0, 0, String.valueOf(e.getMessage()), e);
    }
    return result;
  }

  /// A run without what comes after it, unless it breaks.
  private <T> T alone(Cpu cpu, boolean reads, Supplier<T> run) {
    T result;
    try {
      machine.aftermath.begun(cpu, reads);
      result = machine.as(cpu, run);
      machine.finished(cpu);
    } catch (RunFault e) {
      var reason = machine.judged(cpu, e);
      broken(cpu, reason);
      throw reason;
    } catch (RuntimeException | Error e) {
      broken(cpu, e);
      throw e;
    }
    machine.aftermath.over(cpu);
    return result;
  }

  /// Runs a subprogram of the program with arguments, on its own.
  void runLater(
      RunnableProgram program, int entry, long[] arguments, Optional<StepObserver> observer) {
    var chosen = codes.get(program);
    if (chosen == null) {
      throw new IllegalArgumentException(
          "'%s' is no program of this instance".formatted(program.name()));
    }
    var scheduler = Optional.ofNullable(machine.scheduler()).<Scheduler>map(Aside::new);
    var execution = new Execution(program, new Input(NONE, NONE), 0, 0, scheduler, observer);
    var cpu = acquire(execution, chosen);
    cpu.aside = true;
    try {
      alone(
          cpu,
          true,
          () -> {
            var registers = new long[16];
            System.arraycopy(arguments, 0, registers, 1, arguments.length);
            registers[10] = cpu.stackTop();
            machine.received(cpu, arguments);
            return Interpreter.execute(cpu, entry, registers);
          });
      if (scheduler.isPresent()) {
        machine.aftermath.runReady(cpu);
      }
    } finally {
      release(cpu);
    }
  }

  /// The program whose subprogram the address is of.
  ///
  /// @throws MemoryFault if it is the address of none
  RunnableProgram programOf(long function) {
    for (var entry : codes.entrySet()) {
      if (FunctionAddresses.isOne(entry.getValue().plain(), function)) {
        return entry.getKey();
      }
    }
    throw new MemoryFault(function, "0x%x is no function of any program".formatted(function));
  }

  /// Ends a run that did not end by itself, for the reason given.
  private void broken(Cpu cpu, Throwable reason) {
    machine.aborted(cpu);
    machine.aftermath.over(cpu);
    try {
      machine.aftermath.runReady(cpu);
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  /// What would lead to something of the host's is null: nothing of it is here.
  private void leadNowhere(RunnableProgram program, long context) {
    for (var field : program.contextFields()) {
      if (field.kind() == ContextField.Kind.RESULT
          && field.offset() + field.size() <= program.contextReach()) {
        machine.store(context + field.offset(), field.size(), 0);
      }
    }
  }

  private RunResult run(Cpu cpu, Execution execution, boolean withContents) {
    var program = execution.program();
    var owned = cpu.noteAllocations();
    try {
      var context = program.contextFactory().create(machine, execution.input());
      cpu.owned = null;
      cpu.context = context;
      var shadow =
          new ContextShadow(
              program.contextFields(), context.packet(), context.packetEnd(), context.packetMeta());
      if (!shadow.isEmpty() && context.address() != 0) {
        machine.space.shadow(context.address(), shadow);
        cpu.shadow = Optional.of(shadow);
      }
      var registers = new long[16];
      requireContext(program, context.address());
      leadNowhere(program, context.address());
      registers[1] = context.address();
      registers[2] = execution.second();
      registers[10] = cpu.stackTop();
      long value = execute(cpu, program, registers);
      return withContents
          ? contents(cpu, value)
          : new RunResult(value, NONE, NONE, cpu.steps(), cpu.atomics);
    } catch (MemoryFault e) {
      throw cpu.fault(
          RunFault.Kind.MEMORY, 0, e.address(), "making the context: " + e.getMessage(), e);
    } finally {
      cpu.owned = null;
      for (long start : owned) {
        if (machine.space.atOrNull(start) != null) {
          machine.free(start);
        }
      }
    }
  }

  /// The program's answer, its handler's where it ends before its time.
  private long execute(Cpu cpu, RunnableProgram program, long[] registers) {
    try {
      return Interpreter.execute(cpu, 0, registers);
    } catch (Unwinding end) {
      cpu.depth = 0;
      machine.unwound(cpu);
      if (program.handler().isEmpty()) {
        return end.number;
      }
      var fresh = new long[16];
      fresh[1] = end.number;
      fresh[10] = cpu.stackTop();
      int handler = program.handler().get();
      try {
        return Interpreter.execute(cpu, handler, fresh);
      } catch (Unwinding again) {
        throw cpu.fault(
            RunFault.Kind.FUNCTION, handler, 0, "the run is ended while it is ended", again);
      }
    }
  }

  private void requireContext(RunnableProgram program, long context) {
    long size = context == 0 ? 0 : machine.space.at(context).size();
    if (size < program.contextReach()) {
      throw new NotRunnableException(
          "'%s' accesses %d bytes of context, and was given %d"
              .formatted(program.name(), program.contextReach(), size));
    }
  }

  private static final byte[] NONE = new byte[0];

  private RunResult contents(Cpu cpu, long value) {
    long from = LegacyPacket.current(cpu, ContextField.Kind.PACKET, cpu.context.packet());
    long to = LegacyPacket.current(cpu, ContextField.Kind.PACKET_END, cpu.context.packetEnd());
    var packet = from == 0 ? NONE : machine.space.bytes(from, (int) (to - from));
    var context = NONE;
    if (cpu.context.address() != 0) {
      var memory = machine.space.at(cpu.context.address());
      context = machine.space.bytes(memory.start(), (int) memory.size());
    }
    return new RunResult(value, packet, context, cpu.steps(), cpu.atomics);
  }

  private Cpu acquire(Execution execution, Codes chosen) {
    var code =
        execution.observer().isPresent() || machine.ghost().isPresent()
            ? chosen.observed
            : execution.scheduler().isPresent() ? chosen.stepped : chosen.plain;
    Cpu cpu;
    synchronized (idle) {
      cpu = idle.poll();
    }
    if (cpu == null) {
      cpu = new Cpu(machine, execution, code);
    }
    cpu.begin(execution, code, spec.limits().steps());
    return cpu;
  }

  private void release(Cpu cpu) {
    synchronized (idle) {
      idle.push(cpu);
    }
  }

  /// Does something while the machine's memory cannot go.
  <T> T whileOpen(Supplier<T> action) {
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("the instance is closed");
      }
      users++;
    }
    machine.entered();
    try {
      return action.get();
    } finally {
      machine.left();
      synchronized (this) {
        users--;
        notifyAll();
      }
    }
  }

  /// Ends all runs, gives back what maps and global data hold, then all memory. Closing twice does
  /// nothing.
  ///
  /// @throws IllegalStateException on a thread that is running a program
  @Override
  public void close() {
    closeAndReport();
  }

  /// As [#close]; gives the objects that were still allocated when everything that could hold them
  /// was gone: what programs leaked, or runtime halves.
  public List<RemainingObject> closeAndReport() {
    return end(this::giveBack);
  }

  /// Ends all runs and gives all memory back without a look at what is in it: for whoever stopped
  /// runs in the middle of something. Once closed, does nothing.
  public void abandon() {
    end(List::of);
  }

  private List<RemainingObject> end(Supplier<List<RemainingObject>> orderly) {
    if (machine.current() != null) {
      throw new IllegalStateException("a running program cannot close its instance");
    }
    synchronized (this) {
      machine.stop();
      boolean interrupted = false;
      boolean first = !closed;
      closed = true;
      while (users > 0 || (!first && remaining == null)) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (remaining == null) {
        List<RemainingObject> left = List.of();
        machine.entered();
        try {
          left = orderly.get();
        } catch (Violation e) {
          violations.add(e);
        } finally {
          machine.left();
          remaining = left;
          machine.space.close();
          notifyAll();
        }
      }
      return remaining;
    }
  }

  /// The maps' last users are gone: what maps hold of objects whose types name the subprograms that
  /// end them, those end, after a grace period. What is put into maps from now on stays there until
  /// the instance is closed. Closing does this first. Doing it twice does nothing more.
  public void releaseMaps() {
    whileOpen(
        () -> {
          maps.release();
          return true;
        });
    machine.aftermath.runReady(null);
  }

  /// Gives back what was put off and what maps hold; gives what is left.
  private List<RemainingObject> giveBack() {
    machine.stopped();
    machine.ghost().ifPresent(Ghost::check);
    maps.release();
    machine.aftermath.runAll();
    machine.aftermath.closing();
    maps.close();
    machine.aftermath.runAll();
    machine.ghost().ifPresent(ghost -> violations.addAll(ghost.leftovers()));
    return allObjects();
  }

  /// As [#close]; gives what is wrong with what is left. Nothing for an instance that is not
  /// watched, or of which a run has told a violation already.
  public List<Violation> finish() {
    closeAndReport();
    return List.copyOf(violations);
  }

  /// The second account of memory, of an instance that is watched.
  public Optional<Ghost> ghost() {
    return machine.ghost().map(ghost -> ghost);
  }

  /// For tools inside this module: the memory that programs see.
  AddressSpace space() {
    return machine.space;
  }

  /// The live allocation at an address.
  Allocation allocationAt(long address) {
    return machine.space.at(address);
  }
}
