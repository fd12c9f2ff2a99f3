package mortise.verifier.explore;

import mortise.spi.Qualifier;
import mortise.verifier.domain.Comparison;
import mortise.verifier.rules.MemoryRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.State;

/// How many bytes of a packet are there: what comparing a packet pointer with the packet's end
/// teaches, and what accesses need.
///
/// Source: linux `check_packet_access`, `try_match_pkt_pointers`, `find_good_pkt_pointers` (6.18).
final class Packets {
  private static final long MAX_OFFSET = 0xffff;

  private Packets() {}

  static void compare(
      State state, Comparison comparison, Pointer left, Pointer right, boolean taken) {
    if (isEnd(left, right)) {
      compare(state, comparison.swapped(), right, left, taken);
      return;
    }
    if (!isEnd(right, left)) {
      return;
    }
    switch (taken ? comparison : comparison.negated()) {
      case LE -> learn(state, left, false);
      case LT -> learn(state, left, true);
      default -> {}
    }
  }

  /// Whether `end` bounds `start`: the end of data, or the start of data for metadata.
  private static boolean isEnd(Pointer end, Pointer start) {
    if (!(start.region() instanceof Region.Packet packet)) {
      return false;
    }
    return packet.meta()
        ? end.region() instanceof Region.Packet data && !data.meta() && isAtStart(end)
        : end.region() instanceof Region.PacketEnd;
  }

  private static boolean isAtStart(Pointer pointer) {
    return pointer.offset() == 0 && pointer.variable().isConstant(0);
  }

  /// `pointer <= end` (or `<`): so many bytes in front of it are there.
  private static void learn(State state, Pointer pointer, boolean strict) {
    if (pointer.offset() < 0 || (pointer.offset() == 0 && strict)) {
      return;
    }
    if (Long.compareUnsigned(pointer.variable().umax(), MAX_OFFSET) > 0
        || pointer.offset() + pointer.variable().umax() > MAX_OFFSET) {
      return;
    }
    int bound = pointer.offset() + (strict ? 1 : 0);
    state.mapPointers(
        other ->
            other.region().equals(pointer.region()) && other.id() == pointer.id()
                ? other.bounded(Math.max(other.bound(), bound))
                : other);
  }

  /// Checks that so many bytes are known to be there.
  static void check(Access access, Pointer pointer) {
    if (pointer.variable().smin() < 0) {
      throw Rejection.of(MemoryRules.NEGATIVE_INDEX, "register", Names.register(access.register()));
    }
    long from = (long) pointer.offset() + access.offset();
    if (from < 0 || from + access.size() > pointer.bound()) {
      throw Rejection.of(
          MemoryRules.PACKET_BOUNDS,
          "register",
          Names.register(access.register()),
          "offset",
          from,
          "size",
          access.size(),
          "id",
          pointer.id(),
          "base",
          from,
          "bound",
          pointer.bound());
    }
  }

  /// Everything known of packets is forgotten: their bytes may have moved.
  static void forget(State state, int at) {
    state.mapPointers(
        pointer ->
            pointer.region() instanceof Region.Packet
                    || pointer.region() instanceof Region.PacketEnd
                    || pointer.qualifiers().stream().anyMatch(Qualifier::withPackets)
                ? Scalar.unknown(at)
                : pointer);
  }
}
