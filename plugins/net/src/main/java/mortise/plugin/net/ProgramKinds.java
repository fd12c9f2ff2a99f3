package mortise.plugin.net;

import static mortise.plugin.ownership.api.Ownership.TRUSTED;
import static mortise.spi.HostArguments.Source.FUNCTION;
import static mortise.spi.HostArguments.Source.MEMBER;
import static mortise.spi.HostArguments.Source.TRACEPOINT;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import mortise.spi.ContextField;
import mortise.spi.HostArguments;
import mortise.spi.ProgramKind;
import mortise.spi.ProgramKind.PacketAccess;
import mortise.spi.ProgramKind.Range;
import mortise.spi.runtime.ContextFactory;

/// The kinds of program. Numbers are `BPF_PROG_TYPE_…`; how they are attached is named as in
/// `BPF_…`, lower case.
///
/// Source: linux `check_return_code`, `may_access_direct_pkt_data`, `may_access_skb` (6.18).
final class ProgramKinds {
  static final String SOCKET = "socket";
  static final String TC = "tc";
  static final String XDP = "xdp";
  static final String CGROUP_SKB = "cgroup_skb";

  private static final Optional<Range> ANY = Optional.empty();
  private static final Optional<Range> ZERO = Optional.of(new Range(0, 0));
  private static final Optional<Range> BOOLEAN = Optional.of(new Range(0, 1));

  /// From `-MAX_ERRNO` to 0.
  private static final Optional<Range> ERROR = Optional.of(new Range(-4095, 0));

  private ProgramKinds() {}

  static List<ProgramKind> all() {
    return List.of(
        socketFilter(),
        trafficControl(3),
        trafficControl(4),
        xdp(),
        cgroupSkb(),
        syscall(),
        kprobe(ANY)
            .whenAttached(
                Map.of(
                    "trace_kprobe_session", kprobe(BOOLEAN),
                    "trace_uprobe_session", kprobe(BOOLEAN)))
            .withContextAsIs(),
        traced("tracepoint", 5, Contexts.TRACEPOINT, Contexts.tracepoint(), ANY)
            .withTagged("*")
            .withContextAsIs(),
        traced("perf_event", 7, Contexts.PERF_EVENT, Contexts.perfEvent(), ANY)
            .withContext("bpf_perf_event_data")
            .withTagged("pt_regs", "typedef bpf_user_pt_regs_t"),
        traced("raw_tracepoint", 17, Contexts.RAW_TRACEPOINT, Contexts.rawTracepoint(), ANY)
            .withContext("bpf_raw_tracepoint_args")
            .withTagged("u64")
            .withContextAsIs(),
        traced("raw_tracepoint", 24, Contexts.RAW_TRACEPOINT, Contexts.writableRawTracepoint(), ANY)
            .withContext("bpf_raw_tracepoint_args")
            .withTagged("u64")
            .withContextAsIs(),
        tracing().withContextAsIs(),
        members().withContextAsIs(),
        traced("lsm", 29, Contexts.RAW_TRACEPOINT, Contexts.traced(), ERROR)
            .with(HostArguments.of(FUNCTION, "bpf_lsm_", TRUSTED).withResult())
            .withTagged("u64")
            .withContextAsIs());
  }

  private static ProgramKind socketFilter() {
    return packet(
        SOCKET,
        1,
        Contexts.socketFilter(),
        PacketAccess.NONE,
        true,
        ANY,
        PacketContext::networkLayer,
        Map.of());
  }

  private static ProgramKind trafficControl(int number) {
    return packet(
        TC,
        number,
        Contexts.trafficControl(),
        PacketAccess.READ_WRITE,
        true,
        ANY,
        PacketContext::linkLayer,
        Map.of());
  }

  private static ProgramKind cgroupSkb() {
    var egress = cgroupSkb(Optional.of(new Range(0, 3)), Map.of());
    return cgroupSkb(BOOLEAN, Map.of("cgroup_inet_egress", egress));
  }

  private static ProgramKind cgroupSkb(Optional<Range> returns, Map<String, ProgramKind> attached) {
    return packet(
        CGROUP_SKB,
        8,
        Contexts.cgroup(),
        PacketAccess.READ,
        false,
        returns,
        PacketContext::networkLayer,
        attached);
  }

  private static ProgramKind packet(
      String name,
      int number,
      List<ContextField> fields,
      PacketAccess packets,
      boolean legacyLoads,
      Optional<Range> returns,
      ContextFactory factory,
      Map<String, ProgramKind> attached) {
    return new ProgramKind(
            name,
            number,
            Contexts.SK_BUFF,
            fields,
            false,
            packets,
            legacyLoads,
            false,
            returns,
            Optional.of(factory),
            attached)
        .withContext("__sk_buff", "sk_buff");
  }

  private static ProgramKind xdp() {
    var ofDeviceMap = xdp(true, Map.of());
    return xdp(false, Map.of("xdp_devmap", ofDeviceMap));
  }

  private static ProgramKind xdp(boolean outgoing, Map<String, ProgramKind> attached) {
    return new ProgramKind(
            XDP,
            6,
            Contexts.XDP_MD,
            Contexts.xdp(outgoing),
            false,
            PacketAccess.READ_WRITE,
            false,
            false,
            ANY,
            Optional.of(PacketContext::xdp),
            attached)
        .withContext("xdp_md", "xdp_buff");
  }

  private static ProgramKind syscall() {
    return new ProgramKind(
            "syscall",
            31,
            Contexts.SYSCALL,
            List.of(),
            true,
            PacketAccess.NONE,
            false,
            true,
            ANY,
            Optional.of(PacketContext::plain),
            Map.of())
        .withTagged("*")
        .withContextAsIs();
  }

  /// Programs whose context is the arguments of what they are attached to.
  ///
  /// Source: linux `prog_args_trusted`: those of functions nobody vouches for (6.18).
  private static ProgramKind tracing() {
    var entry = traced(ZERO).with(HostArguments.of(FUNCTION, "")).withTagged("u64");
    return entry.whenAttached(
        Map.of(
            "trace_fentry",
            entry,
            "trace_fexit",
            traced(ZERO).with(HostArguments.of(FUNCTION, "").withResult()).withTagged("u64"),
            "modify_return",
            traced(ANY).with(HostArguments.of(FUNCTION, "").withResult()).withTagged("u64"),
            "trace_raw_tp",
            traced(ANY)
                .with(
                    HostArguments.of(TRACEPOINT, "", TRUSTED)
                        .except(NullableArguments.tracepoints()))
                .withTagged("bpf_raw_tracepoint_args", "u64"),
            "trace_iter",
            traced(BOOLEAN)
                .with(
                    HostArguments.of(FUNCTION, "bpf_iter_", TRUSTED)
                        .except(NullableArguments.iterators()))
                .withTagged("bpf_iter__*")));
  }

  private static ProgramKind kprobe(Optional<Range> returns) {
    return traced("kprobe", 2, Contexts.REGISTERS, Contexts.registers(), returns)
        .withContext("pt_regs", "bpf_user_pt_regs_t", "typedef bpf_user_pt_regs_t")
        .withTagged("typedef bpf_user_pt_regs_t");
  }

  /// Programs that take the place of functions of the kernel's, by the struct that points to those.
  ///
  /// Source: linux `bpf_tcp_congestion_ops`, `bpf_bpf_dummy_ops` (6.18).
  private static ProgramKind members() {
    var arguments = HostArguments.of(MEMBER, "", TRUSTED);
    var congestion = members(Map.of()).with(arguments.taking("sock", "tcp_sock").but("get_info"));
    return members(Map.of("tcp_congestion_ops", congestion)).with(arguments).withTagged("u64");
  }

  private static ProgramKind members(Map<String, ProgramKind> attached) {
    var one = traced("struct_ops", 27, Contexts.RAW_TRACEPOINT, Contexts.traced(), ANY);
    return new ProgramKind(
        one.name(),
        one.number(),
        one.contextSize(),
        one.fields(),
        one.plainContext(),
        one.packets(),
        one.legacyLoads(),
        one.sleepable(),
        one.returns(),
        one.factory(),
        attached);
  }

  private static ProgramKind traced(Optional<Range> returns) {
    return traced("tracing", 26, Contexts.RAW_TRACEPOINT, Contexts.traced(), returns);
  }

  /// A kind that is only judged.
  private static ProgramKind traced(
      String name, int number, int size, List<ContextField> fields, Optional<Range> returns) {
    return new ProgramKind(
        name,
        number,
        size,
        fields,
        false,
        PacketAccess.NONE,
        false,
        false,
        returns,
        Optional.empty(),
        Map.of());
  }
}
