package mortise.plugin.net;

import mortise.spi.runtime.Machine;

/// A running program's packet, by the address of its context.
///
/// @param size of what programs see of the context, in bytes; a multiple of 8
record Packet(Machine machine, long context, int size) {
  private static final int INVALID = -22;
  private static final int FAULT = -14;
  private static final int NO_MEMORY = -12;
  private static final int NO_ACCESS = -13;
  private static final int MOST_METADATA = 255;

  /// The most bytes that one call copies.
  private static final long LARGEST = 0xffff;

  long start() {
    return machine.load(context + size);
  }

  long end() {
    return machine.load(context + size + 8);
  }

  long meta() {
    return machine.load(context + size + 16);
  }

  void set(long start, long end, long meta) {
    machine.store(context + size, start);
    machine.store(context + size + 8, end);
    machine.store(context + size + 16, meta);
  }

  private boolean contains(long offset, long count) {
    return offset <= LARGEST && offset + count <= end() - start();
  }

  /// Source: linux `bpf_skb_load_bytes` (6.18).
  int load(long offset, long to, long count) {
    if (!contains(offset, count)) {
      machine.fill(to, count, (byte) 0);
      return FAULT;
    }
    machine.copy(start() + offset, to, count);
    return 0;
  }

  /// Source: linux `bpf_skb_store_bytes` (6.18).
  int store(long offset, long from, long count, long flags) {
    // BPF_F_RECOMPUTE_CSUM and BPF_F_INVALIDATE_HASH: there is neither here.
    if ((flags & ~3) != 0) {
      return INVALID;
    }
    if (!contains(offset, count)) {
      return FAULT;
    }
    machine.copy(from, start() + offset, count);
    return 0;
  }

  /// Source: linux `bpf_skb_pull_data` (6.18).
  int pull(long count) {
    return count <= end() - start() ? 0 : NO_MEMORY;
  }

  /// Source: linux `bpf_xdp_adjust_head` (6.18).
  int moveStart(int delta) {
    long metadata = start() - meta();
    long to = start() + delta;
    if (to - metadata < room() || to > end() - PacketContext.ETHERNET_HEADER) {
      return INVALID;
    }
    if (metadata > 0) {
      machine.copy(meta(), to - metadata, metadata);
    }
    set(to, end(), to - metadata);
    return 0;
  }

  /// Source: linux `bpf_xdp_adjust_meta` (6.18).
  int moveMetadata(int delta) {
    long to = meta() + delta;
    if (to < room() || to > start()) {
      return INVALID;
    }
    long length = start() - to;
    if (length % 4 != 0 || length > MOST_METADATA) {
      return NO_ACCESS;
    }
    set(start(), end(), to);
    return 0;
  }

  /// Source: linux `bpf_xdp_adjust_tail` (6.18).
  int moveEnd(int delta) {
    long to = end() + delta;
    var place = machine.place(start());
    if (to < start() + PacketContext.ETHERNET_HEADER || to > place.start() + place.type().size()) {
      return INVALID;
    }
    if (delta > 0) {
      machine.fill(end(), delta, (byte) 0);
    }
    set(start(), to, meta());
    return 0;
  }

  private long room() {
    return machine.place(start()).start();
  }
}
