package mortise.plugin.task;

import mortise.spi.runtime.Call;
import mortise.spi.runtime.Machine;

/// The cgroups of one machine: the root, and those that programs find by their numbers, which are
/// its children.
final class Cgroups {
  private static final String CGROUP = CgroupFamily.CGROUP;
  private static final long ROOT = 1;
  private static final long MOST = 4096;

  private final Numbered others = new Numbered(CGROUP, Cgroups::setUp);
  private long root;
  private long set;

  private static Cgroups of(Machine machine) {
    return machine.kept(Cgroups.class, Cgroups::new);
  }

  private synchronized long root(Machine machine) {
    if (root == 0) {
      root = Simulated.keep(machine, CGROUP);
      setUp(machine, root, ROOT);
    }
    return root;
  }

  /// What tells the cgroups of tasks.
  static long set(Machine machine) {
    return of(machine).makeSet(machine);
  }

  private synchronized long makeSet(Machine machine) {
    if (set == 0) {
      set = Simulated.keep(machine, "css_set");
      Simulated.set(machine, set, "dfl_cgrp", 8, root(machine));
    }
    return set;
  }

  private static void setUp(Machine machine, long cgroup, long number) {
    Simulated.set(machine, cgroup, "level", 4, number == ROOT ? 0 : 1);
    long node = Simulated.keep(machine, "kernfs_node");
    Simulated.set(machine, node, "id", 8, number);
    Simulated.set(machine, cgroup, "kn", 8, node);
    Simulated.set(machine, cgroup, "self.cgroup", 8, cgroup);
  }

  static long acquire(Call call) {
    return Simulated.acquire(call.machine(), call.argument(0));
  }

  static long release(Call call) {
    call.machine().drop(call.argument(0));
    return 0;
  }

  static long fromId(Call call) {
    long number = call.argument(0);
    if (number == ROOT) {
      return Simulated.acquire(call.machine(), of(call.machine()).root(call.machine()));
    }
    return number > 0 && number <= MOST
        ? of(call.machine()).others.find(call.machine(), number)
        : 0;
  }

  static long ancestor(Call call) {
    var machine = call.machine();
    long cgroup = call.argument(0);
    long top = of(machine).root(machine);
    return switch ((int) call.argument(1)) {
      case 0 -> Simulated.acquire(machine, top);
      case 1 -> cgroup == top ? 0 : Simulated.acquire(machine, cgroup);
      default -> 0;
    };
  }
}
