package mortise.plugin.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import mortise.plugin.net.api.Packet;
import mortise.spi.runtime.ContextFactory.Context;
import mortise.spi.runtime.ContextFactory.Input;
import mortise.spi.runtime.Machine;

/// Contexts in a machine's memory.
///
/// Source: linux `bpf_prog_test_run_skb`, `bpf_prog_test_run_xdp` (6.18).
final class PacketContext {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// `XDP_PACKET_HEADROOM`: what a packet can grow in front.
  static final int HEADROOM = 256;

  /// What it can grow behind.
  static final int TAILROOM = 320;

  private static final int PROTOCOL_IN_HEADER = 12;
  private static final int LOOPBACK = 1;

  private static final int LEN = 0;
  private static final int PROTOCOL = 16;
  private static final int IFINDEX = 40;
  private static final int WIRE_LEN = 160;

  private PacketContext() {}

  /// A `__sk_buff` whose packet starts with its Ethernet header.
  static Context linkLayer(Machine machine, Input input) {
    return skBuff(machine, input, 0);
  }

  /// A `__sk_buff` whose packet starts behind its Ethernet header.
  static Context networkLayer(Machine machine, Input input) {
    return skBuff(machine, input, Math.min(Packet.ETHERNET_HEADER, input.packet().length));
  }

  private static Context skBuff(Machine machine, Input input, int skipped) {
    long context = machine.allocate(Contexts.SK_BUFF, "context");
    long packet = packet(machine, input.packet());
    long end = packet + input.packet().length;
    long start = packet + skipped;
    write(machine, context, input.context(), Contexts.SK_BUFF);
    machine.store(context + LEN, 4, end - start);
    if (input.packet().length >= Packet.ETHERNET_HEADER) {
      machine.store(context + PROTOCOL, 4, machine.load(packet + PROTOCOL_IN_HEADER, 2));
    }
    if (machine.load(context + IFINDEX, 4) == 0) {
      machine.store(context + IFINDEX, 4, LOOPBACK);
    }
    if (machine.load(context + WIRE_LEN, 4) == 0) {
      machine.store(context + WIRE_LEN, 4, end - start);
    }
    Packet.ofBuffer(machine, context).set(start, end, start);
    return new Context(context, start, end, start);
  }

  /// An `xdp_md`.
  static Context xdp(Machine machine, Input input) {
    long context = machine.allocate(Contexts.XDP_MD, "context");
    long start = packet(machine, input.packet());
    long end = start + input.packet().length;
    write(machine, context, input.context(), Contexts.XDP_MD);
    machine.store(context + 12, 4, LOOPBACK);
    Packet.ofXdp(machine, context).set(start, end, start);
    return new Context(context, start, end, start);
  }

  /// Whatever the caller gave.
  static Context plain(Machine machine, Input input) {
    long context = machine.allocate(Math.max(8, input.context().length), "context");
    write(machine, context, input.context(), input.context().length);
    return new Context(context, 0, 0, 0);
  }

  /// The packet's bytes in memory, with room before and behind.
  private static long packet(Machine machine, byte[] bytes) {
    long start = machine.allocate(HEADROOM + bytes.length + TAILROOM, "packet") + HEADROOM;
    write(machine, start, bytes, bytes.length);
    return start;
  }

  private static void write(Machine machine, long to, byte[] bytes, int most) {
    int size = Math.min(most, bytes.length);
    int words = size & -Long.BYTES;
    for (int i = 0; i < words; i += Long.BYTES) {
      machine.store(to + i, Long.BYTES, (long) WORD.get(bytes, i));
    }
    for (int i = words; i < size; i++) {
      machine.store(to + i, 1, bytes[i]);
    }
  }
}
