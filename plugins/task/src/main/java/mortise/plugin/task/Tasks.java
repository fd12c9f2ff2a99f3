package mortise.plugin.task;

import mortise.spi.runtime.Call;
import mortise.spi.runtime.Machine;

/// The tasks of one machine: the one that runs, and those that programs find by their numbers.
final class Tasks {
  private static final String TASK = TaskFamily.TASK;

  /// What the task that runs is called by.
  private static final long CURRENT = 1;

  private static final long MOST = 4096;

  private final Numbered others = new Numbered(TASK, Tasks::setUp);
  private long running;

  private static Tasks of(Machine machine) {
    return machine.kept(Tasks.class, Tasks::new);
  }

  static long current(Call call) {
    return of(call.machine()).current(call.machine());
  }

  private synchronized long current(Machine machine) {
    if (running == 0) {
      running = Simulated.keep(machine, TASK);
      setUp(machine, running, CURRENT);
    }
    return running;
  }

  private static void setUp(Machine machine, long task, long number) {
    Simulated.set(machine, task, "pid", 4, number);
    Simulated.set(machine, task, "tgid", 4, number);
    Simulated.set(machine, task, "comm", 8, number == CURRENT ? 0x6e7572L : 0x6b736174L);
    long parent = number == CURRENT ? task : of(machine).current(machine);
    Simulated.set(machine, task, "real_parent", 8, parent);
    Simulated.set(machine, task, "group_leader", 8, task);
    Simulated.set(machine, task, "cgroups", 8, Cgroups.set(machine));
    machine
        .hostOffset(TASK, "cpus_mask")
        .ifPresent(
            mask -> {
              Simulated.set(machine, task, "cpus_ptr", 8, task + mask);
              machine.store(task + mask, 8, -1);
            });
  }

  static long acquire(Call call) {
    return Simulated.acquire(call.machine(), call.argument(0));
  }

  static long release(Call call) {
    call.machine().drop(call.argument(0));
    return 0;
  }

  static long fromNumber(Call call) {
    long number = (int) call.argument(0);
    if (number == CURRENT) {
      return Simulated.acquire(call.machine(), current(call));
    }
    return number > 0 && number <= MOST
        ? of(call.machine()).others.find(call.machine(), number)
        : 0;
  }
}
