package mortise.plugin.dynptr;

import java.util.List;
import mortise.spi.Qualifier;
import mortise.spi.SlotKind;

/// Dynptrs and their sorts, as the verifier tells them apart.
///
/// Source: linux `enum bpf_dynptr_type`, `dynptr_type_refcounted` (6.18).
final class Dynptrs {
  private static final int BYTES = 16;

  /// Whichever sort.
  static final SlotKind ANY =
      SlotKind.handle(
          "dynptr",
          BYTES,
          DynptrRules.NOT_ON_STACK,
          DynptrRules.NO_PLACE,
          DynptrRules.NOT_THERE,
          new SlotKind.Handle(
              "dynptr_ptr",
              DynptrRules.OVERWRITTEN,
              DynptrRules.WRITTEN_BY_FUNCTION,
              DynptrRules.NOT_OWED,
              DynptrRules.LENT));

  static final SlotKind LOCAL = ANY.sort("dynptr_local", false);
  static final SlotKind RECORD = ANY.sort("dynptr_ringbuf", true);
  static final SlotKind BUFFER = ANY.sort("dynptr_skb", false);
  static final SlotKind BUFFER_META = ANY.sort("dynptr_skb_meta", false);
  static final SlotKind XDP = ANY.sort("dynptr_xdp", false);

  /// Part of a packet, got through a dynptr.
  static final Qualifier IN_PACKET = Qualifier.of("packet-slice", "").alive().partOfPackets();

  /// Program kinds whose context is a `__sk_buff`.
  static final List<String> WITH_BUFFER =
      List.of(
          "socket", "tc", "cgroup_skb", "lwt_in", "lwt_out", "lwt_xmit", "lwt_seg6local", "sk_skb");

  /// Program kinds that may write into packets.
  ///
  /// Source: linux `may_access_direct_pkt_data` (6.18).
  static final String[] WRITING = {"tc", "xdp", "lwt_xmit", "sk_skb", "sk_msg", "cgroup_sockopt"};

  private Dynptrs() {}

  /// Whether programs of the type with that number may write into packets: of those that have any.
  static boolean writes(int programType) {
    return switch (programType) {
      case 3, 4, 6, 12, 14, 16 -> true;
      default -> false;
    };
  }
}
