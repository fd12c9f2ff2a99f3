package mortise.plugin.net.api;

import mortise.spi.runtime.Machine;

/// A running program's packet, by the address of its context.
///
/// A context's packet fields are 4 bytes wide, and addresses are not; but where a program has such
/// a field, the machine gives and takes whole addresses. Socket filters have none, so a `__sk_buff`
/// also keeps start and end in the two pointers that no program sees (`flow_keys`, `sk`).
///
/// @param buffer whether the context is a `__sk_buff` and not an `xdp_md`
public record Packet(Machine machine, long context, boolean buffer) {
  /// In bytes.
  public static final int ETHERNET_HEADER = 14;

  private static final int BUFFER_DATA = 76;
  private static final int BUFFER_DATA_END = 80;
  private static final int BUFFER_DATA_META = 140;
  private static final int HIDDEN_START = 144;
  private static final int HIDDEN_END = 168;
  private static final int DATA_END = 4;
  private static final int DATA_META = 8;

  private static final int INVALID = -22;
  private static final int FAULT = -14;
  private static final int NO_MEMORY = -12;
  private static final int NO_ACCESS = -13;
  private static final int MOST_METADATA = 255;

  /// The most bytes that one call copies.
  private static final long LARGEST = 0xffff;

  public static Packet ofBuffer(Machine machine, long context) {
    return new Packet(machine, context, true);
  }

  public static Packet ofXdp(Machine machine, long context) {
    return new Packet(machine, context, false);
  }

  public long start() {
    return buffer ? machine.load(context + HIDDEN_START) : machine.load(context, 4);
  }

  public long end() {
    return buffer ? machine.load(context + HIDDEN_END) : machine.load(context + DATA_END, 4);
  }

  public long meta() {
    return machine.load(context + (buffer ? BUFFER_DATA_META : DATA_META), 4);
  }

  /// In bytes.
  public long length() {
    return end() - start();
  }

  /// How many bytes of metadata there are in front of it.
  public long metadata() {
    return start() - meta();
  }

  public void set(long start, long end, long meta) {
    if (buffer) {
      machine.store(context + HIDDEN_START, start);
      machine.store(context + HIDDEN_END, end);
    }
    machine.store(context + (buffer ? BUFFER_DATA : 0), 4, start);
    machine.store(context + (buffer ? BUFFER_DATA_END : DATA_END), 4, end);
    machine.store(context + (buffer ? BUFFER_DATA_META : DATA_META), 4, meta);
  }

  private boolean contains(long offset, long count) {
    return offset <= LARGEST && offset + count <= end() - start();
  }

  /// Source: linux `bpf_skb_load_bytes` (6.18).
  public int load(long offset, long to, long count) {
    if (!contains(offset, count)) {
      machine.fill(to, count, (byte) 0);
      return FAULT;
    }
    machine.copy(start() + offset, to, count);
    return 0;
  }

  /// Source: linux `bpf_skb_store_bytes` (6.18).
  public int store(long offset, long from, long count, long flags) {
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
  public int pull(long count) {
    return count <= end() - start() ? 0 : NO_MEMORY;
  }

  /// Source: linux `bpf_xdp_adjust_head` (6.18).
  public int moveStart(int delta) {
    long metadata = start() - meta();
    long to = start() + delta;
    if (to - metadata < room() || to > end() - ETHERNET_HEADER) {
      return INVALID;
    }
    if (metadata > 0) {
      machine.copy(meta(), to - metadata, metadata);
    }
    set(to, end(), to - metadata);
    return 0;
  }

  /// Source: linux `bpf_xdp_adjust_meta` (6.18).
  public int moveMetadata(int delta) {
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
  public int moveEnd(int delta) {
    long to = end() + delta;
    var place = machine.place(start());
    if (to < start() + ETHERNET_HEADER || to > place.start() + place.type().size()) {
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
