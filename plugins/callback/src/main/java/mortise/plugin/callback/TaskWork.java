package mortise.plugin.callback;

import mortise.spi.Declarations;
import mortise.spi.FieldKind;
import mortise.spi.Invocation;
import mortise.spi.Invocation.Repetition;
import mortise.spi.Result;
import mortise.spi.Target;

/// Work that a task does when it next may, and may sleep: programs with it can be judged.
///
/// Source: linux `bpf_task_work_schedule_signal_impl`, `bpf_task_work_schedule_resume_impl` (6.18).
final class TaskWork {
  private static final FieldKind WORK =
      FieldKind.struct("bpf_task_work", 8, 8)
          .unique()
          .places(FieldKind.Place.MAP_VALUE)
          .mapKinds("hash", "lru_hash", "array")
          .build();

  private TaskWork() {}

  static void declare(Declarations in) {
    in.field(WORK);
    in.header("struct bpf_task_work { __u64 opaque; } __attribute__((aligned(8)));\n");
    schedule(in, "signal", "Lets the task do the work at once, as if it had got a signal.");
    schedule(in, "resume", "Lets the task do the work before it goes on in user space.");
  }

  /// Source: linux `process_task_work_func`, `set_task_work_schedule_callback_state` (6.18).
  private static void schedule(Declarations in, String when, String does) {
    var name = "bpf_task_work_schedule_%s_impl".formatted(when);
    var f = in.function(name);
    f.host("task", "task_struct");
    var work = f.pointer("tw");
    f.requires(TaskWorkRules.NOT_IN_MAP, work.pointsTo(Target.MAP_VALUE))
        .requires(TaskWorkRules.OFFSET_NOT_CONSTANT, work.hasConstantOffset())
        .requires(TaskWorkRules.NONE_IN_MAP, work.hasField(WORK))
        .requires(TaskWorkRules.WRONG_OFFSET, work.isField(WORK));
    var map = f.map("map__map");
    f.requires(TaskWorkRules.OTHER_MAP, work.isInValueOf(map));
    var callback = f.subprogram("callback");
    f.ignored("aux__prog");
    f.invokes(
            callback,
            Invocation.of(
                    Repetition.LATER,
                    new Invocation.Map(work),
                    new Invocation.Key(work),
                    new Invocation.Value(work))
                .returning(Integer.MIN_VALUE, Integer.MAX_VALUE)
                .sleepable())
        .returns(Result.scalar())
        .prototype(
            "int %s(struct task_struct *task, struct bpf_task_work *tw, void *map__map,"
                    .formatted(name)
                + " void *callback, void *aux__prog)")
        .documentation(does);
  }
}
