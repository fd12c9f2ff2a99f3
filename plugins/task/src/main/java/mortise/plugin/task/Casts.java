package mortise.plugin.task;

import static mortise.plugin.ownership.api.Ownership.TRUSTED;
import static mortise.plugin.ownership.api.Ownership.UNTRUSTED;

import java.util.LinkedHashMap;
import java.util.Map;
import mortise.spi.Condition;
import mortise.spi.Declarations;
import mortise.spi.Outcome;
import mortise.spi.Result;

/// Pointers taken for others.
///
/// Source: linux `bpf_cast_to_kern_ctx`, `bpf_rdonly_cast`, `bpf_types.h` (6.18).
final class Casts {
  /// What the kernel itself calls the context of the programs of each kind.
  private static final Map<String, String> CONTEXTS = contexts();

  private Casts() {}

  private static Map<String, String> contexts() {
    var types = new LinkedHashMap<String, String>();
    for (var kind :
        new String[] {
          "socket", "tc", "cgroup_skb", "lwt_in", "lwt_out", "lwt_xmit", "lwt_seg6local", "sk_skb"
        }) {
      types.put(kind, "sk_buff");
    }
    types.put("xdp", "xdp_buff");
    types.put("cgroup_sock", "sock");
    types.put("cgroup_sock_addr", "bpf_sock_addr_kern");
    types.put("sock_ops", "bpf_sock_ops_kern");
    types.put("sk_msg", "sk_msg");
    types.put("flow_dissector", "bpf_flow_dissector");
    types.put("kprobe", "pt_regs");
    types.put("perf_event", "bpf_perf_event_data_kern");
    types.put("cgroup_device", "bpf_cgroup_dev_ctx");
    types.put("cgroup_sysctl", "bpf_sysctl_kern");
    types.put("cgroup_sockopt", "bpf_sockopt_kern");
    types.put("sk_reuseport", "sk_reuseport_kern");
    types.put("sk_lookup", "bpf_sk_lookup_kern");
    types.put("netfilter", "bpf_nf_ctx");
    return types;
  }

  static void declare(Declarations in) {
    var context = in.function("bpf_cast_to_kern_ctx");
    context.context("obj");
    CONTEXTS.forEach(
        (kind, type) ->
            context.outcome(
                Outcome.of(type, Result.hostObject(type).qualified(TRUSTED))
                    .possibleIf(Condition.inProgram(kind))));
    context
        .callableFrom(CONTEXTS.keySet().toArray(String[]::new))
        .prototype("void *bpf_cast_to_kern_ctx(void *obj)")
        .documentation("The context as the kernel itself knows it.");
    var cast = in.function("bpf_rdonly_cast");
    cast.ignored("obj__ign");
    var type = cast.constant("btf_id__k");
    cast.requires(KernelRules.CAST_TYPE, type.namesHostStruct())
        .returns(Result.hostNamed(type).qualified(UNTRUSTED))
        .prototype("void *bpf_rdonly_cast(const void *obj__ign, __u32 btf_id__k)")
        .documentation(
            "The same pointer, to be read as if one of the kernel's structs were there: the number"
                + " says which. What is not there is read as 0.");
  }
}
