package mortise.plugin.task;

import java.util.List;
import mortise.plugin.iterator.api.IteratorKind;
import mortise.spi.Declarations;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.runtime.Call;

/// Iterators over tasks, in read sections only. While programs run there is one task to be seen.
///
/// Source: linux `bpf_iter_task_new`, `bpf_iter_task_next`, `bpf_iter_task_destroy` (6.18).
final class TaskIterator {
  private static final int BYTES = 24;

  private static final IteratorKind TASKS =
      IteratorKind.of("task", BYTES, Result.hostObject(TaskFamily.TASK)).inReadSections();

  private TaskIterator() {}

  static void declare(Declarations in) {
    TASKS.create(
        in,
        ", struct task_struct *task__nullable, __u32 flags",
        f -> {
          f.parameter(
              "task__nullable", new Parameter.Host(TaskFamily.TASK, List.of(), false, true));
          f.scalar("flags");
        },
        TaskIterator::create);
    TASKS.next(in, "struct task_struct", TaskIterator::next);
    TASKS.destroy(in, call -> 0);
    in.header(
        """
        /* family task */
        struct bpf_iter_task { __u64 opaque[3]; } __attribute__((aligned(8)));
        """);
  }

  /// The first word says whether the task was given.
  private static long create(Call call) {
    call.machine().store(call.argument(0), 0);
    return 0;
  }

  private static long next(Call call) {
    var machine = call.machine();
    if (machine.load(call.argument(0)) != 0) {
      return 0;
    }
    machine.store(call.argument(0), 1);
    return Tasks.current(call);
  }
}
