package mortise.runtime.schedule;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import mortise.runtime.RunFault;
import mortise.runtime.Scheduler;
import mortise.runtime.Violation;
import mortise.runtime.VisibleOperation;
import mortise.runtime.schedule.Operation.Part;
import org.jspecify.annotations.Nullable;

/// One schedule, run from the start. Every CPU is a virtual thread, and one of them runs at a time:
/// the one that stops decides who is next. What was put off to the end of a grace period is one
/// more CPU, whose operations that thread executes itself.
final class Round implements Scheduler {
  /// How it ended.
  enum End {
    /// All CPUs came to their ends.
    COMPLETE,
    /// The strategy did not want more of it.
    STOPPED,
    /// An operation raced at which CPUs are not switched.
    RACE,
    FAILED
  }

  private enum Status {
    STARTING,
    READY,
    WAITING,
    DONE
  }

  private static final int NOBODY = -1;
  private static final int READERS = 0;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// Ends a CPU's run.
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stop() {
      super("the schedule is over", null, false, false);
    }
  }

  private record Deferred(String what, Runnable action) {}

  private final Sites sites;
  private final Strategy strategy;
  private final Trial trial;
  private final int cpus;
  private final int limit;
  private final boolean starts;
  private final Happened happened;

  private final Status[] status;
  private final @Nullable VisibleOperation[] pending;
  private final long[][] watched;
  private final boolean[] woken;
  private final String[] waitsFor;
  // Within a call, at an access that is not its first.
  private final boolean[] inside;
  // Within a call that must not be interrupted.
  private final boolean[] whole;
  private final long[] values;
  private final Thread[] threads;
  private final Deque<Deferred> deferred = new ArrayDeque<>();
  private final List<Operation> operations = new ArrayList<>();

  private volatile int turn = NOBODY;
  private volatile boolean over;
  private int last = NOBODY;
  private boolean open;
  private boolean lastCall;
  private int beforeLastCall;
  private int preemptions;
  private boolean waited;
  private End end = End.COMPLETE;
  private @Nullable Failure failure;
  private @Nullable Outcome outcome;
  private @Nullable Throwable broken;

  /// @param limit how many operations a schedule may have
  Round(Sites sites, Strategy strategy, Trial trial, int limit) {
    this.sites = sites;
    this.strategy = strategy;
    this.trial = trial;
    this.limit = limit;
    cpus = sites.cpus();
    starts = strategy.startsCount();
    happened = new Happened(cpus + 1);
    status = new Status[cpus];
    pending = new VisibleOperation[cpus];
    watched = new long[cpus][];
    woken = new boolean[cpus];
    waitsFor = new String[cpus];
    inside = new boolean[cpus];
    whole = new boolean[cpus];
    values = new long[cpus];
    threads = new Thread[cpus];
  }

  /// Runs the schedule and ends the machine.
  Round run() {
    try (trial) {
      for (int cpu = 0; cpu < cpus; cpu++) {
        int number = cpu;
        status[cpu] = starts ? Status.READY : Status.STARTING;
        watched[cpu] = new long[0];
        waitsFor[cpu] = "";
        threads[cpu] = Thread.ofVirtual().name("cpu-" + cpu).unstarted(() -> body(number));
      }
      try {
        turn = starts ? decide(NOBODY) : 0;
      } catch (Stop e) {
        over = true;
      }
      for (var thread : threads) {
        thread.start();
      }
      for (var thread : threads) {
        join(thread);
      }
      if (broken != null) {
        throw new IllegalStateException("the run of a schedule broke: " + broken, broken);
      }
      if (end == End.COMPLETE) {
        finish();
      }
    }
    return this;
  }

  private void finish() {
    var results = new ArrayList<Long>();
    for (long value : values) {
      results.add(value);
    }
    outcome = new Outcome(results, trial.contents());
    var left = trial.finish();
    if (!left.isEmpty()) {
      fail(left.getFirst());
    }
  }

  private void join(Thread thread) {
    boolean interrupted = false;
    boolean stuck = false;
    while (true) {
      try {
        if (thread.join(PATIENCE)) {
          break;
        }
        // The thread whose turn it is cannot go on, and nobody else will: not the machine's doing.
        int now = turn;
        boolean blocked = now >= 0 && threads[now].getState() == Thread.State.BLOCKED;
        if (blocked && stuck && !over) {
          broken = new IllegalStateException("a function accesses memory while it holds a monitor");
          stop(End.FAILED);
        }
        stuck = blocked;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void body(int cpu) {
    try {
      await(cpu);
      if (starts) {
        start(cpu, Part.START, true);
      } else {
        happened.begin(cpu, -1, false);
        open = true;
      }
      happened.touchOther(READERS, false);
      values[cpu] = trial.run(cpu, this);
      if (!over) {
        happened.touchOther(READERS, false);
        settle(false);
        status[cpu] = Status.DONE;
        handOver(decide(cpu));
      }
    } catch (Stop e) {
      // as it was asked to
    } catch (Violation e) {
      fail(e);
    } catch (RunFault e) {
      fail(e, cpu);
    } catch (RuntimeException | Error e) {
      if (!over) {
        broken = e;
        stop(End.FAILED);
      }
    }
  }

  // Everything below runs on the thread whose turn it is.

  @Override
  public void before(int cpu, VisibleOperation operation) {
    settle(false);
    pending[cpu] = operation;
    whole[cpu] = false;
    boolean point = strategy.isPoint(sites.of(cpu, operation));
    if (point || status[cpu] == Status.STARTING) {
      status[cpu] = Status.READY;
      handOver(decide(cpu));
      await(cpu);
    }
    start(cpu, Part.INSTRUCTION, point);
    if (operation.size() > 0) {
      happened.touch(
          operation.address(), operation.size(), operation.kind() != VisibleOperation.Kind.LOAD);
    }
  }

  @Override
  public void reaching(int cpu) {
    if (over) {
      return;
    }
    if (whole[cpu]
        || pending[cpu] == null
        || status[cpu] == Status.STARTING
        || happened.touchedNothing()) {
      return;
    }
    settle(false);
    boolean point = strategy.isPoint(sites.of(cpu, pending[cpu]));
    if (point) {
      inside[cpu] = true;
      handOver(decide(cpu));
      await(cpu);
      inside[cpu] = false;
    }
    start(cpu, Part.INSIDE, point);
  }

  @Override
  public void blocked(int cpu, BooleanSupplier condition, String what) {
    // Whether readers are gone is not to be seen in memory.
    var keys = happened.touched(READERS) ? new long[0] : happened.keys();
    if (!operations.isEmpty() && operations.getLast().cpu() == cpu) {
      operations.set(operations.size() - 1, operations.getLast().waitingFor(what));
    }
    settle(true);
    status[cpu] = Status.WAITING;
    watched[cpu] = keys;
    woken[cpu] = false;
    waitsFor[cpu] = what;
    handOver(decide(cpu));
    await(cpu);
    status[cpu] = Status.READY;
    start(cpu, Part.AGAIN, true);
  }

  @Override
  public void touched(int cpu, long address, long size, boolean write) {
    if (!over) {
      happened.touch(address, size, write);
    }
  }

  @Override
  public void freed(int cpu, long start) {
    if (!over) {
      happened.end(start);
    }
  }

  @Override
  public void used(int cpu, long address) {
    if (!over) {
      happened.end(address);
      if (cpu >= 0) {
        // What a map does may be under monitors.
        whole[cpu] = true;
      }
    }
  }

  @Override
  public void readers(int cpu, boolean waits) {
    if (!over) {
      waited |= waits;
      happened.touchOther(READERS, waits);
    }
  }

  @Override
  public boolean gracePeriodOver(int cpu, String what, Runnable action) {
    if (over) {
      return false;
    }
    deferred.add(new Deferred(what, action));
    return true;
  }

  private void start(int cpu, Part part, boolean point) {
    begin(cpu, part, point, cpu == cpus ? deferred.getFirst().what() : "");
  }

  private void begin(int cpu, Part part, boolean point, String label) {
    if (operations.size() >= limit) {
      record(
          "step-limit",
          "the schedule exceeds its limit of %d operations: a program may never end"
              .formatted(limit),
          cpu);
      throw new Stop();
    }
    open = true;
    strategy.begins(cpu);
    var what = cpu == cpus || part == Part.START ? null : pending[cpu];
    last = cpu == cpus ? NOBODY : cpu;
    operations.add(new Operation(cpu, part, Optional.ofNullable(what), Optional.empty(), label));
    happened.begin(cpu, what == null ? -1 : sites.of(cpu, what), point);
  }

  /// The segment that was running is over.
  private void settle(boolean waiting) {
    if (over) {
      throw new Stop();
    }
    if (!open) {
      return;
    }
    open = false;
    if (happened.touchedNothing() && !operations.isEmpty()) {
      // A function that keeps what it knows elsewhere: two calls of it may not commute.
      operations
          .getLast()
          .what()
          .filter(what -> what.kind() == VisibleOperation.Kind.CALL)
          .ifPresent(what -> happened.touchOther(what.function().hashCode() | 1, true));
    }
    for (int cpu = 0; cpu < cpus; cpu++) {
      if (status[cpu] == Status.WAITING
          && (watched[cpu].length == 0 || happened.changed(watched[cpu]))) {
        woken[cpu] = true;
      }
    }
    lastCall &= waiting;
    if (happened.end(waiting ? 1 : 0) && strategy.stopsAtRaces()) {
      stop(End.RACE);
      throw new Stop();
    }
  }

  /// Who goes on; NOBODY when it is over. What was put off happens right here.
  private int decide(int cpu) {
    if (!starts) {
      for (int other = cpu + 1; other < cpus; other++) {
        if (status[other] == Status.STARTING) {
          return other;
        }
      }
    }
    while (true) {
      inspect();
      int able = able();
      if (able == 0) {
        if (isDone()) {
          return NOBODY;
        }
        if (lastCall) {
          throw deadlocked();
        }
        // Conditions may depend on more than memory: everybody looks once more.
        lastCall = true;
        beforeLastCall = operations.size();
        for (int other = 0; other < cpus; other++) {
          woken[other] = status[other] == Status.WAITING;
        }
        able = able();
      }
      int chosen = strategy.choose(last, lastCall ? Integer.lowestOneBit(able) : able, happened);
      if (chosen == Strategy.STOP) {
        stop(End.STOPPED);
        throw new Stop();
      }
      if (last != NOBODY && chosen != last && (able & (1 << last)) != 0) {
        preemptions++;
      }
      if (chosen < cpus) {
        return chosen;
      }
      happen();
    }
  }

  private void inspect() {
    if (!strategy.isNew()) {
      return;
    }
    for (boolean one : inside) {
      if (one) {
        return;
      }
    }
    try {
      trial.inspect();
    } catch (Violation e) {
      fail(e);
      throw new Stop();
    }
  }

  private void happen() {
    start(cpus, Part.DEFERRED, true);
    happened.touchOther(READERS, false);
    var next = deferred.removeFirst();
    try {
      next.action().run();
    } catch (Violation e) {
      fail(e);
      throw new Stop();
    } catch (RunFault e) {
      fail(e, -1);
      throw new Stop();
    } catch (IllegalStateException e) {
      record("memory", next.what() + ": " + e.getMessage(), -1);
      throw new Stop();
    }
    settle(false);
  }

  private int able() {
    int able = deferred.isEmpty() ? 0 : 1 << cpus;
    for (int cpu = 0; cpu < cpus; cpu++) {
      if (status[cpu] == Status.READY || (status[cpu] == Status.WAITING && woken[cpu])) {
        able |= 1 << cpu;
      }
    }
    return able;
  }

  private boolean isDone() {
    for (var one : status) {
      if (one != Status.DONE) {
        return false;
      }
    }
    return true;
  }

  private Stop deadlocked() {
    operations.subList(beforeLastCall, operations.size()).clear();
    var waiting = new ArrayList<String>();
    for (int cpu = 0; cpu < cpus; cpu++) {
      if (status[cpu] == Status.WAITING) {
        waiting.add(
            "CPU %d waits for %s%s".formatted(cpu, waitsFor[cpu], sites.place(cpu, pending[cpu])));
      }
    }
    record("deadlock", "no CPU can go on: " + String.join(", ", waiting), -1);
    return new Stop();
  }

  private void fail(Violation e) {
    record(e.check(), String.valueOf(e.getMessage()), e.slot() < 0 ? -1 : last);
  }

  private void fail(RunFault e, int cpu) {
    var check =
        switch (e.kind()) {
          case MEMORY -> "memory";
          case CALL_DEPTH -> "call-depth";
          case STEP_LIMIT -> "step-limit";
          case INTERRUPTED -> "interrupted";
          case INSTRUCTION -> "instruction";
          case FUNCTION -> "function";
        };
    record(check, String.valueOf(e.getMessage()), cpu);
  }

  private void record(String check, String message, int cpu) {
    if (!over || end == End.COMPLETE) {
      failure =
          new Failure(
              check, message, cpu, Schedule.of(operations, starts), operations, preemptions);
      end = End.FAILED;
      stop(End.FAILED);
    }
  }

  private void stop(End how) {
    if (!over) {
      end = how;
      over = true;
      for (var thread : threads) {
        LockSupport.unpark(thread);
      }
    }
  }

  private void handOver(int next) {
    if (next == NOBODY) {
      over = true;
    } else if (turn != next) {
      turn = next;
      LockSupport.unpark(threads[next]);
    }
  }

  private void await(int cpu) {
    while (turn != cpu && !over) {
      LockSupport.park(this);
    }
    if (over) {
      throw new Stop();
    }
  }

  // What came of it.

  End end() {
    return end;
  }

  Happened happened() {
    return happened;
  }

  Optional<Failure> failure() {
    return Optional.ofNullable(failure);
  }

  Optional<Outcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  int steps() {
    return operations.size();
  }

  List<Operation> operations() {
    return operations;
  }

  /// Whether somebody waited for readers, or put something off until they are gone.
  boolean hasWaited() {
    return waited;
  }
}
