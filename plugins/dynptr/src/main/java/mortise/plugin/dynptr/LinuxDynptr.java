package mortise.plugin.dynptr;

import static mortise.plugin.dynptr.Dynptrs.ANY;
import static mortise.plugin.dynptr.Dynptrs.BUFFER;
import static mortise.plugin.dynptr.Dynptrs.BUFFER_META;
import static mortise.plugin.dynptr.Dynptrs.LOCAL;
import static mortise.plugin.dynptr.Dynptrs.RECORD;
import static mortise.plugin.dynptr.Dynptrs.XDP;

import mortise.plugin.ownership.api.Mainline;
import mortise.plugin.ringbuf.api.RingBuffers;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Invocation;
import mortise.spi.Invocation.Repetition;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.SlotKind;
import mortise.spi.Target;

/// Dynptrs as mainline has them: over map values, records of ring buffers and packets.
///
/// Source: linux `bpf_dynptr_from_mem` and its siblings (6.18).
public final class LinuxDynptr implements HelperFamily {
  private static final FamilyInfo INFO = FamilyInfo.of("dynptr", "linux", "1.0.0", "[0.1,0.2)");

  @Override
  public FamilyInfo info() {
    return INFO;
  }

  @Override
  public void declare(Declarations in) {
    in.header(
        """
        /* family dynptr */
        struct bpf_dynptr { __u64 opaque[2]; } __attribute__((aligned(8)));
        """);
    in.object("bpf_dynptr", ANY);
    fromMemory(in);
    reserve(in);
    commit(in, 199, "bpf_ringbuf_submit_dynptr", false, "Makes a record visible to readers.");
    commit(in, 200, "bpf_ringbuf_discard_dynptr", true, "Gives a record up.");
    read(in);
    write(in);
    data(in);
    drain(in);
    new KernelFunctions(in, Mainline.closesHoles(in)).declare();
    OtherFunctions.declare(in);
  }

  private static void fromMemory(Declarations in) {
    var function = in.helper(197, "bpf_dynptr_from_mem");
    var memory = function.parameter("data", new Parameter.Memory(true, false));
    function.parameter("size", new Parameter.Size(true));
    function.anything("flags");
    var made = function.slot("ptr", LOCAL, false);
    function
        .requires(DynptrRules.OTHER_MEMORY, memory.pointsTo(Target.MAP_VALUE))
        .effects(Effect.createSlot(made))
        .returns(Result.scalar())
        .prototype(
            "long bpf_dynptr_from_mem(void *data, __u64 size, __u64 flags, struct bpf_dynptr *ptr)")
        .documentation(
            """
            Makes a dynptr over `size` bytes of a map's value. `-E2BIG` for too many, `-EINVAL` \
            for flags; it stands for nothing then.
            """)
        .runs(Operations::fromMemory);
  }

  private static void reserve(Declarations in) {
    var function = in.helper(198, "bpf_ringbuf_reserve_dynptr");
    var ring = function.map("ringbuf");
    function.anything("size");
    function.anything("flags");
    var made = function.slot("ptr", RECORD, false);
    RingBuffers.requireKind(function, ring, RingBuffers.RING);
    function
        .effects(Effect.createSlot(made))
        .returns(Result.scalar())
        .prototype(
            "long bpf_ringbuf_reserve_dynptr(void *ringbuf, __u32 size, __u64 flags,"
                + " struct bpf_dynptr *ptr)")
        .documentation(
            """
            Reserves a record whose size is not known beforehand. The dynptr must be submitted or \
            discarded even where this fails.
            """)
        .runs(Operations::reserve);
  }

  /// In 6.18 dynptrs of the record that lie in other frames stay.
  private static void commit(
      Declarations in, int id, String name, boolean discarded, String documentation) {
    var function = in.helper(id, name);
    var dynptr = function.releasedSlot("ptr", RECORD);
    function.anything("flags");
    function
        .effects(new Effect.DestroySlot(dynptr, Mainline.closesHoles(in)))
        .returns(Result.nothing())
        .prototype("void " + name + "(struct bpf_dynptr *ptr, __u64 flags)")
        .documentation(documentation + " All dynptrs of the record end.")
        .runs(call -> Operations.commit(call, discarded));
  }

  private static void read(Declarations in) {
    var function = in.helper(201, "bpf_dynptr_read");
    function.parameter("to", new Parameter.Memory(true, false));
    function.parameter("size", new Parameter.Size(true));
    function.slot("from", ANY, true);
    function.anything("offset");
    function.anything("flags");
    function
        .returns(Result.scalar())
        .prototype(
            "long bpf_dynptr_read(void *to, __u64 size, const struct bpf_dynptr *from,"
                + " __u64 offset, __u64 flags)")
        .documentation("Copies bytes out. `-E2BIG` where there are not so many.")
        .runs(Operations::read);
  }

  /// What was written may have moved the packet. In a global subprogram nobody knows what sort of
  /// dynptr was passed; 6.18 takes it for one over memory.
  private static void write(Declarations in) {
    var function = in.helper(202, "bpf_dynptr_write");
    var to = function.slot("to", ANY, true);
    function.anything("offset");
    function.parameter("from", new Parameter.Memory(false, false));
    function.parameter("size", new Parameter.Size(true));
    function.anything("flags");
    boolean closed = Mainline.closesHoles(in);
    var inPacket =
        closed
            ? mortise.spi.Condition.not(to.isOfKind(LOCAL, RECORD, XDP))
            : to.isOfKind(BUFFER, BUFFER_META);
    function
        .effects(Effect.when(inPacket, new Effect.ForgetPackets(closed)))
        .returns(Result.scalar())
        .prototype(
            "long bpf_dynptr_write(const struct bpf_dynptr *to, __u64 offset, const void *from,"
                + " __u64 size, __u64 flags)")
        .documentation(
            "Copies bytes in. `-E2BIG` where there is not so much room, `-EINVAL` where nothing may"
                + " be written.")
        .runs(Operations::write);
  }

  private static void data(Declarations in) {
    var function = in.helper(203, "bpf_dynptr_data");
    var dynptr = function.slot("ptr", ANY, true);
    function.anything("offset");
    var size = function.parameter("size", new Parameter.ConstantSize());
    function
        .returns(Result.memoryOf(size, false).orNull().childOf(dynptr))
        .prototype("void *bpf_dynptr_data(const struct bpf_dynptr *ptr, __u64 offset, __u64 size)")
        .documentation(
            "A pointer to `size` bytes of it, or `NULL`: of packets, of what may not be written,"
                + " and where there are not so many.")
        .runs(Operations::data);
  }

  private static void drain(Declarations in) {
    var function = in.helper(209, "bpf_user_ringbuf_drain");
    var ring = function.map("ringbuf");
    var callback = function.subprogram("callback");
    var context = function.parameter("ctx", new Parameter.StackOrNull());
    function.anything("flags");
    RingBuffers.requireKind(function, ring, RingBuffers.USER_RING);
    function.invokes(
        callback,
        Invocation.of(
                Repetition.ANY,
                new Invocation.Slot(LOCAL, Mainline.closesHoles(in)),
                new Invocation.Passed(context))
            .stoppingOn(1));
    function
        .returns(Result.scalar())
        .prototype(
            "long bpf_user_ringbuf_drain(void *ringbuf, void *callback, void *ctx, __u64 flags)")
        .documentation(
            """
            Calls back with every sample that user space has written, until the callback returns \
            1; gives for how many it did.
            """)
        .runs(Operations::drain);
  }

  /// A dynptr that a function makes.
  static Parameter made(FunctionBuilder function, String name, SlotKind kind) {
    var made = function.slot(name, kind, false);
    function.effects(Effect.createSlot(made));
    return made;
  }
}
