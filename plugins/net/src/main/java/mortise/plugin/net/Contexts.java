package mortise.plugin.net;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import mortise.spi.Category;
import mortise.spi.ContextField;
import mortise.spi.ContextField.Kind;
import mortise.spi.HostView;
import mortise.spi.Result;
import mortise.spi.Rule;

/// The contexts of program kinds, field by field.
///
/// Source: linux `struct __sk_buff`, `struct xdp_md`, `struct pt_regs` (x86-64), and
/// `bpf_skb_is_valid_access`, `sk_filter_is_valid_access`, `cg_skb_is_valid_access`,
/// `tc_cls_act_is_valid_access`, `xdp_is_valid_access`, `kprobe_prog_is_valid_access`,
/// `tp_prog_is_valid_access`, `pe_prog_is_valid_access`, `raw_tp_prog_is_valid_access` (6.18).
final class Contexts {
  /// In bytes.
  static final int SK_BUFF = 192;

  static final int XDP_MD = 24;
  static final int REGISTERS = 168;
  static final int PERF_EVENT = REGISTERS + 16;
  static final int TRACEPOINT = 8192;
  static final int RAW_TRACEPOINT = 12 * 8;

  /// The kernel's limit on offsets; how much is there is known when the program runs.
  static final int SYSCALL = 65535;

  private static final int CB = 48;

  private static final int FLOW_KEYS_BYTES = 56;

  /// What a flow dissector finds out, `struct bpf_flow_keys`.
  ///
  /// Source: linux `check_flow_keys_access` (6.18).
  static final HostView FLOW_KEYS =
      HostView.of(
              "flow_keys",
              List.of(ContextField.scalar("all", 0, FLOW_KEYS_BYTES).alsoWritable()),
              Rule.id("packet.flow-keys")
                  .category(Category.MEMORY_SAFETY)
                  .suggestion("stay within `struct bpf_flow_keys`")
                  .documentation("What a flow dissector finds out it writes down there.")
                  .source("linux: `check_flow_keys_access` (6.18)")
                  .message("invalid access to flow keys off={offset} size={size}"))
          .plain();

  /// What a socket filter must not see: who the other side is, and where the packet's bytes lie.
  private static final Set<String> NOT_IN_SOCKET_FILTERS =
      Set.of(
          "tc_classid",
          "data",
          "data_end",
          "data_meta",
          "family",
          "remote_ip4",
          "local_ip4",
          "remote_ip6",
          "local_ip6",
          "remote_port",
          "local_port",
          "tstamp",
          "wire_len",
          "tstamp_type",
          "hwtstamp");

  private static final Set<String> NOT_IN_TRAFFIC_CONTROL =
      Set.of(
          "family",
          "remote_ip4",
          "local_ip4",
          "remote_ip6",
          "local_ip6",
          "remote_port",
          "local_port");

  private static final Set<String> NOT_IN_CGROUPS =
      Set.of("tc_classid", "data_meta", "wire_len", "tstamp_type");

  private Contexts() {}

  static List<ContextField> socketFilter() {
    return packet(NOT_IN_SOCKET_FILTERS, Set.of("cb"));
  }

  static List<ContextField> trafficControl() {
    return packet(
        NOT_IN_TRAFFIC_CONTROL,
        Set.of("mark", "tc_index", "priority", "tc_classid", "cb", "tstamp", "queue_mapping"));
  }

  static List<ContextField> cgroup() {
    return packet(NOT_IN_CGROUPS, Set.of("mark", "priority", "cb", "tstamp"));
  }

  private static List<ContextField> packet(Set<String> hidden, Set<String> writable) {
    return skBuff().stream()
        .filter(field -> !hidden.contains(field.name()))
        .map(field -> writable.contains(field.name()) ? field.alsoWritable() : field)
        .toList();
  }

  /// All fields of `struct __sk_buff` but for `flow_keys`.
  private static List<ContextField> skBuff() {
    var fields = new ArrayList<ContextField>();
    number(fields, 0, "len", "pkt_type", "mark", "queue_mapping", "protocol");
    number(fields, 20, "vlan_present", "vlan_tci", "vlan_proto", "priority");
    number(fields, 36, "ingress_ifindex", "ifindex", "tc_index");
    // The control block is bytes: it may be accessed, and written, in parts of any size.
    for (int size = 4; size <= 8; size += 4) {
      for (int offset = CB; offset + size <= CB + 20; offset += size) {
        fields.add(ContextField.scalar("cb", offset, size));
      }
    }
    for (int size = 1; size <= 2; size++) {
      for (int offset = CB; offset < CB + 20; offset += size) {
        fields.add(ContextField.scalar("cb", offset, size));
      }
    }
    number(fields, 68, "hash", "tc_classid");
    fields.add(ContextField.packet("data", 76, Kind.PACKET));
    fields.add(ContextField.packet("data_end", 80, Kind.PACKET_END));
    number(fields, 84, "napi_id", "family");
    fields.add(whole("remote_ip4", 92, 4));
    fields.add(whole("local_ip4", 96, 4));
    for (int i = 0; i < 4; i++) {
      fields.add(whole("remote_ip6", 100 + 4 * i, 4));
      fields.add(whole("local_ip6", 116 + 4 * i, 4));
    }
    number(fields, 132, "remote_port", "local_port");
    fields.add(ContextField.packet("data_meta", 140, Kind.PACKET_META));
    fields.add(whole("tstamp", 152, 8));
    number(fields, 160, "wire_len", "gso_segs");
    fields.add(ContextField.pointer("sk", 168, Result.view("sock_common").orNull()));
    number(fields, 176, "gso_size");
    fields.add(whole("tstamp_type", 180, 1));
    fields.add(whole("hwtstamp", 184, 8));
    return fields;
  }

  private static void number(List<ContextField> fields, int offset, String... names) {
    int at = offset;
    for (var name : names) {
      fields.add(ContextField.scalar(name, at, 4));
      at += 4;
    }
  }

  /// A field that can only be read whole.
  private static ContextField whole(String name, int offset, int size) {
    return new ContextField(name, offset, size, Kind.SCALAR, true, false, false);
  }

  /// @param outgoing whether the packet has an interface to go to: for programs of device maps
  static List<ContextField> xdp(boolean outgoing) {
    var fields = new ArrayList<ContextField>();
    fields.add(ContextField.packet("data", 0, Kind.PACKET));
    fields.add(ContextField.packet("data_end", 4, Kind.PACKET_END));
    fields.add(ContextField.packet("data_meta", 8, Kind.PACKET_META));
    fields.add(whole("ingress_ifindex", 12, 4));
    fields.add(whole("rx_queue_index", 16, 4));
    if (outgoing) {
      fields.add(whole("egress_ifindex", 20, 4));
    }
    return fields;
  }

  /// The registers of whoever was interrupted.
  static List<ContextField> registers() {
    return words(0, REGISTERS, true);
  }

  /// The registers, as whole words only, and what was sampled.
  static List<ContextField> perfEvent() {
    var fields = new ArrayList<>(words(0, REGISTERS, false));
    fields.addAll(words(REGISTERS, PERF_EVENT, true));
    return fields;
  }

  /// The event's record, without the pointer that it begins with.
  static List<ContextField> tracepoint() {
    return words(8, TRACEPOINT, true);
  }

  static List<ContextField> rawTracepoint() {
    return words(0, RAW_TRACEPOINT, true);
  }

  /// As [#rawTracepoint], without the first argument, which is memory of the host.
  static List<ContextField> writableRawTracepoint() {
    return words(8, RAW_TRACEPOINT, true);
  }

  /// The traced function's arguments.
  static List<ContextField> traced() {
    return words(0, RAW_TRACEPOINT, false);
  }

  private static List<ContextField> words(int from, int to, boolean narrow) {
    var fields = new ArrayList<ContextField>();
    for (int offset = from; offset < to; offset += 8) {
      fields.add(
          new ContextField("word " + offset / 8, offset, 8, Kind.SCALAR, true, false, narrow));
    }
    return fields;
  }
}
