package mortise.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import mortise.object.Subprogram;
import mortise.runtime.ghost.GhostRun;
import mortise.runtime.memory.ContextShadow;
import mortise.runtime.memory.Site;
import mortise.spi.runtime.ContextFactory.Context;
import org.jspecify.annotations.Nullable;

/// What one running program has to itself: stacks, saved registers, what is left of its budget. One
/// thread uses it at a time.
final class Cpu {
  /// The kernel's `MAX_CALL_FRAMES`.
  static final int FRAMES = 8;

  /// The kernel's `MAX_BPF_STACK`, in bytes.
  static final int STACK = 512;

  private static final int SAVED = 5;
  private static final long QUANTUM = 1 << 16;

  final RuntimeMachine machine;

  /// No other CPU of the machine has it.
  final long number;

  private final long[] stacks = new long[FRAMES];
  private final long[] saved = new long[FRAMES * SAVED];
  private final int[] returns = new int[FRAMES];
  private final long[] mayGoto = new long[FRAMES];
  private int dirty;

  /// Whether it is a reader now.
  final GracePeriods.Reader reader;

  /// Whether it runs now.
  final GracePeriods.Reader runner;

  // Of the current run.
  /// Its account; null where nobody watches.
  @Nullable GhostRun ghost;

  Execution execution;
  Code code;
  Context context = new Context(0, 0, 0, 0);
  Optional<ContextShadow> shadow = Optional.empty();
  int depth;

  /// Whether what it runs was put off.
  boolean aside;

  /// Instructions that may still be executed before somebody has to ask for more.
  long left;

  private long remaining;
  private long limit;

  private long ticks;

  /// Atomic operations of functions, where the machine counts them.
  long atomics;

  /// The slot of the call that is being executed, -1 outside of calls.
  int slot = -1;

  /// What a scheduler or observer threw to end the run.
  @Nullable RuntimeException stop;

  /// What the functions that the run calls keep for it.
  private final Map<String, Long> kept = new HashMap<>();

  /// Where to note allocations that end with the run; null when they do not.
  @Nullable List<Long> owned;

  Cpu(RuntimeMachine machine, Execution execution, Code code) {
    this.machine = machine;
    this.execution = execution;
    this.code = code;
    number = machine.newCpu();
    reader = machine.aftermath.gracePeriods.newReader();
    runner = machine.aftermath.runs.newReader();
    stacks[0] = newStack();
  }

  private long newStack() {
    return machine.scratch("stack", STACK);
  }

  void begin(Execution newExecution, Code newCode, long steps) {
    execution = newExecution;
    code = newCode;
    context = new Context(0, 0, 0, 0);
    shadow = Optional.empty();
    depth = 0;
    left = 0;
    limit = steps;
    remaining = steps;
    slot = -1;
    ticks = 0;
    atomics = 0;
    kept.clear();
    stop = null;
    owned = null;
    aside = false;
    // What the last run left on the stacks is nobody's business.
    for (int i = 0; i <= dirty; i++) {
      machine.space.fill(stacks[i], STACK, (byte) 0);
    }
    dirty = 0;
    mayGoto[0] = machine.limits.mayGoto();
    ghost = machine.watch(newExecution, newCode);
    machine.frame(stacks[0]);
  }

  /// How many instructions the run has executed; exact between runs and at calls.
  long steps() {
    return limit - remaining - left;
  }

  long stackTop() {
    return stackTop(depth);
  }

  long stackTop(int frame) {
    return stacks[frame] + STACK;
  }

  boolean isOwnStack(long address) {
    for (int i = 0; i <= dirty; i++) {
      if ((address ^ stacks[i]) >>> 32 == 0) {
        return true;
      }
    }
    return false;
  }

  /// Called when [#left] is spent: gives the budget after the instruction that comes next.
  long refill(int next) {
    machine.poll();
    if (remaining == 0) {
      throw fault(
          RunFault.Kind.STEP_LIMIT,
          next,
          0,
          "the run exceeds its limit of %d instructions".formatted(limit),
          null);
    }
    long quantum = Math.min(remaining, QUANTUM);
    remaining -= quantum;
    return quantum - 1;
  }

  /// Enters a frame above the current one.
  void push(long[] registers, int returnTo) {
    enter(returnTo - 1);
    int at = (depth - 1) * SAVED;
    saved[at] = registers[6];
    saved[at + 1] = registers[7];
    saved[at + 2] = registers[8];
    saved[at + 3] = registers[9];
    saved[at + 4] = registers[10];
    registers[10] = stackTop();
  }

  private void enter(int callSlot) {
    if (depth + 1 == FRAMES) {
      throw fault(
          RunFault.Kind.CALL_DEPTH,
          callSlot,
          0,
          "the call stack of %d frames is exhausted".formatted(FRAMES),
          null);
    }
    returns[depth] = callSlot;
    depth++;
    if (depth > dirty) {
      if (stacks[depth] == 0) {
        stacks[depth] = newStack();
      }
      dirty = depth;
    }
    mayGoto[depth] = machine.limits.mayGoto();
    machine.frame(stacks[depth]);
  }

  /// Leaves the current frame; gives the slot to go on at.
  int pop(long[] registers) {
    depth--;
    int at = depth * SAVED;
    registers[6] = saved[at];
    registers[7] = saved[at + 1];
    registers[8] = saved[at + 2];
    registers[9] = saved[at + 3];
    registers[10] = saved[at + 4];
    return returns[depth] + 1;
  }

  /// Calls a subprogram back from a function that the program called.
  long invoke(long[] callers, long callback, long[] arguments) {
    if (arguments.length > 5) {
      throw new IllegalArgumentException("a callback has at most 5 arguments");
    }
    int entry = FunctionAddresses.slot(code, callback);
    int call = slot;
    int base = depth;
    var registers = new long[16];
    System.arraycopy(arguments, 0, registers, 1, arguments.length);
    enter(call);
    System.arraycopy(callers, 6, saved, base * SAVED, SAVED);
    registers[10] = stackTop();
    try {
      return Interpreter.execute(this, entry, registers);
    } finally {
      depth = base;
      slot = call;
    }
  }

  int callSlot(int frame) {
    return returns[frame];
  }

  long savedRegister(int frame, int number) {
    return saved[frame * SAVED + number - 6];
  }

  /// Whether a `may_goto` may pass once more.
  boolean passMayGoto() {
    if (mayGoto[depth] == 0) {
      return false;
    }
    mayGoto[depth]--;
    return true;
  }

  /// Waits for a condition.
  void await(Scheduler scheduler, BooleanSupplier condition, String what) {
    while (true) {
      scheduler.asking(execution.cpu());
      if (condition.getAsBoolean()) {
        return;
      }
      machine.poll();
      guarded(() -> scheduler.blocked(execution.cpu(), condition, what));
    }
  }

  /// Asks a scheduler, which may end the run by throwing.
  void guarded(Runnable question) {
    try {
      question.run();
    } catch (RuntimeException e) {
      stop = e;
      throw e;
    }
  }

  /// Keeps a number under a name; gives the one before, at first 0.
  long keep(String name, long value) {
    var before = kept.put(name, value);
    return before == null ? 0 : before;
  }

  Site site() {
    return slot < 0 ? Site.MACHINE : new Site(code.program.name(), slot);
  }

  RunFault fault(
      RunFault.Kind kind, int at, long address, String problem, @Nullable Throwable cause) {
    return new RunFault(
        kind, code.program.name(), at, code.place(at), address, inSubprogram(at) + problem, cause);
  }

  private String inSubprogram(int at) {
    return code.program.program().subprograms().stream()
        .filter(subprogram -> subprogram.contains(at))
        .findFirst()
        .filter(subprogram -> subprogram.start() > 0)
        .map(Subprogram::name)
        .map(name -> "in '" + name + "': ")
        .orElse("");
  }

  /// What a clock of this CPU's own says that nothing but the run itself moves on.
  long ticks() {
    return ++ticks;
  }

  /// Notes what ends with the run from here on.
  List<Long> noteAllocations() {
    var list = new ArrayList<Long>();
    owned = list;
    return list;
  }
}
