package mortise.plugin.task;

import static mortise.plugin.ownership.api.Ownership.RCU;

import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.HostType;
import mortise.spi.runtime.Machine;

/// Control groups: references to them.
///
/// Source: linux `generic_btf_ids` (6.18).
public final class CgroupFamily implements HelperFamily {
  static final String CGROUP = "cgroup";

  @Override
  public FamilyInfo info() {
    return FamilyInfo.of("cgroup", "linux", "1.0.0", "[0.1,0.2)");
  }

  @Override
  public void declare(Declarations in) {
    in.host(HostType.of(CGROUP).releasedBy(Machine::drop));
    var acquire = in.function("bpf_cgroup_acquire");
    acquire.host("cgrp", CGROUP, RCU);
    acquire
        .callableFrom(Kernel.programs())
        .returns(Kernel.acquired(CGROUP))
        .prototype("struct cgroup *bpf_cgroup_acquire(struct cgroup *cgrp)")
        .documentation("Takes a reference to a cgroup; null if the cgroup has none left.")
        .runs(Cgroups::acquire);
    Kernel.release(in, "bpf_cgroup_release", CGROUP, Cgroups::release)
        .callableFrom(Kernel.programs());
    var ancestor = in.function("bpf_cgroup_ancestor");
    ancestor.host("cgrp", CGROUP, RCU);
    ancestor.scalar("level");
    ancestor
        .callableFrom(Kernel.programs())
        .returns(Kernel.acquired(CGROUP))
        .prototype("struct cgroup *bpf_cgroup_ancestor(struct cgroup *cgrp, int level)")
        .documentation("A reference to the cgroup's ancestor at that level, the root's being 0.")
        .runs(Cgroups::ancestor);
    var fromId = in.function("bpf_cgroup_from_id");
    fromId.scalar("cgid");
    fromId
        .callableFrom(Kernel.programs())
        .returns(Kernel.acquired(CGROUP))
        .prototype("struct cgroup *bpf_cgroup_from_id(__u64 cgid)")
        .documentation("A reference to the cgroup with that number, if there is one.")
        .runs(Cgroups::fromId);
    var ofTask = in.function("bpf_task_get_cgroup1");
    ofTask.host("task", TaskFamily.TASK, RCU);
    ofTask.scalar("hierarchy_id");
    ofTask
        .callableFrom(Kernel.programs())
        .returns(Kernel.acquired(CGROUP))
        .prototype(
            "struct cgroup *bpf_task_get_cgroup1(struct task_struct *task, int hierarchy_id)")
        .documentation("A reference to the task's cgroup in a hierarchy of the first version.")
        .runs(call -> 0);
  }
}
