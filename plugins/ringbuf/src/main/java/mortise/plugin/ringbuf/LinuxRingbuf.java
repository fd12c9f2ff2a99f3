package mortise.plugin.ringbuf;

import mortise.plugin.ringbuf.api.Ring;
import mortise.plugin.ringbuf.api.RingBuffers;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.HelperFamily;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.runtime.Call;

/// Ring buffers as mainline has them: a program reserves a record, fills it and submits it, or
/// writes one at a time.
///
/// Source: linux `bpf_ringbuf_reserve`, `bpf_ringbuf_submit` and their siblings (6.18).
public final class LinuxRingbuf implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("ringbuf", "linux", "1.0.0", "[0.1,0.2)");
  private static final long WAKEUPS = 3;
  private static final long INVALID = -22;
  private static final long AGAIN = -11;

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    in.map(RingBuffers.RING);
    in.map(RingBuffers.USER_RING);
    output(in);
    reserve(in);
    commit(in, 132, "bpf_ringbuf_submit", false, "Makes a record visible to readers.");
    commit(in, 133, "bpf_ringbuf_discard", true, "Gives a record up; readers pass over it.");
    query(in);
  }

  private static void output(Declarations in) {
    var function = in.helper(130, "bpf_ringbuf_output");
    var ring = function.map("ringbuf");
    function.parameter("data", new Parameter.Memory(false, false));
    function.parameter("size", new Parameter.Size(true));
    function.anything("flags");
    RingBuffers.requireKind(function, ring, RingBuffers.RING);
    function
        .returns(Result.scalar())
        .prototype("long bpf_ringbuf_output(void *ringbuf, void *data, __u64 size, __u64 flags)")
        .documentation(
            """
            Writes a record. `-EAGAIN` where there is no room for it, `-EINVAL` for flags other \
            than those about waking readers.
            """)
        .runs(LinuxRingbuf::output);
  }

  private static long output(Call call) {
    if ((call.argument(3) & ~WAKEUPS) != 0) {
      return INVALID;
    }
    var machine = call.machine();
    long record = Ring.at(machine, call.argument(0)).reserve(call.argument(2));
    if (record == 0) {
      return AGAIN;
    }
    machine.copy(call.argument(1), record, call.argument(2));
    Ring.commit(machine, record, false);
    return 0;
  }

  private static void reserve(Declarations in) {
    var function = in.helper(131, "bpf_ringbuf_reserve");
    var ring = function.map("ringbuf");
    var size = function.parameter("size", new Parameter.ConstantSize());
    function.anything("flags");
    RingBuffers.requireKind(function, ring, RingBuffers.RING);
    function
        .returns(Result.memoryOf(size, false).qualified(RingBuffers.RESERVED).acquired().orNull())
        .prototype("void *bpf_ringbuf_reserve(void *ringbuf, __u64 size, __u64 flags)")
        .documentation(
            """
            Reserves room for a record of `size` bytes: its memory, or `NULL` where there is no \
            room. It must be submitted or discarded.
            """)
        .runs(
            call ->
                call.argument(2) == 0
                    ? Ring.at(call.machine(), call.argument(0)).reserve(call.argument(1))
                    : 0);
  }

  private static void commit(
      Declarations in, int id, String name, boolean discarded, String documentation) {
    var function = in.helper(id, name);
    var record = function.owned("data", RingBuffers.RECORD);
    function.anything("flags");
    function
        .effects(Effect.release(record))
        .returns(Result.nothing())
        .prototype("void " + name + "(void *data, __u64 flags)")
        .documentation(documentation)
        .runs(
            call -> {
              Ring.commit(call.machine(), call.argument(0), discarded);
              return 0;
            });
  }

  private static void query(Declarations in) {
    var function = in.helper(134, "bpf_ringbuf_query");
    var ring = function.map("ringbuf");
    function.anything("flags");
    RingBuffers.requireKind(function, ring, RingBuffers.RING);
    function
        .returns(Result.scalar())
        .prototype("__u64 bpf_ringbuf_query(void *ringbuf, __u64 flags)")
        .documentation(
            """
            `BPF_RB_AVAIL_DATA` 0: how many bytes wait for a reader; `BPF_RB_RING_SIZE` 1; \
            `BPF_RB_CONS_POS` 2 and `BPF_RB_PROD_POS` 3: where reader and writer stand.
            """)
        .runs(LinuxRingbuf::query);
  }

  private static long query(Call call) {
    var ring = Ring.at(call.machine(), call.argument(0));
    return switch (Math.clamp(call.argument(1), -1, 4)) {
      case 0 -> ring.produced() - ring.consumed();
      case 1 -> ring.capacity();
      case 2 -> ring.consumed();
      case 3 -> ring.produced();
      default -> 0;
    };
  }
}
