package mortise.plugin.drafts.linux;

import static mortise.plugin.drafts.linux.LinuxCallbackRules.*;
import static mortise.spi.Condition.any;

import java.util.List;
import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Invocation;
import mortise.spi.Invocation.Repetition;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.Rule;
import mortise.spi.Target;

/// Functions that call back into the program, at once or later (section 10).
///
/// Left out: `bpf_user_ringbuf_drain`, whose callback gets a dynptr.
final class LinuxCallback implements HelperFamily {
  /// The same questions asked of a timer, a work queue, a task work.
  record DeferredRules(Rule notInMap, Rule untyped, Rule noneThere, Rule elsewhere) {}

  private static final DeferredRules TIMER_RULES =
      new DeferredRules(TIMER_NOT_IN_MAP, TIMER_UNTYPED, TIMER_NONE_THERE, TIMER_ELSEWHERE);
  private static final DeferredRules WQ_RULES =
      new DeferredRules(WQ_NOT_IN_MAP, WQ_UNTYPED, WQ_NONE_THERE, WQ_ELSEWHERE);
  private static final DeferredRules WORK_RULES =
      new DeferredRules(WORK_NOT_IN_MAP, WORK_UNTYPED, WORK_NONE_THERE, WORK_ELSEWHERE);

  /// Hashes and arrays, the least recently used and the per-CPU ones too.
  private static final Integer[] WALKED = {1, 2, 5, 6, 9, 10};

  static final FieldKind TIMER = deferred("bpf_timer", 16);
  static final FieldKind WQ = deferred("bpf_wq", 16);
  static final FieldKind TASK_WORK = deferred("bpf_task_work", 8);

  private static FieldKind deferred(String name, int size) {
    return FieldKind.struct(name, size, 8)
        .unique()
        .places(FieldKind.Place.MAP_VALUE)
        .mapKinds("hash", "lru_hash", "array")
        .build();
  }

  @Override
  public FamilyInfo info() {
    return Kernel.family("callback");
  }

  @Override
  public void declare(Declarations in) {
    in.field(TIMER);
    in.field(WQ);
    in.field(TASK_WORK);
    loop(in);
    forEachElement(in);
    findVma(in);
    timer(in);
    workQueue(in);
    taskWork(in, "bpf_task_work_schedule_signal");
    taskWork(in, "bpf_task_work_schedule_resume");
  }

  private static void loop(Declarations in) {
    var f = in.helper(181, "bpf_loop");
    var count = f.scalar("nr_loops");
    var callback = f.subprogram("callback_fn");
    var context = context(f);
    f.scalar("flags");
    f.invokes(
            callback,
            Invocation.of(Repetition.ANY, new Invocation.Unknown(), new Invocation.Passed(context))
                .returning(0, 1)
                .stoppingOn(1)
                .atMost(count))
        .returns(Result.scalar())
        .prototype("long bpf_loop(__u32 nr_loops, void *callback_fn, void *ctx, __u64 flags)")
        .documentation("Calls back with 0, 1, 2, … until the callback returns 1.");
  }

  private static void forEachElement(Declarations in) {
    var f = in.helper(164, "bpf_for_each_map_elem");
    var map = f.map("map");
    f.requires(MAP_KIND, map.isMapOfType(WALKED));
    var callback = f.subprogram("callback_fn");
    var context = context(f);
    f.scalar("flags");
    f.invokes(
            callback,
            Invocation.of(
                    Repetition.ANY,
                    new Invocation.Map(map),
                    new Invocation.Key(map),
                    new Invocation.Value(map),
                    new Invocation.Passed(context))
                .returning(0, 1)
                .stoppingOn(1))
        .returns(Result.scalar())
        .prototype(
            "long bpf_for_each_map_elem(void *map, void *callback_fn, void *ctx, __u64 flags)")
        .documentation("Calls back for each element of a map.");
  }

  private static void findVma(Declarations in) {
    var f = in.helper(180, "bpf_find_vma");
    var task = f.trusted("task");
    f.scalar("addr");
    var callback = f.subprogram("callback_fn");
    var context = context(f);
    f.scalar("flags");
    f.invokes(
            callback,
            Invocation.of(
                    Repetition.ANY,
                    new Invocation.Passed(task),
                    new Invocation.Host("vm_area_struct", List.of(Pointers.TRUSTED)),
                    new Invocation.Passed(context))
                .returning(0, 1))
        .returns(Result.scalar())
        .prototype(
            "long bpf_find_vma(struct task_struct *task, __u64 addr, void *callback_fn, void *ctx,"
                + " __u64 flags)")
        .documentation("Calls back with the memory area that an address lies in, if any.");
  }

  private static void timer(Declarations in) {
    var init = in.helper(169, "bpf_timer_init");
    var timer = deferred(init, "timer", TIMER, TIMER_RULES);
    var map = init.map("map");
    init.requires(TIMER_OTHER_MAP, timer.isInValueOf(map));
    init.scalar("flags");
    init.returns(Result.scalar())
        .prototype("long bpf_timer_init(struct bpf_timer *timer, void *map, __u64 flags)")
        .documentation("Makes a timer usable.");

    var set = in.helper(170, "bpf_timer_set_callback");
    var subject = deferred(set, "timer", TIMER, TIMER_RULES);
    var callback = set.subprogram("callback_fn");
    set.invokes(callback, later(subject).returning(0, 0))
        .returns(Result.scalar())
        .prototype("long bpf_timer_set_callback(struct bpf_timer *timer, void *callback_fn)")
        .documentation("Says what runs when the timer expires.");

    var start = in.helper(171, "bpf_timer_start");
    deferred(start, "timer", TIMER, TIMER_RULES);
    start.scalar("nsecs");
    start.scalar("flags");
    start
        .returns(Result.scalar())
        .prototype("long bpf_timer_start(struct bpf_timer *timer, __u64 nsecs, __u64 flags)")
        .documentation("Starts the timer.");

    var cancel = in.helper(172, "bpf_timer_cancel");
    deferred(cancel, "timer", TIMER, TIMER_RULES);
    cancel
        .returns(Result.scalar())
        .prototype("long bpf_timer_cancel(struct bpf_timer *timer)")
        .documentation("Stops the timer and waits for its callback.");
  }

  private static void workQueue(Declarations in) {
    var init = in.function("bpf_wq_init");
    var queue = deferred(init, "wq", WQ, WQ_RULES);
    var map = init.map("map");
    init.requires(WQ_OTHER_MAP, queue.isInValueOf(map));
    init.scalar("flags");
    init.returns(Result.scalar())
        .prototype("int bpf_wq_init(struct bpf_wq *wq, void *map, unsigned int flags)")
        .documentation("Makes a work queue usable.");

    var set = in.function("bpf_wq_set_callback_impl");
    var subject = deferred(set, "wq", WQ, WQ_RULES);
    var callback = set.subprogram("callback_fn");
    set.scalar("flags");
    set.ignored("aux");
    set.invokes(callback, later(subject).returning(0, 0).sleepable())
        .returns(Result.scalar())
        .prototype(
            "int bpf_wq_set_callback_impl(struct bpf_wq *wq, void *callback_fn, unsigned int"
                + " flags, void *aux)")
        .documentation("Says what runs, and may sleep, once the work starts.");

    var start = in.function("bpf_wq_start");
    deferred(start, "wq", WQ, WQ_RULES);
    start.scalar("flags");
    start
        .returns(Result.scalar())
        .prototype("int bpf_wq_start(struct bpf_wq *wq, unsigned int flags)")
        .documentation("Starts the work.");
  }

  private static void taskWork(Declarations in, String name) {
    var f = in.function(name);
    f.trusted("task");
    var work = deferred(f, "tw", TASK_WORK, WORK_RULES);
    var map = f.map("map");
    f.requires(WORK_OTHER_MAP, work.isInValueOf(map));
    var callback = f.subprogram("callback");
    f.ignored("aux");
    f.invokes(callback, later(work).returning(Integer.MIN_VALUE, Integer.MAX_VALUE).sleepable())
        .returns(Result.scalar())
        .prototype(
            "int %s(struct task_struct *task, struct bpf_task_work *tw, void *map, void *callback, void *aux)"
                .formatted(name))
        .documentation("Has the callback run in the context of a task.");
  }

  private static Invocation later(Parameter inMapValue) {
    return Invocation.of(
        Repetition.LATER,
        new Invocation.Map(inMapValue),
        new Invocation.Key(inMapValue),
        new Invocation.Value(inMapValue));
  }

  private static Parameter deferred(
      FunctionBuilder f, String name, FieldKind kind, DeferredRules rules) {
    var field = f.pointer(name);
    f.requires(rules.notInMap(), field.pointsTo(Target.MAP_VALUE))
        .requires(rules.untyped(), field.isTyped())
        .requires(rules.noneThere(), field.hasField(kind))
        .requires(rules.elsewhere(), field.isField(kind));
    return field;
  }

  private static Parameter context(FunctionBuilder f) {
    var context = f.pointer("ctx");
    f.requires(
        WRONG_CONTEXT,
        any(
            context.isNull(),
            context.pointsTo(new Target(Target.Kind.STACK, List.of(), true, false))));
    return context;
  }
}
