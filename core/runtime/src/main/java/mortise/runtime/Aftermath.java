package mortise.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mortise.spi.runtime.Alarm;
import org.jspecify.annotations.Nullable;

/// What a machine does once readers are gone.
final class Aftermath {
  /// More callbacks than that are not run when the machine is closed: they keep each other alive.
  private static final int MOST_AT_CLOSE = 1 << 20;

  final GracePeriods gracePeriods = new GracePeriods();

  /// The same for runs as a whole, which may sleep in between.
  final GracePeriods runs = new GracePeriods();

  private final RuntimeMachine machine;
  private @Nullable Instance instance;
  private volatile boolean closing;

  /// What callbacks set, until the end of the next run.
  private final List<Set> set = new ArrayList<>();

  private record Set(String what, Runnable action) {}

  Aftermath(RuntimeMachine machine) {
    this.machine = machine;
  }

  /// Who runs callbacks.
  void runs(Instance value) {
    instance = value;
  }

  /// From now on nothing is ended by programs.
  void closing() {
    closing = true;
  }

  void defer(Runnable action, String what) {
    machine.tell((s, cpu) -> s.readers(cpu, true));
    gracePeriods.defer(action, what);
    runReady(machine.current());
  }

  /// Once all runs are over that have begun.
  void deferAll(Runnable action, String what) {
    machine.tell((s, cpu) -> s.readers(cpu, true));
    runs.defer(action, what);
    runReady(machine.current());
  }

  void await(String what) {
    var cpu = machine.current();
    if (cpu != null && cpu.reader.isReading()) {
      throw cpu.fault(
          RunFault.Kind.FUNCTION,
          cpu.slot,
          0,
          "%s: a run that is a reader itself would wait for ever".formatted(what),
          null);
    }
    machine.tell((s, number) -> s.readers(number, true));
    long era = gracePeriods.endEra();
    machine.await(() -> gracePeriods.isOver(era), what);
  }

  /// A run begins.
  void begun(Cpu cpu, boolean reads) {
    runs.enter(cpu.runner);
    if (reads) {
      gracePeriods.enter(cpu.reader);
    }
  }

  /// A run is over.
  void over(Cpu cpu) {
    gracePeriods.reset(cpu.reader);
    runs.reset(cpu.runner);
  }

  void enterReader() {
    var cpu = machine.current();
    if (cpu != null) {
      machine.tell((s, number) -> s.readers(number, false));
      gracePeriods.enter(cpu.reader);
    }
  }

  void leaveReader() {
    var cpu = machine.current();
    if (cpu == null) {
      return;
    }
    machine.tell((s, number) -> s.readers(number, false));
    if (!gracePeriods.leave(cpu.reader)) {
      throw new IllegalStateException("a run that is no reader ceases to be one");
    }
    runReady(cpu);
  }

  /// Runs the subprogram at a slot with the arguments, later.
  void later(
      RunnableProgram program, int entry, long[] arguments, Optional<StepObserver> observer) {
    var runner = instance;
    if (runner == null) {
      throw new IllegalStateException("a callback before there are programs");
    }
    machine.handed(arguments);
    defer(
        () -> runner.runLater(program, entry, arguments, observer.flatMap(StepObserver::later)),
        "callback of " + program.name());
  }

  /// Sets an alarm: at once, or, by a callback that was put off itself, at the end of the next run.
  void alarm(long callback, Alarm alarm, String what) {
    var runner = instance;
    if (runner == null) {
      throw new IllegalStateException("a callback before there are programs");
    }
    var program = runner.programOf(callback);
    var cpu = machine.current();
    Optional<StepObserver> observer =
        cpu == null || !cpu.execution.program().equals(program)
            ? Optional.empty()
            : cpu.execution.observer().flatMap(StepObserver::later);
    Runnable action = () -> ring(runner, program, callback, alarm, observer);
    if (cpu == null || !cpu.aside) {
      defer(action, what);
      return;
    }
    synchronized (set) {
      set.add(new Set(what, action));
    }
  }

  private static void ring(
      Instance runner,
      RunnableProgram program,
      long callback,
      Alarm alarm,
      Optional<StepObserver> observer) {
    var arguments = alarm.begin();
    if (arguments.isEmpty()) {
      return;
    }
    try {
      runner.runLater(program, FunctionAddresses.slotOf(callback), arguments.get(), observer);
    } finally {
      alarm.done();
    }
  }

  /// A run has ended: what callbacks set may come.
  void setAlarms() {
    List<Set> all;
    synchronized (set) {
      if (set.isEmpty()) {
        return;
      }
      all = List.copyOf(set);
      set.clear();
    }
    all.forEach(one -> gracePeriods.defer(one.action, one.what));
  }

  /// Has the program's subprogram of that name end an object, unless it is too late for that.
  boolean endByProgram(long object, String name) {
    var runner = instance;
    if (closing || runner == null) {
      return false;
    }
    for (var program : runner.programs()) {
      for (var subprogram : program.program().subprograms()) {
        if (subprogram.name().equals(name)) {
          var cpu = machine.current();
          Optional<StepObserver> observer =
              cpu == null || !cpu.execution.program().equals(program)
                  ? Optional.empty()
                  : cpu.execution.observer();
          later(program, subprogram.start(), new long[] {object}, observer);
          return true;
        }
      }
    }
    return false;
  }

  /// Does what waited for readers that are gone, or has a scheduler do it.
  void runReady(@Nullable Cpu cpu) {
    var scheduler = cpu == null ? machine.scheduler() : cpu.execution.scheduler().orElse(null);
    int number = cpu == null ? -1 : cpu.execution.cpu();
    boolean more = true;
    while (more) {
      more = false;
      for (var periods : new GracePeriods[] {gracePeriods, runs}) {
        for (var deferred : periods.ready()) {
          more = true;
          if (scheduler != null
              && scheduler.gracePeriodOver(number, deferred.what, () -> outside(deferred))) {
            periods.promised(deferred);
          } else {
            outside(deferred);
          }
        }
      }
    }
  }

  /// Does everything that was put off, and what that puts off: nobody reads any more.
  ///
  /// @throws IllegalStateException if there is no end to it
  void runAll() {
    int done = 0;
    for (var all = all(); !all.isEmpty(); all = all()) {
      done += all.size();
      if (done > MOST_AT_CLOSE) {
        throw new IllegalStateException(
            "callbacks after a grace period keep putting off others: %d were run".formatted(done));
      }
      all.forEach(this::outside);
    }
  }

  private List<GracePeriods.Deferred> all() {
    var all = new ArrayList<>(gracePeriods.all());
    all.addAll(runs.all());
    return all;
  }

  private void outside(Runnable action) {
    machine.outside(action);
  }
}
