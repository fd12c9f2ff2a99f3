package mortise.plugin.dynptr;

import static mortise.plugin.dynptr.Dynptrs.ANY;
import static mortise.plugin.dynptr.Dynptrs.BUFFER;
import static mortise.plugin.dynptr.Dynptrs.BUFFER_META;
import static mortise.plugin.dynptr.Dynptrs.RECORD;
import static mortise.plugin.dynptr.Dynptrs.WITH_BUFFER;
import static mortise.plugin.dynptr.Dynptrs.XDP;
import static mortise.spi.Condition.all;
import static mortise.spi.Condition.not;

import java.util.List;
import java.util.stream.Stream;
import mortise.plugin.dynptr.Dynptr.Sort;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FunctionBuilder;
import mortise.spi.Outcome;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.SlotKind;
import mortise.spi.runtime.Implementation;

/// The functions of dynptrs that are called by name.
///
/// @param closed whether slices of records end with the record; in 6.18 they stay
record KernelFunctions(Declarations in, boolean closed) {
  /// Kinds of program without such a context that may call for a dynptr of one.
  ///
  /// Source: linux `bpf_prog_type_to_kfunc_hook` (6.18).
  private static final List<String> OTHERS =
      List.of(
          "netfilter",
          "tracing",
          "tracepoint",
          "perf_event",
          "cgroup_sock",
          "cgroup_device",
          "cgroup_sock_addr",
          "cgroup_sockopt",
          "cgroup_sysctl",
          "sock_ops");

  void declare() {
    fromBuffer(
        "bpf_dynptr_from_skb",
        BUFFER,
        Sort.BUFFER,
        Stream.concat(WITH_BUFFER.stream(), OTHERS.stream()).toArray(String[]::new));
    fromBuffer("bpf_dynptr_from_skb_meta", BUFFER_META, Sort.BUFFER_META, "tc");
    fromXdp();
    slice("bpf_dynptr_slice", true, Operations::slice);
    slice("bpf_dynptr_slice_rdwr", false, Operations::writableSlice);
    look("bpf_dynptr_is_null", "bool", "Whether it stands for nothing.", Operations::isNull);
    look(
        "bpf_dynptr_is_rdonly",
        "bool",
        "Whether nothing may be written through it.",
        Operations::isReadOnly);
    look("bpf_dynptr_size", "__u32", "How many bytes it has.", Operations::size);
    adjust();
    another();
    copy();
    set();
  }

  private void fromBuffer(String name, SlotKind kind, Sort sort, String... programs) {
    var function = in.function(name).callableFrom(programs).refusesNull();
    function.parameter("skb", new Parameter.ContextOr("__sk_buff", "sk_buff"));
    function.scalar("flags");
    LinuxDynptr.made(function, "ptr", kind);
    function
        .returns(Result.scalar())
        .prototype("int " + name + "(struct __sk_buff *skb, __u64 flags, struct bpf_dynptr *ptr)")
        .documentation("Makes a dynptr over a packet, or what lies in front of it.")
        .runs(call -> Operations.fromPacket(call, sort));
  }

  private void fromXdp() {
    var function = in.function("bpf_dynptr_from_xdp").callableFrom("xdp");
    function.parameter("xdp", new Parameter.ContextOr("xdp_md", "xdp_buff"));
    function.scalar("flags");
    LinuxDynptr.made(function, "ptr", XDP);
    function
        .returns(Result.scalar())
        .prototype(
            "int bpf_dynptr_from_xdp(struct xdp_md *xdp, __u64 flags, struct bpf_dynptr *ptr)")
        .documentation("Makes a dynptr over a packet.")
        .runs(call -> Operations.fromPacket(call, Sort.XDP));
  }

  /// Where a dynptr over memory ends, what it stood for is there still; where one over a record
  /// does, it is not.
  private void slice(String name, boolean readOnly, Implementation runs) {
    var function = in.function(name);
    var dynptr = function.slot("ptr", ANY, true);
    function.scalar("offset");
    function.parameter("buffer", new Parameter.Buffer(true));
    var size = function.parameter("size", new Parameter.BufferSize());
    if (!readOnly) {
      function.requires(DynptrRules.PACKET_READ_ONLY, Condition.inProgram(Dynptrs.WRITING));
    }
    var memory = Result.memoryOf(size, readOnly).orNull();
    var inPacket = dynptr.isOfKind(BUFFER, BUFFER_META, XDP);
    // Nobody knows what was passed to a global subprogram; only packets of its own can be meant.
    var record = dynptr.isOfKind(RECORD);
    function
        .outcome(Outcome.of("packet", memory.qualified(Dynptrs.IN_PACKET)).possibleIf(inPacket))
        .outcome(Outcome.of("record", closed ? memory.childOf(dynptr) : memory).possibleIf(record))
        .outcome(Outcome.of("memory", memory).possibleIf(all(not(inPacket), not(record))))
        .prototype(
            "void *"
                + name
                + "(const struct bpf_dynptr *ptr, __u32 offset, void *buffer, __u32 size)")
        .documentation(
            """
            A pointer to `size` bytes of it, or to `buffer`, into which they were copied if they \
            do not lie together; `NULL` where there are not so many.
            """)
        .runs(runs);
  }

  private void look(String name, String gives, String documentation, Implementation runs) {
    var function = in.function(name);
    function.slot("ptr", ANY, true);
    function
        .returns(Result.scalar())
        .prototype(gives + " " + name + "(const struct bpf_dynptr *ptr)")
        .documentation(documentation)
        .runs(runs);
  }

  private void adjust() {
    var function = in.function("bpf_dynptr_adjust");
    function.slot("ptr", ANY, true);
    function.scalar("start");
    function.scalar("end");
    function
        .returns(Result.scalar())
        .prototype("int bpf_dynptr_adjust(const struct bpf_dynptr *ptr, __u32 start, __u32 end)")
        .documentation("Leaves of it what lies between `start` and `end`.")
        .runs(Operations::adjust);
  }

  private void another() {
    var function = in.function("bpf_dynptr_clone");
    var original = function.slot("ptr", ANY, true);
    var made = function.slot("clone", ANY, false);
    function
        .effects(Effect.copySlot(made, original))
        .returns(Result.scalar())
        .prototype("int bpf_dynptr_clone(const struct bpf_dynptr *ptr, struct bpf_dynptr *clone)")
        .documentation("Makes another dynptr of the same memory.")
        .runs(Operations::copyHandle);
  }

  private void copy() {
    var function = in.function("bpf_dynptr_copy");
    function.slot("to", ANY, true);
    function.scalar("to_offset");
    function.slot("from", ANY, true);
    function.scalar("from_offset");
    function.scalar("size");
    function
        .returns(Result.scalar())
        .prototype(
            "int bpf_dynptr_copy(struct bpf_dynptr *to, __u32 to_offset, struct bpf_dynptr *from,"
                + " __u32 from_offset, __u32 size)")
        .documentation("Copies bytes from one to another.")
        .runs(Operations::copy);
  }

  private void set() {
    FunctionBuilder function = in.function("bpf_dynptr_memset");
    function.slot("ptr", ANY, true);
    function.scalar("offset");
    function.scalar("size");
    function.scalar("value");
    function
        .returns(Result.scalar())
        .prototype(
            "int bpf_dynptr_memset(struct bpf_dynptr *ptr, __u32 offset, __u32 size, __u8 value)")
        .documentation("Sets bytes of it to `value`.")
        .runs(Operations::set);
  }
}
