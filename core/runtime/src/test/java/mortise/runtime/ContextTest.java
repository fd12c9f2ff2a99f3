package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import mortise.spi.ContextField;
import mortise.spi.runtime.ContextFactory.Context;
import mortise.spi.runtime.ContextFactory.Input;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextTest {
  private static final List<ContextField> LAYOUT =
      List.of(
          ContextField.packet("data", 0, ContextField.Kind.PACKET),
          ContextField.packet("data_end", 4, ContextField.Kind.PACKET_END),
          ContextField.scalar("mark", 8, 4).alsoWritable());

  /// A context of 12 bytes whose `mark` is 7, and the packet given.
  private static Fixture fixture() {
    return new Fixture()
        .context(
            LAYOUT,
            (machine, input) -> {
              byte[] bytes = input.packet();
              long packet = machine.allocate(bytes.length, "packet");
              for (int i = 0; i < bytes.length; i++) {
                machine.store(packet + i, 1, bytes[i]);
              }
              long context = machine.allocate(12, "context");
              machine.store(context + 8, 4, 7);
              return new Context(context, packet, packet + bytes.length, packet);
            });
  }

  private static Input packet(int... bytes) {
    var packet = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      packet[i] = (byte) bytes[i];
    }
    return new Input(packet, new byte[0]);
  }

  @Test
  void packetFieldsAreFourBytesAndHoldAddresses() {
    // r0 = length of the packet, or its first byte + 1000 if it has two bytes at least
    var asm =
        new Asm()
            .load(4, 2, 1, 0)
            .load(4, 3, 1, 4)
            .copy(4, 2)
            .plus(4, 2)
            .add(0x2d, 4, 3, 3, 0)
            .load(1, 0, 2, 0)
            .plus(0, 1000)
            .exit()
            .copy(0, 3)
            .add(0x1f, 0, 2, 0, 0)
            .exit();
    try (var instance = fixture().instance(asm)) {
      assertThat(instance.run(packet(9))).isEqualTo(1);
      assertThat(instance.run(packet(200, 2))).isEqualTo(1200);
      assertThat(instance.run(packet())).isEqualTo(0);
    }
  }

  @Test
  void otherFieldsAreMemory() {
    var asm = new Asm().load(4, 0, 1, 8).plus(0, 1).store(4, 1, 8, 0).load(4, 0, 1, 8).exit();
    try (var instance = fixture().instance(asm)) {
      var result =
          instance.runForResult(Execution.of(instance.programs().getFirst(), packet(1, 2)));

      assertThat(result.value()).isEqualTo(8);
      assertThat(result.context()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0);
      assertThat(result.packet()).containsExactly(1, 2);
    }
  }

  @Test
  void functionsMoveThePacketsBounds() {
    // helper 1 cuts the first byte off
    var asm =
        new Asm()
            .copy(6, 1)
            .helper(1)
            .load(4, 2, 6, 0)
            .load(1, 0, 2, 0)
            .storeImmediate(1, 2, 0, 77)
            .exit();
    var fixture =
        fixture()
            .helper(
                1,
                call -> {
                  long field = call.argument(0);
                  var machine = call.machine();
                  machine.store(field, 4, machine.load(field, 4) + 1);
                  return 0;
                });
    try (var instance = fixture.instance(asm)) {
      var result =
          instance.runForResult(Execution.of(instance.programs().getFirst(), packet(1, 2, 3)));

      assertThat(result.value()).isEqualTo(2);
      assertThat(result.packet()).containsExactly(77, 3);
    }
  }

  @ParameterizedTest
  @CsvSource({"12, 1", "11, 2", "9, 4", "8, 8", "-1, 1", "5, 8"})
  void theContextHasAnEnd(int offset, int size) {
    try (var instance = fixture().instance(new Asm().load(size, 0, 1, offset).exit())) {
      var fault = catchThrowableOfType(RunFault.class, () -> instance.run(packet(1)));

      assertThat(fault.kind()).isEqualTo(RunFault.Kind.MEMORY);
      assertThat(fault).hasMessageContaining("'context' (12 bytes");
    }
  }

  @Test
  void thePacketHasAnEnd() {
    var beyond = new Asm().load(4, 2, 1, 0).load(2, 0, 2, 2).exit();
    try (var instance = fixture().instance(beyond)) {
      assertThat(instance.run(packet(1, 2, 3, 4))).isEqualTo(0x0403);
      var fault = catchThrowableOfType(RunFault.class, () -> instance.run(packet(1, 2, 3)));
      assertThat(fault).hasMessageContaining("read of 2 bytes at offset 2 of 'packet' (3 bytes");
    }
  }

  @Test
  void contextAndPacketGoWithTheRun() {
    try (var instance = fixture().instance(new Asm().copy(0, 1).exit())) {
      instance.run(packet(1, 2, 3));
      long used = instance.space().used();
      for (int i = 0; i < 100; i++) {
        instance.run(packet(1, 2, 3));
      }
      assertThat(instance.space().used()).isEqualTo(used);
      assertThat(instance.objects()).isEmpty();
    }
  }

  /// Classic packet loads of the packet 11 22 33 44 55: opcode, offset, index, result.
  @ParameterizedTest
  @CsvSource({
    "30, 0, 0, 11",
    "30, 4, 0, 55",
    "28, 1, 0, 2233",
    "20, 1, 0, 22334455",
    "50, 1, 3, 55",
    "48, 0, 2, 3344",
    "40, 0, 1, 22334455",
    // beyond the end the program is over and gives 0
    "30, 5, 0, 0",
    "28, 4, 0, 0",
    "20, 2, 0, 0",
    "50, 4, 1, 0",
    "30, -1, 0, 0",
  })
  void classicLoadsAreBigEndianAndEndTheProgramBeyondThePacket(
      String opcode, int offset, int index, String result) {
    int code = Integer.parseInt(opcode, 16);
    boolean indirect = (code & 0xe0) == 0x40;
    var asm =
        new Asm()
            .copy(6, 1)
            .move(7, index)
            .add(code, 0, indirect ? 7 : 0, 0, offset)
            .jumpIf(Asm.JNE, 0, 0, 1)
            .move(0, 4711)
            .exit();
    try (var instance = fixture().instance(asm)) {
      assertThat(instance.run(packet(0x11, 0x22, 0x33, 0x44, 0x55)))
          .isEqualTo(Long.parseLong(result, 16));
    }
  }
}
