package mortise.plugin.task;

import static mortise.plugin.ownership.api.Ownership.RCU;
import static mortise.plugin.ownership.api.Ownership.TRUSTED;

import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.HostType;
import mortise.spi.Result;
import mortise.spi.runtime.Machine;

/// Tasks: references to them, and the one that runs.
///
/// Source: linux `generic_btf_ids`, `bpf_get_current_task_btf_proto` (6.18).
public final class TaskFamily implements HelperFamily {
  static final String TASK = "task_struct";

  @Override
  public FamilyInfo info() {
    return FamilyInfo.of("task", "linux", "1.0.0", "[0.1,0.2)");
  }

  @Override
  public void declare(Declarations in) {
    in.host(HostType.of(TASK).releasedBy(Machine::drop));
    in.helper(158, "bpf_get_current_task_btf")
        .gplOnly()
        .returns(Result.hostObject(TASK).qualified(TRUSTED))
        .prototype("struct task_struct *bpf_get_current_task_btf(void)")
        .documentation("The task that runs.")
        .runs(Tasks::current);
    var acquire = in.function("bpf_task_acquire");
    acquire.host("p", TASK, RCU);
    acquire
        .callableFrom(Kernel.programs())
        .returns(Kernel.acquired(TASK))
        .prototype("struct task_struct *bpf_task_acquire(struct task_struct *p)")
        .documentation("Takes a reference to a task; null if the task has none left.")
        .runs(Tasks::acquire);
    Kernel.release(in, "bpf_task_release", TASK, Tasks::release).callableFrom(Kernel.programs());
    TaskIterator.declare(in);
    fromNumber(in, "bpf_task_from_pid", "pid");
    fromNumber(in, "bpf_task_from_vpid", "vpid");
    var under = in.function("bpf_task_under_cgroup");
    under.host("task", TASK, RCU);
    under.host("ancestor", CgroupFamily.CGROUP, RCU);
    under
        .callableFrom(Kernel.programs())
        .returns(Result.scalar())
        .prototype("long bpf_task_under_cgroup(struct task_struct *task, struct cgroup *ancestor)")
        .documentation("Whether the task is in the cgroup, or in one below it.")
        .runs(call -> 0);
  }

  private static void fromNumber(Declarations in, String name, String parameter) {
    var f = in.function(name);
    f.scalar(parameter);
    f.callableFrom(Kernel.programs())
        .returns(Kernel.acquired(TASK))
        .prototype("struct task_struct *%s(__s32 %s)".formatted(name, parameter))
        .documentation("A reference to the task with that number, if there is one.")
        .runs(Tasks::fromNumber);
  }
}
