package mortise.runtime.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
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
  private static final int NOBODY = Turns.NOBODY;
  private static final int READERS = 0;

  private record Deferred(String what, Runnable action) {}

  private final Sites sites;
  private final Strategy strategy;
  private final Trial trial;
  private final int cpus;
  private final int limit;
  private final boolean starts;
  private final Happened happened;
  private final CpuState[] states;
  private final Turns turns;
  private final Ending ending;
  private final Deque<Deferred> deferred = new ArrayDeque<>();
  private final List<Operation> operations = new ArrayList<>();

  private int last = NOBODY;
  private boolean open;
  private boolean lastCall;
  private int beforeLastCall;
  private int preemptions;
  private boolean waited;
  private @Nullable Outcome outcome;

  /// @param limit how many operations a schedule may have
  Round(Sites sites, Strategy strategy, Trial trial, int limit) {
    this.sites = sites;
    this.strategy = strategy;
    this.trial = trial;
    this.limit = limit;
    cpus = sites.cpus();
    starts = strategy.startsCount();
    happened = new Happened(cpus + 1);
    states = new CpuState[cpus];
    Arrays.setAll(
        states, cpu -> new CpuState(starts ? CpuState.Status.READY : CpuState.Status.STARTING));
    turns = new Turns(cpus, this::body);
    ending = new Ending(turns, operations, starts);
  }

  /// Runs the schedule and ends the machine.
  Round run() {
    try (trial) {
      try {
        turns.handOver(starts ? decide(NOBODY) : 0);
      } catch (Turns.Stop e) {
        turns.end();
      }
      turns.run(
          () ->
              ending.breakOff(
                  new IllegalStateException(
                      "a function accesses memory while it holds a monitor")));
      ending.checkWhole();
      if (ending.kind() == Ending.Kind.COMPLETE) {
        finish();
      }
    }
    return this;
  }

  private void finish() {
    var results = new ArrayList<Long>();
    for (var state : states) {
      results.add(state.value);
    }
    outcome = new Outcome(results, trial.contents());
    var left = trial.finish();
    if (!left.isEmpty()) {
      fail(left.getFirst());
    }
  }

  private void body(int cpu) {
    try {
      turns.await(cpu);
      if (starts) {
        start(cpu, Part.START, true);
      } else {
        happened.begin(cpu, -1, false);
        open = true;
      }
      happened.touchOther(READERS, false);
      states[cpu].value = trial.run(cpu, this);
      if (!turns.isOver()) {
        happened.touchOther(READERS, false);
        settle(false);
        states[cpu].status = CpuState.Status.DONE;
        turns.handOver(decide(cpu));
      }
    } catch (Turns.Stop e) {
      // as it was asked to
    } catch (Violation e) {
      fail(e);
    } catch (RunFault e) {
      fail(e, cpu);
    } catch (RuntimeException | Error e) {
      if (!turns.isOver()) {
        ending.breakOff(e);
      }
    }
  }

  // Everything below runs on the thread whose turn it is.

  @Override
  public void before(int cpu, VisibleOperation operation) {
    settle(false);
    states[cpu].pending = operation;
    states[cpu].whole = false;
    boolean point = strategy.isPoint(sites.of(cpu, operation));
    if (point || states[cpu].status == CpuState.Status.STARTING) {
      states[cpu].status = CpuState.Status.READY;
      turns.handOver(decide(cpu));
      turns.await(cpu);
    }
    start(cpu, Part.INSTRUCTION, point);
    if (operation.size() > 0) {
      happened.touch(
          operation.address(), operation.size(), operation.kind() != VisibleOperation.Kind.LOAD);
    }
  }

  @Override
  public void reaching(int cpu) {
    if (turns.isOver()) {
      return;
    }
    if (states[cpu].whole
        || states[cpu].pending == null
        || states[cpu].status == CpuState.Status.STARTING
        || happened.touchedNothing()) {
      return;
    }
    settle(false);
    boolean point = strategy.isPoint(sites.of(cpu, states[cpu].pending));
    if (point) {
      states[cpu].inside = true;
      turns.handOver(decide(cpu));
      turns.await(cpu);
      states[cpu].inside = false;
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
    states[cpu].wait(keys, what);
    turns.handOver(decide(cpu));
    turns.await(cpu);
    states[cpu].status = CpuState.Status.READY;
    start(cpu, Part.AGAIN, true);
  }

  @Override
  public void touched(int cpu, long address, long size, boolean write) {
    if (!turns.isOver()) {
      happened.touch(address, size, write);
    }
  }

  @Override
  public void freed(int cpu, long start) {
    if (!turns.isOver()) {
      happened.end(start);
    }
  }

  @Override
  public void used(int cpu, long address) {
    if (!turns.isOver()) {
      happened.end(address);
      if (cpu >= 0) {
        // What a map does may be under monitors.
        states[cpu].whole = true;
      }
    }
  }

  @Override
  public void readers(int cpu, boolean waits) {
    if (!turns.isOver()) {
      waited |= waits;
      happened.touchOther(READERS, waits);
    }
  }

  @Override
  public boolean gracePeriodOver(int cpu, String what, Runnable action) {
    if (turns.isOver()) {
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
      fail(
          "step-limit",
          "the schedule exceeds its limit of %d operations: a program may never end"
              .formatted(limit),
          cpu);
      throw new Turns.Stop();
    }
    open = true;
    strategy.begins(cpu);
    var what = cpu == cpus || part == Part.START ? null : states[cpu].pending;
    last = cpu == cpus ? NOBODY : cpu;
    operations.add(new Operation(cpu, part, Optional.ofNullable(what), Optional.empty(), label));
    happened.begin(cpu, what == null ? -1 : sites.of(cpu, what), point);
  }

  /// The segment that was running is over.
  private void settle(boolean waiting) {
    if (turns.isOver()) {
      throw new Turns.Stop();
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
    for (var state : states) {
      state.wake(happened);
    }
    lastCall &= waiting;
    if (happened.end(waiting ? 1 : 0) && strategy.stopsAtRaces()) {
      ending.stop(Ending.Kind.RACE);
      throw new Turns.Stop();
    }
  }

  /// Who goes on; NOBODY when it is over. What was put off happens right here.
  private int decide(int cpu) {
    if (!starts) {
      for (int other = cpu + 1; other < cpus; other++) {
        if (states[other].status == CpuState.Status.STARTING) {
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
        for (var state : states) {
          state.wake();
        }
        able = able();
      }
      int chosen = strategy.choose(last, lastCall ? Integer.lowestOneBit(able) : able, happened);
      if (chosen == Strategy.STOP) {
        ending.stop(Ending.Kind.STOPPED);
        throw new Turns.Stop();
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
    for (var state : states) {
      if (state.inside) {
        return;
      }
    }
    try {
      trial.inspect();
    } catch (Violation e) {
      fail(e);
      throw new Turns.Stop();
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
      throw new Turns.Stop();
    } catch (RunFault e) {
      fail(e, -1);
      throw new Turns.Stop();
    } catch (IllegalStateException e) {
      fail("memory", next.what() + ": " + e.getMessage(), -1);
      throw new Turns.Stop();
    }
    settle(false);
  }

  private int able() {
    int able = deferred.isEmpty() ? 0 : 1 << cpus;
    for (int cpu = 0; cpu < cpus; cpu++) {
      if (states[cpu].isAble()) {
        able |= 1 << cpu;
      }
    }
    return able;
  }

  private boolean isDone() {
    for (var state : states) {
      if (state.status != CpuState.Status.DONE) {
        return false;
      }
    }
    return true;
  }

  private Turns.Stop deadlocked() {
    operations.subList(beforeLastCall, operations.size()).clear();
    var waiting = new ArrayList<String>();
    for (int cpu = 0; cpu < cpus; cpu++) {
      if (states[cpu].isWaiting()) {
        waiting.add(
            "CPU %d waits for %s%s"
                .formatted(cpu, states[cpu].waitsFor(), sites.place(cpu, states[cpu].pending)));
      }
    }
    fail("deadlock", "no CPU can go on: " + String.join(", ", waiting), -1);
    return new Turns.Stop();
  }

  private void fail(Violation e) {
    ending.fail(e, last, preemptions);
  }

  private void fail(RunFault e, int cpu) {
    ending.fail(e, cpu, preemptions);
  }

  private void fail(String check, String message, int cpu) {
    ending.fail(check, message, cpu, preemptions);
  }

  // What came of it.

  Ending.Kind end() {
    return ending.kind();
  }

  Happened happened() {
    return happened;
  }

  Optional<Failure> failure() {
    return ending.failure();
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
