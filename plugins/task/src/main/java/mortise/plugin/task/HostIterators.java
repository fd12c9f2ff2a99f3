package mortise.plugin.task;

import static mortise.plugin.ownership.api.Ownership.RCU;
import static mortise.plugin.ownership.api.Ownership.TRUSTED;
import static mortise.spi.Condition.any;
import static mortise.spi.Condition.inProgram;
import static mortise.spi.Condition.sleepable;

import mortise.plugin.iterator.api.IteratorKind;
import mortise.spi.Declarations;
import mortise.spi.Result;

/// Iterators over what the kernel has: programs with them can be judged.
///
/// Source: linux `bpf_iter_css_new`, `bpf_iter_css_task_new`, `bpf_iter_task_vma_new` and their
/// like (6.18).
final class HostIterators {
  private static final String STATE = "cgroup_subsys_state";
  private static final int BYTES = 8;

  private static final IteratorKind STATES =
      IteratorKind.of("css", 3 * BYTES, Result.hostObject(STATE)).inReadSections();
  private static final IteratorKind TASKS_OF_STATE =
      IteratorKind.of("css_task", BYTES, Result.hostObject(TaskFamily.TASK).qualified(TRUSTED));
  private static final IteratorKind AREAS =
      IteratorKind.of("task_vma", BYTES, Result.hostObject("vm_area_struct").qualified(TRUSTED));
  private static final IteratorKind CACHES =
      IteratorKind.of("kmem_cache", BYTES, Result.hostObject("kmem_cache").qualified(TRUSTED));
  private static final IteratorKind BUFFERS =
      IteratorKind.of("dmabuf", BYTES, Result.hostObject("dma_buf").qualified(TRUSTED));

  private HostIterators() {}

  static void declare(Declarations in) {
    STATES.create(
        in,
        ", struct cgroup_subsys_state *start, unsigned int flags",
        f -> {
          f.host("start", STATE);
          f.scalar("flags");
        });
    STATES.next(in, "struct cgroup_subsys_state");
    STATES.destroy(in);
    TASKS_OF_STATE.createWhere(
        in,
        ", struct cgroup_subsys_state *css, unsigned int flags",
        f ->
            f.requires(
                KernelRules.TASKS_OF_STATE,
                any(inProgram("lsm", "tracing:trace_iter"), sleepable())),
        f -> {
          f.host("css", STATE);
          f.scalar("flags");
        });
    TASKS_OF_STATE.next(in, "struct task_struct");
    TASKS_OF_STATE.destroy(in);
    AREAS.create(
        in,
        ", struct task_struct *task, __u64 addr",
        f -> {
          f.host("task", TaskFamily.TASK, RCU);
          f.scalar("addr");
        });
    AREAS.next(in, "struct vm_area_struct");
    AREAS.destroy(in);
    sleeping(in, CACHES, "struct kmem_cache");
    sleeping(in, BUFFERS, "struct dma_buf");
    in.header(
        """
        /* family kernel */
        struct bpf_iter_css { __u64 opaque[3]; } __attribute__((aligned(8)));
        struct bpf_iter_css_task { __u64 opaque[1]; } __attribute__((aligned(8)));
        struct bpf_iter_task_vma { __u64 opaque[1]; } __attribute__((aligned(8)));
        struct bpf_iter_kmem_cache { __u64 opaque[1]; } __attribute__((aligned(8)));
        struct bpf_iter_dmabuf { __u64 opaque[1]; } __attribute__((aligned(8)));
        """);
  }

  /// One that takes nothing, and may sleep.
  private static void sleeping(Declarations in, IteratorKind kind, String element) {
    kind.create(in, "", f -> {}).sleeps();
    kind.next(in, element).sleeps();
    kind.destroy(in).sleeps();
  }
}
