package mortise.plugin.callback;

import static mortise.plugin.callback.CallbackRules.*;

import mortise.spi.Declarations;
import mortise.spi.FamilyInfo;
import mortise.spi.FieldKind;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Invocation;
import mortise.spi.Invocation.Repetition;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.StandardRules;
import mortise.spi.Target;
import mortise.spi.runtime.Implementation;

/// Functions that call back into the program as mainline has them: at once, any number of times; or
/// later, on their own.
///
/// Source: linux `push_callback_call`, `push_async_cb` (6.18).
public final class LinuxCallback implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("callback", "linux", "1.0.0", "[0.1,0.2)");

  /// Hashes and arrays, the least recently used and the per-CPU ones too.
  private static final Integer[] WALKED = {1, 2, 5, 6, 9, 10};

  static final FieldKind TIMER =
      FieldKind.struct("bpf_timer", 16, 8)
          .unique()
          .places(FieldKind.Place.MAP_VALUE)
          .mapKinds("hash", "lru_hash", "array")
          .lifecycle(Timers.LIFECYCLE)
          .build();

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    in.field(TIMER);
    in.forbid(TIMER, TRACING, "kprobe", "tracepoint", "perf_event", "raw_tracepoint");
    in.header(
        """
        /* family callback */
        struct bpf_timer { __u64 opaque[2]; } __attribute__((aligned(8)));
        """);
    loop(in);
    forEachElement(in);
    initialise(in);
    setCallback(in);
    start(in);
    cancel(in);
    Workqueues.declare(in);
    TaskWork.declare(in);
  }

  private static void loop(Declarations in) {
    var f = in.helper(181, "bpf_loop");
    var count = f.scalar("nr_loops");
    var callback = f.subprogram("callback_fn");
    var context = f.parameter("callback_ctx", new Parameter.StackOrNull());
    f.anything("flags");
    f.invokes(
            callback,
            Invocation.of(Repetition.ANY, new Invocation.Unknown(), new Invocation.Passed(context))
                .returning(0, 1)
                .stoppingOn(1)
                .atMost(count))
        .returns(Result.scalar())
        .prototype("long bpf_loop(__u32 nr_loops, void *callback_fn, void *ctx, __u64 flags)")
        .documentation(
            "Calls back with 0, 1, 2, … and the context until the callback returns 1; gives how"
                + " often it did.")
        .runs(Loops::loop);
  }

  private static void forEachElement(Declarations in) {
    var f = in.helper(164, "bpf_for_each_map_elem");
    var map = f.map("map");
    var callback = f.subprogram("callback_fn");
    var context = f.parameter("callback_ctx", new Parameter.StackOrNull());
    f.anything("flags");
    f.requires(NOT_WALKABLE, map.isMapOfType(WALKED))
        .invokes(
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
        .documentation(
            "Calls back for each element of a map until the callback returns 1; gives how often it"
                + " did.")
        .runs(Loops::forEachElement);
  }

  private static void initialise(Declarations in) {
    var f = in.helper(169, "bpf_timer_init");
    var timer = timer(f);
    var map = f.map("map");
    f.requires(OTHER_MAP, timer.isInValueOf(map));
    f.anything("flags");
    done(
        f,
        "long bpf_timer_init(struct bpf_timer *timer, void *map, __u64 flags)",
        "Makes a timer usable, with the clock that the flags name.",
        Timers::initialise);
  }

  private static void setCallback(Declarations in) {
    var f = in.helper(170, "bpf_timer_set_callback");
    var timer = timer(f);
    var callback = f.subprogram("callback_fn");
    f.invokes(
        callback,
        Invocation.of(
                Repetition.LATER,
                new Invocation.Map(timer),
                new Invocation.Key(timer),
                new Invocation.Value(timer))
            .returning(0, 0));
    done(
        f,
        "long bpf_timer_set_callback(struct bpf_timer *timer, void *callback_fn)",
        "Says what runs when the timer expires.",
        Timers::setCallback);
  }

  private static void start(Declarations in) {
    var f = in.helper(171, "bpf_timer_start");
    timer(f);
    f.anything("nsecs");
    f.anything("flags");
    done(
        f,
        "long bpf_timer_start(struct bpf_timer *timer, __u64 nsecs, __u64 flags)",
        "Starts the timer.",
        Timers::start);
  }

  private static void cancel(Declarations in) {
    var f = in.helper(172, "bpf_timer_cancel");
    timer(f);
    done(
        f,
        "long bpf_timer_cancel(struct bpf_timer *timer)",
        "Stops the timer; gives 1 if it was running.",
        Timers::cancel);
  }

  private static void done(
      FunctionBuilder f, String prototype, String documentation, Implementation runs) {
    f.gplOnly()
        .returns(Result.scalar())
        .prototype(prototype)
        .documentation(documentation)
        .runs(runs);
  }

  /// Source: linux `process_timer_func` (6.18).
  private static Parameter timer(FunctionBuilder f) {
    var timer = f.pointer("timer");
    f.requires(StandardRules.ARGUMENT_TYPE, timer.pointsTo(Target.MAP_VALUE))
        .requires(OFFSET_NOT_CONSTANT, timer.hasConstantOffset())
        .requires(UNTYPED, timer.isTyped())
        .requires(NO_TIMER, timer.hasField(TIMER))
        .requires(WRONG_OFFSET, timer.isField(TIMER));
    return timer;
  }
}
