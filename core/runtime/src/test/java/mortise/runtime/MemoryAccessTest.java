package mortise.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import mortise.object.BpfMap;
import mortise.object.MapType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryAccessTest {
  private static final long PATTERN = 0x8182_8384_8586_8788L;

  /// Loads of the little-endian bytes 88 87 86 85 84 83 82 81: size, signed, offset, result.
  @ParameterizedTest
  @CsvSource({
    "1, false, 0, 88",
    "1, false, 7, 81",
    "2, false, 0, 8788",
    "2, false, 1, 8687",
    "4, false, 0, 85868788",
    "4, false, 4, 81828384",
    "4, false, 3, 82838485",
    "8, false, 0, 8182838485868788",
    "1, true, 0, ffffffffffffff88",
    "2, true, 0, ffffffffffff8788",
    "4, true, 0, ffffffff85868788",
  })
  void loads(int size, boolean signed, int offset, String result) {
    var asm = new Asm().load64(1, PATTERN).store(8, 10, -8, 1);
    if (signed) {
      asm.loadSigned(size, 0, 10, offset - 8);
    } else {
      asm.load(size, 0, 10, offset - 8);
    }

    assertThat(Fixture.run(asm.exit())).isEqualTo(Long.parseUnsignedLong(result, 16));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void signedLoadsOfPositiveNumbersStayPositive(int size) {
    var asm =
        new Asm().load64(1, 0x7f7f_7f7f_7f7f_7f7fL).store(8, 10, -8, 1).loadSigned(size, 0, 10, -8);

    assertThat(Fixture.run(asm.exit())).isEqualTo(0x7f7f_7f7f_7f7f_7f7fL >>> (64 - 8 * size));
  }

  /// Stores into eight bytes of ff: size, register or immediate, what the eight bytes are then.
  @ParameterizedTest
  @CsvSource({
    "1, true, ffffffffffffff88",
    "2, true, ffffffffffff8788",
    "4, true, ffffffff85868788",
    "8, true, 8182838485868788",
    "1, false, fffffffffffffffe",
    "2, false, fffffffffffffffe",
    "4, false, fffffffffffffffe",
    "8, false, fffffffffffffffe",
  })
  void stores(int size, boolean register, String result) {
    var asm = new Asm().storeImmediate(8, 10, -8, -1).load64(1, PATTERN);
    if (register) {
      asm.store(size, 10, -8, 1);
    } else {
      asm.storeImmediate(size, 10, -8, -2);
    }

    assertThat(Fixture.run(asm.load(8, 0, 10, -8).exit()))
        .isEqualTo(Long.parseUnsignedLong(result, 16));
  }

  /// Atomics on memory that holds 0x1_0000_0005 with a source of 3 (r0 5 and a source of 3 for
  /// compare and exchange): operation, size, memory then, source register (r0) then.
  @ParameterizedTest
  @CsvSource({
    "0, 8, 100000008, 3",
    "0, 4, 100000008, 3",
    "1, 8, 100000008, 100000005",
    "1, 4, 100000008, 5",
    "40, 8, 100000007, 3",
    "41, 8, 100000007, 100000005",
    "41, 4, 100000007, 5",
    "50, 8, 1, 3",
    "51, 8, 1, 100000005",
    "51, 4, 100000001, 5",
    "a0, 8, 100000006, 3",
    "a1, 8, 100000006, 100000005",
    "a1, 4, 100000006, 5",
    "e1, 8, 3, 100000005",
    "e1, 4, 100000003, 5",
    "110, 8, 3, 3",
    "110, 4, 100000003, 3",
    "110, 2, 100000003, 3",
    "110, 1, 100000003, 3",
  })
  void atomics(String operation, int size, String memory, String source) {
    int code = Integer.parseInt(operation, 16);
    var asm =
        new Asm()
            .load64(1, 0x1_0000_0005L)
            .store(8, 10, -8, 1)
            .move(2, 3)
            .atomic(code, size, 10, -8, 2)
            .load(8, 1, 10, -8)
            .helper(1)
            .exit();
    var seen = new long[2];
    var fixture =
        new Fixture()
            .helper(
                1,
                call -> {
                  seen[0] = call.argument(0);
                  seen[1] = call.argument(1);
                  return 0;
                });
    try (var instance = fixture.instance(asm)) {
      instance.run(Fixture.NOTHING);
    }

    assertThat(seen[0]).as("memory").isEqualTo(Long.parseLong(memory, 16));
    assertThat(seen[1]).as("register").isEqualTo(Long.parseLong(source, 16));
  }

  /// Size, r0 before, memory after, r0 after; memory before is 0x1_0000_0005.
  @ParameterizedTest
  @CsvSource({
    "8, 100000005, 3, 100000005",
    "8, 5, 100000005, 100000005",
    "4, 5, 100000003, 5",
    "4, 700000005, 100000003, 5",
    "4, 6, 100000005, 5",
  })
  void comparesAndExchanges(int size, String before, String memory, String after) {
    var asm =
        new Asm()
            .load64(1, 0x1_0000_0005L)
            .store(8, 10, -8, 1)
            .move(2, 3)
            .load64(0, Long.parseLong(before, 16))
            .atomic(0xf1, size, 10, -8, 2)
            .copy(2, 0)
            .load(8, 1, 10, -8)
            .helper(1)
            .exit();
    var seen = new long[2];
    var fixture =
        new Fixture()
            .helper(
                1,
                call -> {
                  seen[0] = call.argument(0);
                  seen[1] = call.argument(1);
                  return 0;
                });
    try (var instance = fixture.instance(asm)) {
      instance.run(Fixture.NOTHING);
    }

    assertThat(seen[0]).as("memory").isEqualTo(Long.parseLong(memory, 16));
    assertThat(seen[1]).as("r0").isEqualTo(Long.parseLong(after, 16));
  }

  @ParameterizedTest
  @CsvSource({"1, 88", "2, 8788", "4, 85868788", "8, 8182838485868788"})
  void loadAcquireZeroExtends(int size, String result) {
    var asm =
        new Asm()
            .load64(1, PATTERN)
            .store(8, 10, -8, 1)
            .add(0xc3 | Asm.sizeBits(size), 0, 10, -8, 0x100)
            .exit();

    assertThat(Fixture.run(asm)).isEqualTo(Long.parseUnsignedLong(result, 16));
  }

  private static RunFault fault(Fixture fixture, Asm asm) {
    try (var instance = fixture.instance(asm)) {
      return catchThrowableOfType(RunFault.class, () -> instance.run(Fixture.NOTHING));
    }
  }

  private static RunFault fault(Asm asm) {
    return fault(new Fixture(), asm);
  }

  @Test
  void nullIsNoMemory() {
    var fault = fault(new Asm().move(1, 0).load(8, 0, 1, 16).exit());

    assertThat(fault.kind()).isEqualTo(RunFault.Kind.MEMORY);
    assertThat(fault.slot()).isEqualTo(1);
    assertThat(fault.address()).isEqualTo(16);
    assertThat(fault)
        .hasMessage(
            "program 'test', instruction 1: read of 8 bytes through a null pointer, offset 16"
                + " at address 0x10");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, -8, -4095, 0x1234_5678_9abc_def0L, Long.MIN_VALUE, Long.MAX_VALUE})
  void numbersAreNoAddresses(long address) {
    for (int size : new int[] {1, 2, 4, 8}) {
      assertThat(fault(new Asm().load64(1, address).load(size, 0, 1, 0).exit()).kind())
          .isEqualTo(RunFault.Kind.MEMORY);
      assertThat(fault(new Asm().load64(1, address).store(size, 1, 0, 1).exit()).kind())
          .isEqualTo(RunFault.Kind.MEMORY);
    }
  }

  /// Offsets from the frame pointer, and sizes: all partly or wholly outside of the 512 bytes.
  @ParameterizedTest
  @CsvSource({"0, 1", "-1, 2", "-3, 4", "-7, 8", "-513, 1", "-513, 8", "-516, 4", "100, 8"})
  void theStackHas512Bytes(int offset, int size) {
    var read = fault(new Asm().load(size, 0, 10, offset).exit());
    var write = fault(new Asm().storeImmediate(size, 10, offset, 1).exit());

    assertThat(read.kind()).isEqualTo(RunFault.Kind.MEMORY);
    assertThat(read).hasMessageContaining("read of %d bytes".formatted(size));
    assertThat(read).hasMessageContaining("'stack' (512 bytes");
    assertThat(write).hasMessageContaining("write of %d bytes".formatted(size));
  }

  @Test
  void theStackIsZeroAtEveryRun() {
    var asm = new Asm().load(8, 0, 10, -512).storeImmediate(8, 10, -512, 77).exit();
    try (var instance = new Fixture().instance(asm)) {
      assertThat(instance.run(Fixture.NOTHING)).isZero();
      assertThat(instance.run(Fixture.NOTHING)).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"4, -6", "8, -12", "8, -9", "4, -7"})
  void atomicsAreAligned(int size, int offset) {
    var fault = fault(new Asm().move(1, 1).atomic(0, size, 10, offset, 1).exit());

    assertThat(fault.kind()).isEqualTo(RunFault.Kind.MEMORY);
    assertThat(fault).hasMessageContaining("misaligned atomic access of %d bytes".formatted(size));
  }

  @Test
  void readOnlyDataCannotBeWritten() {
    var definition =
        new BpfMap.Definition(
            "t.rodata",
            ".rodata",
            MapType.ARRAY,
            4,
            8,
            1,
            BpfMap.READ_ONLY_PROGRAM,
            0,
            0,
            0,
            false,
            java.util.Optional.empty(),
            List.of());
    var map = new BpfMap(definition, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    var read = new Asm().mapValue(1, 0, 4).load(4, 0, 1, 0).exit();
    try (var instance = new Fixture().global(map).instance(read)) {
      assertThat(instance.run(Fixture.NOTHING)).isEqualTo(0x0807_0605);
    }
    for (int size : new int[] {1, 2, 4, 8}) {
      var write = new Asm().mapValue(1, 0, 0).storeImmediate(size, 1, 0, 9).exit();

      assertThat(fault(new Fixture().global(map), write))
          .hasMessageContaining("to read-only 't.rodata'");
    }
  }

  @Test
  void functionsAndMapsAreNoMemory() {
    var asm = new Asm().function(1, 5).load(8, 0, 1, 0).move(0, 0).exit().move(0, 0).exit();
    assertThat(fault(asm).kind()).isEqualTo(RunFault.Kind.MEMORY);
    var map = new BpfMap(BpfMap.Definition.of("m", MapType.ARRAY, 4, 8, 1));
    var load = new Asm().map(1, 0).load(8, 0, 1, 0).exit();
    assertThat(fault(new Fixture().map(map, ArrayMap::new), load).kind())
        .isEqualTo(RunFault.Kind.MEMORY);
  }
}
