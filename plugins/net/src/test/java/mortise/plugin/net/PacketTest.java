package mortise.plugin.net;

import static org.assertj.core.api.Assertions.assertThat;

import mortise.plugin.net.api.Packet;
import mortise.spi.runtime.ContextFactory.Input;
import org.junit.jupiter.api.Test;

class PacketTest {
  private final FakeMachine machine = new FakeMachine();

  /// An Ethernet header of type 0x0800 and `behind` bytes 1, 2, 3, …
  private static byte[] frame(int behind) {
    var bytes = new byte[14 + behind];
    bytes[12] = 8;
    for (int i = 0; i < behind; i++) {
      bytes[14 + i] = (byte) (i + 1);
    }
    return bytes;
  }

  private static Input input(byte[] packet) {
    return new Input(packet, new byte[0]);
  }

  private Packet skb(long context) {
    return Packet.ofBuffer(machine, context);
  }

  @Test
  void theLinkLayerSeesTheWholeFrame() {
    var context = PacketContext.linkLayer(machine, input(frame(50)));

    assertThat(machine.load(context.address(), 4)).isEqualTo(64);
    // __be16 0x0800 as a little-endian machine reads it
    assertThat(machine.load(context.address() + 16, 4)).isEqualTo(0x0008);
    assertThat(context.packetEnd() - context.packet()).isEqualTo(64);
    assertThat(context.packetMeta()).isEqualTo(context.packet());
    assertThat(machine.load(context.packet() + 14, 1)).isEqualTo(1);
  }

  @Test
  void theNetworkLayerStartsBehindTheHeader() {
    var context = PacketContext.networkLayer(machine, input(frame(50)));

    assertThat(machine.load(context.address(), 4)).isEqualTo(50);
    assertThat(machine.load(context.address() + 16, 4)).isEqualTo(0x0008);
    assertThat(machine.load(context.packet(), 1)).isEqualTo(1);
  }

  @Test
  void fieldsThatTheCallerGaveAreKept() {
    var given = new byte[12];
    given[8] = 42;

    var context = PacketContext.linkLayer(machine, new Input(frame(4), given));

    assertThat(machine.load(context.address() + 8, 4)).isEqualTo(42);
    assertThat(machine.load(context.address(), 4)).isEqualTo(18);
  }

  @Test
  void aPlainContextIsTheCallersBytes() {
    var context = PacketContext.plain(machine, new Input(new byte[0], new byte[] {1, 2, 3, 4}));

    assertThat(machine.load(context.address(), 4)).isEqualTo(0x04030201);
    assertThat(context.packet()).isZero();
  }

  @Test
  void bytesAreLoadedOrAllZeroedWithAnError() {
    var context = PacketContext.linkLayer(machine, input(frame(4)));
    long to = machine.bytes(9, 9, 9, 9);

    assertThat(skb(context.address()).load(14, to, 4)).isZero();
    assertThat(machine.load(to, 4)).isEqualTo(0x04030201);
    assertThat(skb(context.address()).load(15, to, 4)).isEqualTo(-14);
    assertThat(machine.load(to, 4)).isZero();
    assertThat(skb(context.address()).load(0xffff_ffffL, to, 1)).isEqualTo(-14);
  }

  @Test
  void bytesAreStoredWithinThePacketOnly() {
    var context = PacketContext.linkLayer(machine, input(frame(4)));
    long from = machine.bytes(7, 8);

    assertThat(skb(context.address()).store(16, from, 2, 0)).isZero();
    assertThat(machine.load(context.packet() + 16, 2)).isEqualTo(0x0807);
    assertThat(skb(context.address()).store(17, from, 2, 0)).isEqualTo(-14);
    assertThat(skb(context.address()).store(0, from, 2, 4)).isEqualTo(-22);
    assertThat(skb(context.address()).pull(18)).isZero();
    assertThat(skb(context.address()).pull(19)).isEqualTo(-12);
  }

  @Test
  void theStartOfAnXdpPacketMovesWithinItsHeadroom() {
    var context = PacketContext.xdp(machine, input(frame(6)));
    var packet = Packet.ofXdp(machine, context.address());

    assertThat(packet.moveStart(-256)).isZero();
    assertThat(packet.start()).isEqualTo(context.packet() - 256);
    assertThat(packet.moveStart(-1)).isEqualTo(-22);
    assertThat(packet.moveStart(262)).isZero();
    assertThat(packet.end() - packet.start()).isEqualTo(14);
    assertThat(packet.moveStart(1)).isEqualTo(-22);
  }

  @Test
  void metadataMovesAlongWithTheStart() {
    var context = PacketContext.xdp(machine, input(frame(6)));
    var packet = Packet.ofXdp(machine, context.address());

    assertThat(packet.moveMetadata(-3)).isEqualTo(-13);
    assertThat(packet.moveMetadata(-4)).isZero();
    machine.store(packet.meta(), 4, 0x1234);
    assertThat(packet.moveStart(2)).isZero();

    assertThat(packet.start() - packet.meta()).isEqualTo(4);
    assertThat(machine.load(packet.meta(), 4)).isEqualTo(0x1234);
    assertThat(packet.moveMetadata(5)).isEqualTo(-22);
  }

  @Test
  void theEndMovesAndNewBytesAreZero() {
    var context = PacketContext.xdp(machine, input(frame(6)));
    var packet = Packet.ofXdp(machine, context.address());

    assertThat(packet.moveEnd(-6)).isZero();
    assertThat(packet.moveEnd(-1)).isEqualTo(-22);
    assertThat(packet.moveEnd(6)).isZero();
    assertThat(machine.load(context.packet() + 14, 4)).isZero();
    assertThat(packet.moveEnd(321)).isEqualTo(-22);
  }

  @Test
  void checksumsAreOnesComplementSums() {
    long from = machine.bytes(1, 0, 0, 0);
    long to = machine.bytes(1, 0, 2, 0, 0xff, 0xff, 0, 0);

    // 1 + 2, and 0xffff is nothing
    assertThat(Checksum.difference(machine, 0, 0, to, 8, 0)).isEqualTo(3);
    assertThat(Checksum.difference(machine, from, 4, to, 4, 0)).isEqualTo(2);
    assertThat(Checksum.difference(machine, 0, 0, 0, 0, 0x1_0001)).isEqualTo(2);
    assertThat(Checksum.difference(machine, 0, 0, to, 6, 0)).isEqualTo(-22);
  }
}
