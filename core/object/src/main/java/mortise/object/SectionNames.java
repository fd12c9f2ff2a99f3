package mortise.object;

import java.util.List;

/// What section names mean.
///
/// Source: `section_defs` and `sec_def_matches` (libbpf 1.6).
final class SectionNames {
  /// How the rest of a section's name follows.
  private enum Form {
    /// The name is exactly this.
    EXACT,
    /// A slash and a name may follow.
    MAYBE_NAME
  }

  private record Entry(
      String prefix, String name, int id, String attachType, Form form, boolean sleepable) {}

  private static final List<Entry> TABLE =
      List.of(
          entry("socket", "socket_filter", 1, "", Form.EXACT),
          entry("sk_reuseport/migrate", "sk_reuseport", 21, "sk_reuseport_select_or_migrate"),
          entry("sk_reuseport", "sk_reuseport", 21, "sk_reuseport_select"),
          entry("kprobe", "kprobe", 2, "", Form.MAYBE_NAME),
          entry("uprobe", "kprobe", 2, "", Form.MAYBE_NAME),
          sleepable("uprobe.s", "kprobe", 2, "", Form.MAYBE_NAME),
          entry("kretprobe", "kprobe", 2, "", Form.MAYBE_NAME),
          entry("uretprobe", "kprobe", 2, "", Form.MAYBE_NAME),
          sleepable("uretprobe.s", "kprobe", 2, "", Form.MAYBE_NAME),
          entry("kprobe.multi", "kprobe", 2, "trace_kprobe_multi", Form.MAYBE_NAME),
          entry("kretprobe.multi", "kprobe", 2, "trace_kprobe_multi", Form.MAYBE_NAME),
          entry("kprobe.session", "kprobe", 2, "trace_kprobe_session", Form.MAYBE_NAME),
          entry("uprobe.multi", "kprobe", 2, "trace_uprobe_multi", Form.MAYBE_NAME),
          entry("uretprobe.multi", "kprobe", 2, "trace_uprobe_multi", Form.MAYBE_NAME),
          entry("uprobe.session", "kprobe", 2, "trace_uprobe_session", Form.MAYBE_NAME),
          sleepable("uprobe.multi.s", "kprobe", 2, "trace_uprobe_multi", Form.MAYBE_NAME),
          sleepable("uretprobe.multi.s", "kprobe", 2, "trace_uprobe_multi", Form.MAYBE_NAME),
          sleepable("uprobe.session.s", "kprobe", 2, "trace_uprobe_session", Form.MAYBE_NAME),
          entry("ksyscall", "kprobe", 2, "", Form.MAYBE_NAME),
          entry("kretsyscall", "kprobe", 2, "", Form.MAYBE_NAME),
          entry("usdt", "kprobe", 2, "", Form.MAYBE_NAME),
          sleepable("usdt.s", "kprobe", 2, "", Form.MAYBE_NAME),
          entry("tc/ingress", "sched_cls", 3, "tcx_ingress", Form.EXACT),
          entry("tc/egress", "sched_cls", 3, "tcx_egress", Form.EXACT),
          entry("tcx/ingress", "sched_cls", 3, "tcx_ingress", Form.EXACT),
          entry("tcx/egress", "sched_cls", 3, "tcx_egress", Form.EXACT),
          entry("netkit/primary", "sched_cls", 3, "netkit_primary", Form.EXACT),
          entry("netkit/peer", "sched_cls", 3, "netkit_peer", Form.EXACT),
          entry("tc", "sched_cls", 3, ""),
          entry("classifier", "sched_cls", 3, ""),
          entry("action", "sched_act", 4, ""),
          entry("tracepoint", "tracepoint", 5, "", Form.MAYBE_NAME),
          entry("tp", "tracepoint", 5, "", Form.MAYBE_NAME),
          entry("raw_tracepoint", "raw_tracepoint", 17, "", Form.MAYBE_NAME),
          entry("raw_tp", "raw_tracepoint", 17, "", Form.MAYBE_NAME),
          entry("raw_tracepoint.w", "raw_tracepoint_writable", 24, "", Form.MAYBE_NAME),
          entry("raw_tp.w", "raw_tracepoint_writable", 24, "", Form.MAYBE_NAME),
          entry("tp_btf", "tracing", 26, "trace_raw_tp", Form.MAYBE_NAME),
          entry("fentry", "tracing", 26, "trace_fentry", Form.MAYBE_NAME),
          entry("fmod_ret", "tracing", 26, "modify_return", Form.MAYBE_NAME),
          entry("fexit", "tracing", 26, "trace_fexit", Form.MAYBE_NAME),
          sleepable("fentry.s", "tracing", 26, "trace_fentry", Form.MAYBE_NAME),
          sleepable("fmod_ret.s", "tracing", 26, "modify_return", Form.MAYBE_NAME),
          sleepable("fexit.s", "tracing", 26, "trace_fexit", Form.MAYBE_NAME),
          entry("freplace", "ext", 28, "", Form.MAYBE_NAME),
          entry("lsm", "lsm", 29, "lsm_mac", Form.MAYBE_NAME),
          sleepable("lsm.s", "lsm", 29, "lsm_mac", Form.MAYBE_NAME),
          entry("lsm_cgroup", "lsm", 29, "lsm_cgroup", Form.MAYBE_NAME),
          entry("iter", "tracing", 26, "trace_iter", Form.MAYBE_NAME),
          sleepable("iter.s", "tracing", 26, "trace_iter", Form.MAYBE_NAME),
          sleepable("syscall", "syscall", 31, "", Form.EXACT),
          entry("xdp.frags/devmap", "xdp", 6, "xdp_devmap", Form.EXACT),
          entry("xdp/devmap", "xdp", 6, "xdp_devmap", Form.EXACT),
          entry("xdp.frags/cpumap", "xdp", 6, "xdp_cpumap", Form.EXACT),
          entry("xdp/cpumap", "xdp", 6, "xdp_cpumap", Form.EXACT),
          entry("xdp.frags", "xdp", 6, "xdp", Form.EXACT),
          entry("xdp", "xdp", 6, "xdp"),
          entry("perf_event", "perf_event", 7, "", Form.EXACT),
          entry("lwt_in", "lwt_in", 10, "", Form.EXACT),
          entry("lwt_out", "lwt_out", 11, "", Form.EXACT),
          entry("lwt_xmit", "lwt_xmit", 12, "", Form.EXACT),
          entry("lwt_seg6local", "lwt_seg6local", 19, "", Form.EXACT),
          entry("sockops", "sock_ops", 13, "cgroup_sock_ops", Form.EXACT),
          entry("sk_skb/stream_parser", "sk_skb", 14, "sk_skb_stream_parser", Form.EXACT),
          entry("sk_skb/stream_verdict", "sk_skb", 14, "sk_skb_stream_verdict", Form.EXACT),
          entry("sk_skb/verdict", "sk_skb", 14, "sk_skb_verdict", Form.EXACT),
          entry("sk_skb", "sk_skb", 14, ""),
          entry("sk_msg", "sk_msg", 16, "sk_msg_verdict", Form.EXACT),
          entry("lirc_mode2", "lirc_mode2", 20, "lirc_mode2", Form.EXACT),
          entry("flow_dissector", "flow_dissector", 22, "flow_dissector", Form.EXACT),
          entry("cgroup_skb/ingress", "cgroup_skb", 8, "cgroup_inet_ingress", Form.EXACT),
          entry("cgroup_skb/egress", "cgroup_skb", 8, "cgroup_inet_egress", Form.EXACT),
          entry("cgroup/skb", "cgroup_skb", 8, "", Form.EXACT),
          entry("cgroup/sock_create", "cgroup_sock", 9, "cgroup_inet_sock_create", Form.EXACT),
          entry("cgroup/sock_release", "cgroup_sock", 9, "cgroup_inet_sock_release", Form.EXACT),
          entry("cgroup/sock", "cgroup_sock", 9, "cgroup_inet_sock_create", Form.EXACT),
          entry("cgroup/post_bind4", "cgroup_sock", 9, "cgroup_inet4_post_bind", Form.EXACT),
          entry("cgroup/post_bind6", "cgroup_sock", 9, "cgroup_inet6_post_bind", Form.EXACT),
          entry("cgroup/sysctl", "cgroup_sysctl", 23, "cgroup_sysctl", Form.EXACT),
          entry("cgroup/getsockopt", "cgroup_sockopt", 25, "cgroup_getsockopt", Form.EXACT),
          entry("cgroup/setsockopt", "cgroup_sockopt", 25, "cgroup_setsockopt", Form.EXACT),
          entry("cgroup/dev", "cgroup_device", 15, "cgroup_device", Form.EXACT),
          entry("struct_ops", "struct_ops", 27, "", Form.MAYBE_NAME),
          sleepable("struct_ops.s", "struct_ops", 27, "", Form.MAYBE_NAME),
          entry("sk_lookup", "sk_lookup", 30, "sk_lookup", Form.EXACT),
          entry("netfilter", "netfilter", 32, "netfilter", Form.EXACT));

  /// `cgroup/connect4` and its like: the attach type is the name with other words around it.
  private static final List<String> ADDRESS_HOOKS =
      List.of("bind", "connect", "sendmsg", "recvmsg", "getpeername", "getsockname");

  private SectionNames() {}

  private static Entry entry(String prefix, String name, int id, String attachType, Form form) {
    return new Entry(prefix, name, id, attachType, form, false);
  }

  /// Old names that may be followed by anything after a slash.
  private static Entry entry(String prefix, String name, int id, String attachType) {
    return entry(prefix, name, id, attachType, Form.MAYBE_NAME);
  }

  private static Entry sleepable(String prefix, String name, int id, String attachType, Form form) {
    return new Entry(prefix, name, id, attachType, form, true);
  }

  static ProgramType parse(String section) {
    for (Entry entry : TABLE) {
      String prefix = entry.prefix();
      boolean named = entry.form() != Form.EXACT && section.startsWith(prefix + "/");
      if (section.equals(prefix) || named) {
        String rest = named ? section.substring(prefix.length() + 1) : "";
        return new ProgramType(
            entry.name(), entry.id(), entry.attachType(), rest, entry.sleepable());
      }
    }
    return addressHook(section);
  }

  private static ProgramType addressHook(String section) {
    if (section.startsWith("cgroup/")) {
      String hook = section.substring("cgroup/".length());
      for (String known : ADDRESS_HOOKS) {
        for (String family : List.of("4", "6", "_unix")) {
          boolean datagram = known.endsWith("msg");
          if (hook.equals(known + family) && !(known.equals("bind") && family.equals("_unix"))) {
            String protocol =
                family.equals("_unix") ? "unix_" : (datagram ? "udp" : "inet") + family + "_";
            return new ProgramType("cgroup_sock_addr", 18, "cgroup_" + protocol + known, "", false);
          }
        }
      }
    }
    return ProgramType.UNKNOWN;
  }
}
