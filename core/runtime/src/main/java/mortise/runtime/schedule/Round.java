package mortise.runtime.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import mortise.runtime.RunFault;
import mortise.runtime.Scheduler;
import mortise.runtime.Violation;
import mortise.runtime.VisibleOperation;
import org.jspecify.annotations.Nullable;

/// One schedule, run from the start. Every CPU is a virtual thread, and one of them runs at a time:
/// the one that stops decides who is next.
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

  /// Ends a CPU's run.
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stop() {
      super("the schedule is over", null, false, false);
    }
  }

  private final Sites sites;
  private final Strategy strategy;
  private final Trial trial;
  private final int cpus;
  private final int limit;
  private final Happened happened;

  private final Status[] status;
  private final @Nullable VisibleOperation[] pending;
  private final long[][] watched;
  private final boolean[] woken;
  private final String[] waitsFor;
  private final long[] values;
  private final Thread[] threads;
  private final List<Operation> operations = new ArrayList<>();

  private volatile int turn = NOBODY;
  private volatile boolean over;
  private int last = NOBODY;
  private boolean open;
  private boolean lastCall;
  private int beforeLastCall;
  private int preemptions;
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
    happened = new Happened(cpus);
    status = new Status[cpus];
    pending = new VisibleOperation[cpus];
    watched = new long[cpus][];
    woken = new boolean[cpus];
    waitsFor = new String[cpus];
    values = new long[cpus];
    threads = new Thread[cpus];
  }

  /// Runs the schedule and ends the machine.
  Round run() {
    try (trial) {
      for (int cpu = 0; cpu < cpus; cpu++) {
        int number = cpu;
        status[cpu] = Status.STARTING;
        watched[cpu] = new long[0];
        waitsFor[cpu] = "";
        threads[cpu] = Thread.ofVirtual().name("cpu-" + cpu).unstarted(() -> body(number));
      }
      turn = 0;
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

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
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
      happened.begin(cpu, -1, false);
      open = true;
      values[cpu] = trial.run(cpu, this);
      if (!over) {
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
    int site = sites.of(cpu, operation.slot());
    boolean point = strategy.isPoint(site);
    pending[cpu] = operation;
    if (point || status[cpu] == Status.STARTING) {
      status[cpu] = Status.READY;
      handOver(decide(cpu));
      await(cpu);
    }
    start(cpu, site, point, false);
    if (operation.size() > 0) {
      happened.touch(
          operation.address(), operation.size(), operation.kind() != VisibleOperation.Kind.LOAD);
    }
  }

  @Override
  public void blocked(int cpu, BooleanSupplier condition, String what) {
    var keys = happened.keys();
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
    var operation = pending[cpu];
    int site = operation == null ? -1 : sites.of(cpu, operation.slot());
    start(cpu, site, true, true);
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
    }
  }

  private void start(int cpu, int site, boolean point, boolean again) {
    if (operations.size() >= limit) {
      throw failed(
          new Failure(
              "step-limit",
              "the schedule exceeds its limit of %d operations: a program may never end"
                  .formatted(limit),
              cpu,
              new Schedule(List.of()),
              List.of(),
              0));
    }
    last = cpu;
    open = true;
    strategy.begins(cpu);
    operations.add(new Operation(cpu, Optional.ofNullable(pending[cpu]), Optional.empty(), again));
    happened.begin(cpu, site, point);
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
    if (happened.touchedNothing()
        && !operations.isEmpty()
        && operations.getLast().what().isPresent()) {
      // A function that keeps what it knows elsewhere: two calls of it may not commute.
      happened.touchOther(operations.getLast().what().get().function().hashCode());
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

  /// Who goes on; NOBODY when it is over.
  private int decide(int cpu) {
    for (int other = cpu + 1; other < cpus; other++) {
      if (status[other] == Status.STARTING) {
        return other;
      }
    }
    try {
      trial.inspect();
    } catch (Violation e) {
      fail(e);
      throw new Stop();
    }
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
    if (last != NOBODY && chosen != last && (able & 1 << last) != 0) {
      preemptions++;
    }
    return chosen;
  }

  private int able() {
    int able = 0;
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
    return failed(
        new Failure(
            "deadlock",
            "no CPU can go on: " + String.join(", ", waiting),
            -1,
            new Schedule(List.of()),
            List.of(),
            0));
  }

  private Stop failed(Failure what) {
    record(what.check(), what.message(), what.cpu());
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
      failure = new Failure(check, message, cpu, Schedule.of(operations), operations, preemptions);
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
    } else if (how == End.FAILED) {
      end = how;
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
    while (turn != cpu) {
      if (over) {
        throw new Stop();
      }
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

  int preemptions() {
    return preemptions;
  }
}
