package mortise.plugin.callback;

import mortise.spi.Declarations;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.Invocation;
import mortise.spi.Invocation.Repetition;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.Target;

/// Work that runs later, in a place where it may sleep: programs with it can be judged.
///
/// Source: linux `bpf_wq_init`, `bpf_wq_set_callback_impl`, `bpf_wq_start` (6.18).
final class Workqueues {
  private static final FieldKind WORK =
      FieldKind.struct("bpf_wq", 16, 8)
          .unique()
          .places(FieldKind.Place.MAP_VALUE)
          .mapKinds("hash", "lru_hash", "array")
          .build();

  private Workqueues() {}

  static void declare(Declarations in) {
    in.field(WORK);
    in.forbid(WORK, WorkqueueRules.TRACING, "kprobe", "tracepoint", "perf_event", "raw_tracepoint");
    in.header("struct bpf_wq { __u64 opaque[2]; } __attribute__((aligned(8)));\n");
    var initialise = in.function("bpf_wq_init");
    var initialised = work(initialise);
    var map = initialise.map("p__map");
    initialise.scalar("flags");
    initialise
        .requires(WorkqueueRules.OTHER_MAP, initialised.isInValueOf(map))
        .returns(Result.scalar())
        .prototype("int bpf_wq_init(struct bpf_wq *wq, void *p__map, unsigned int flags)")
        .documentation("Makes work usable.");
    var set = in.function("bpf_wq_set_callback_impl");
    var set0 = work(set);
    var callback = set.subprogram("callback_fn");
    set.scalar("flags");
    set.ignored("aux__prog");
    set.invokes(
            callback,
            Invocation.of(
                    Repetition.LATER,
                    new Invocation.Map(set0),
                    new Invocation.Key(set0),
                    new Invocation.Value(set0))
                .returning(0, 0)
                .sleepable())
        .returns(Result.scalar())
        .prototype(
            "int bpf_wq_set_callback_impl(struct bpf_wq *wq, void *callback_fn,"
                + " unsigned int flags, void *aux__prog)")
        .documentation("Says what the work is.");
    var start = in.function("bpf_wq_start");
    work(start);
    start.scalar("flags");
    start
        .returns(Result.scalar())
        .prototype("int bpf_wq_start(struct bpf_wq *wq, unsigned int flags)")
        .documentation("Lets the work run, once.");
  }

  /// Source: linux `process_wq_func` (6.18).
  private static Parameter work(FunctionBuilder f) {
    var work = f.pointer("wq");
    f.requires(WorkqueueRules.NOT_IN_MAP, work.pointsTo(Target.MAP_VALUE))
        .requires(WorkqueueRules.OFFSET_NOT_CONSTANT, work.hasConstantOffset())
        .requires(WorkqueueRules.NONE_IN_MAP, work.hasField(WORK))
        .requires(WorkqueueRules.WRONG_OFFSET, work.isField(WORK));
    return work;
  }
}
