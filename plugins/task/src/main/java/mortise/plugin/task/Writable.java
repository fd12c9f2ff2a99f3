package mortise.plugin.task;

import java.util.List;
import mortise.spi.Declarations;

/// Members of the kernel's objects that programs may change.
///
/// Source: linux `bpf_tcp_ca_btf_struct_access`, `bpf_dummy_ops_btf_struct_access`,
/// `_nf_conntrack_btf_struct_access` (6.18).
final class Writable {
  private static final String CONGESTION = "struct_ops:tcp_congestion_ops";

  private static final List<String> OF_CONNECTIONS =
      List.of(
          "inet_conn.icsk_inet.sk.sk_pacing_rate",
          "inet_conn.icsk_inet.sk.sk_pacing_status",
          "inet_conn.icsk_ca_priv",
          "inet_conn.icsk_ack.pending",
          "snd_cwnd",
          "snd_cwnd_cnt",
          "snd_cwnd_stamp",
          "snd_ssthresh",
          "ecn_flags",
          "app_limited");

  private Writable() {}

  static void declare(Declarations in) {
    OF_CONNECTIONS.forEach(member -> in.writable("tcp_sock", member, CONGESTION));
    in.writable("bpf_dummy_ops_state", "", "struct_ops:bpf_dummy_ops");
    in.writable("nf_conn", "mark", "tc", "xdp");
  }
}
