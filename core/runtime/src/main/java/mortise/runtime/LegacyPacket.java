package mortise.runtime;

import mortise.spi.ContextField;

/// The packet loads of classic BPF: big endian, relative to the packet's start.
final class LegacyPacket {
  private LegacyPacket() {}

  /// Loads into R0; false where the packet has no such bytes.
  static boolean load(Cpu cpu, long[] registers, long offset, int size) {
    long start = current(cpu, ContextField.Kind.PACKET, cpu.context.packet());
    long end = current(cpu, ContextField.Kind.PACKET_END, cpu.context.packetEnd());
    if (offset < 0 || offset > end - start - size) {
      return false;
    }
    var space = cpu.machine.space;
    long address = start + offset;
    registers[0] =
        switch (size) {
          case 1 -> space.load1(address);
          case 2 -> Short.reverseBytes((short) space.load2(address)) & 0xffffL;
          default -> Integer.reverseBytes((int) space.load4(address)) & 0xffff_ffffL;
        };
    return true;
  }

  /// Where the packet starts or ends by now: functions may have moved it.
  static long current(Cpu cpu, ContextField.Kind kind, long initial) {
    return cpu.shadow
        .filter(shadow -> shadow.has(kind))
        .map(shadow -> shadow.valueOf(kind))
        .orElse(initial);
  }
}
