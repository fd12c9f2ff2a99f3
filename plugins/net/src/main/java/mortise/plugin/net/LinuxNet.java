package mortise.plugin.net;

import static mortise.plugin.net.ProgramKinds.CGROUP_SKB;
import static mortise.plugin.net.ProgramKinds.SOCKET;
import static mortise.plugin.net.ProgramKinds.TC;
import static mortise.plugin.net.ProgramKinds.XDP;

import mortise.plugin.net.api.Packet;
import mortise.spi.Declarations;
import mortise.spi.Effect;
import mortise.spi.FamilyInfo;
import mortise.spi.FunctionBuilder;
import mortise.spi.HelperFamily;
import mortise.spi.Parameter.Memory;
import mortise.spi.Parameter.Size;
import mortise.spi.Result;
import mortise.spi.StandardRules;
import mortise.spi.runtime.Call;

/// Programs that see packets, and what they may do with them; the kinds of program.
public final class LinuxNet implements HelperFamily {
  private static final String[] TUNNELS = {"lwt_in", "lwt_out", "lwt_xmit", "lwt_seg6local"};

  @Override
  public FamilyInfo info() {
    return FamilyInfo.of("net", "linux", "1.0.0", "[0.1,0.2)");
  }

  @Override
  public void declare(Declarations in) {
    ProgramKinds.all().forEach(in::program);
    JudgedKinds.all().forEach(in::program);
    in.view(Contexts.FLOW_KEYS);
    load(in);
    store(in);
    checksum(in);
    changes(in);
    redirections(in);
    identities(in);
  }

  private static Packet skb(Call call) {
    return Packet.ofBuffer(call.machine(), call.argument(0));
  }

  private static Packet xdp(Call call) {
    return Packet.ofXdp(call.machine(), call.argument(0));
  }

  /// Numbers of 32 bits: what is above does not count.
  private static long unsigned(long argument) {
    return argument & 0xffff_ffffL;
  }

  private static void load(Declarations in) {
    var function = in.helper(26, "bpf_skb_load_bytes");
    function.context("skb");
    function.anything("offset");
    function.parameter("to", new Memory(true, false));
    function.parameter("size", new Size(false));
    function
        .callableFrom(SOCKET, TC, CGROUP_SKB, "sk_skb", "sk_reuseport", "flow_dissector")
        .callableFrom(TUNNELS)
        .returns(Result.scalar())
        .prototype("long bpf_skb_load_bytes(const void *skb, __u32 offset, void *to, __u32 size)")
        .documentation(
            """
            Copies `size` bytes of the packet, from `offset` on, to `to`. `-EFAULT` if the packet \
            has fewer; then `to` is zeroed.
            """)
        .runs(
            call ->
                skb(call)
                    .load(
                        unsigned(call.argument(1)), call.argument(2), unsigned(call.argument(3))));
  }

  private static void store(Declarations in) {
    var function = in.helper(9, "bpf_skb_store_bytes");
    function.context("skb");
    function.anything("offset");
    function.parameter("from", new Memory(false, false));
    function.parameter("size", new Size(false));
    function.anything("flags");
    function
        .callableFrom(TC, "lwt_xmit", "sk_skb")
        .effects(Effect.forgetPackets())
        .returns(Result.scalar())
        .prototype(
            "long bpf_skb_store_bytes(void *skb, __u32 offset, const void *from, __u32 size,"
                + " __u64 flags)")
        .documentation(
            """
            Copies `size` bytes at `from` over the packet's from `offset` on. `-EFAULT` if the \
            packet has fewer, `-EINVAL` for unknown flags. Pointers to the packet are void after it.
            """)
        .runs(
            call ->
                skb(call)
                    .store(
                        unsigned(call.argument(1)),
                        call.argument(2),
                        unsigned(call.argument(3)),
                        call.argument(4)));
  }

  private static void checksum(Declarations in) {
    var function = in.helper(28, "bpf_csum_diff");
    function.parameter("from", new Memory(false, true));
    function.parameter("from_size", new Size(true));
    function.parameter("to", new Memory(false, true));
    function.parameter("to_size", new Size(true));
    function.anything("seed");
    function
        .callableFrom(TC, XDP)
        .callableFrom(TUNNELS)
        .takesPackets()
        .returns(Result.scalar())
        .prototype(
            "__s64 bpf_csum_diff(__be32 *from, __u32 from_size, __be32 *to, __u32 to_size,"
                + " __u32 seed)")
        .documentation(
            """
            The ones' complement sum of `seed` and `to`, less `from`: what to add to a checksum \
            when bytes change. Sizes are multiples of 4, else `-EINVAL`.
            """)
        .runs(
            call ->
                Checksum.difference(
                    call.machine(),
                    call.argument(0),
                    unsigned(call.argument(1)),
                    call.argument(2),
                    unsigned(call.argument(3)),
                    call.argument(4)));
  }

  /// What changes a packet's bytes or length: pointers to the packet are void after it.
  private static void changes(Declarations in) {
    changing(in, 38, "bpf_skb_change_tail", TC, "size", "flags")
        .callableFrom("lwt_xmit", "sk_skb")
        .prototype("long bpf_skb_change_tail(void *skb, __u32 size, __u64 flags)")
        .documentation("Makes the packet `size` bytes long.");
    changing(in, 39, "bpf_skb_pull_data", TC, "size")
        .callableFrom("sk_skb")
        .callableFrom(TUNNELS)
        .prototype("long bpf_skb_pull_data(void *skb, __u32 size)")
        .documentation(
            "Makes the first `size` bytes accessible through `data`, all if it is 0; `-ENOMEM` if"
                + " the packet has fewer.")
        .runs(call -> skb(call).pull(unsigned(call.argument(1))));
    changing(in, 50, "bpf_skb_adjust_room", TC, "difference", "mode", "flags")
        .callableFrom("sk_skb")
        .prototype("long bpf_skb_adjust_room(void *skb, __s32 difference, __u32 mode, __u64 flags)")
        .documentation("Grows or shrinks the room behind the network header.");
    changing(in, 44, "bpf_xdp_adjust_head", XDP, "delta")
        .prototype("long bpf_xdp_adjust_head(void *xdp, int delta)")
        .documentation(
            "Moves the start of the packet by `delta` bytes, forward if positive. `-EINVAL` if"
                + " there is no room, or fewer bytes than an Ethernet header would be left.")
        .runs(call -> xdp(call).moveStart((int) call.argument(1)));
    changing(in, 54, "bpf_xdp_adjust_meta", XDP, "delta")
        .prototype("long bpf_xdp_adjust_meta(void *xdp, int delta)")
        .documentation(
            "Moves the start of the metadata in front of the packet by `delta` bytes, forward if"
                + " positive. `-EINVAL` if there is no room; `-EACCES` for a length that is no"
                + " multiple of 4 or more than 255.")
        .runs(call -> xdp(call).moveMetadata((int) call.argument(1)));
    changing(in, 65, "bpf_xdp_adjust_tail", XDP, "delta")
        .prototype("long bpf_xdp_adjust_tail(void *xdp, int delta)")
        .documentation(
            "Moves the end of the packet by `delta` bytes: shorter if negative. `-EINVAL` if there"
                + " is no room, or fewer bytes than an Ethernet header would be left.")
        .runs(call -> xdp(call).moveEnd((int) call.argument(1)));
    changing(in, 10, "bpf_l3_csum_replace", TC, "offset", "from", "to", "flags")
        .callableFrom("lwt_xmit")
        .prototype(
            "long bpf_l3_csum_replace(void *skb, __u32 offset, __u64 from, __u64 to, __u64 flags)")
        .documentation("Corrects the network header's checksum at `offset`.");
    changing(in, 11, "bpf_l4_csum_replace", TC, "offset", "from", "to", "flags")
        .callableFrom("lwt_xmit")
        .prototype(
            "long bpf_l4_csum_replace(void *skb, __u32 offset, __u64 from, __u64 to, __u64 flags)")
        .documentation("Corrects the transport header's checksum at `offset`.");
    changing(in, 13, "bpf_clone_redirect", TC, "interface", "flags")
        .callableFrom("lwt_xmit")
        .prototype("long bpf_clone_redirect(void *skb, __u32 interface, __u64 flags)")
        .documentation("Sends a copy of the packet through another interface.");
  }

  private static FunctionBuilder changing(
      Declarations in, int id, String name, String kind, String... numbers) {
    var function = in.helper(id, name);
    function.context("context");
    for (var number : numbers) {
      function.anything(number);
    }
    return function.callableFrom(kind).effects(Effect.forgetPackets()).returns(Result.scalar());
  }

  /// Through maps of devices (14, 25), CPUs (16) and sockets (17).
  private static void redirections(Declarations in) {
    var redirect = in.helper(23, "bpf_redirect");
    redirect.anything("interface");
    redirect.anything("flags");
    redirect
        .callableFrom(TC, XDP, "lwt_xmit")
        .returns(Result.scalar())
        .prototype("long bpf_redirect(__u32 interface, __u64 flags)")
        .documentation("The verdict that sends the packet to another interface.");
    var throughMap = in.helper(51, "bpf_redirect_map");
    var map = throughMap.map("map");
    throughMap.anything("key");
    throughMap.anything("flags");
    throughMap
        .requires(StandardRules.MAP_TYPE, map.isMapOfType(14, 16, 17, 25))
        .callableFrom(XDP)
        .returns(Result.scalar())
        .prototype("long bpf_redirect_map(void *map, __u64 key, __u64 flags)")
        .documentation("The verdict that sends the packet where `map` says.");
  }

  private static void identities(Declarations in) {
    var hash = in.helper(34, "bpf_get_hash_recalc");
    hash.context("skb");
    hash.callableFrom(TC)
        .callableFrom(TUNNELS)
        .returns(Result.scalar())
        .prototype("__u32 bpf_get_hash_recalc(void *skb)")
        .documentation("The packet's hash, computed if it has none.");
  }
}
