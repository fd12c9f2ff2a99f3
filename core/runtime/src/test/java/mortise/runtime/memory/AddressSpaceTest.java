package mortise.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Objects;
import java.util.Random;
import mortise.spi.runtime.MemoryFault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AddressSpaceTest {
  private final AddressSpace space = new AddressSpace(8 << 20);

  @AfterEach
  void close() {
    space.close();
  }

  private long allocate(long size) {
    var allocation =
        space.allocate(
            size, new PlainType("thing", size), Allocation.Kind.OBJECT, Site.MACHINE, null);
    return Objects.requireNonNull(allocation).start();
  }

  private void free(long start) {
    space.release(space.condemn(start, Allocation.Kind.OBJECT), Site.MACHINE);
  }

  @Test
  void addressesAreAlignedDistinctPositiveAndNotSmall() {
    var seen = new HashSet<Long>();
    for (int i = 0; i < 2000; i++) {
      long address = allocate(i % 70);
      assertThat(address & 7).isZero();
      assertThat(address).isGreaterThan(1L << 31);
      assertThat(seen.add(address)).isTrue();
    }
  }

  @Test
  void memoryIsZeroAlsoWhenUsedAgain() {
    for (int i = 0; i < 10_000; i++) {
      long address = allocate(40);
      for (int offset = 0; offset < 40; offset += 8) {
        assertThat(space.load8(address + offset)).isZero();
        space.store8(address + offset, -1);
      }
      free(address);
    }
  }

  @Test
  void staleAddressesStayFaultsLongAfterwards() {
    var stale = new ArrayList<Long>();
    for (int i = 0; i < 50_000; i++) {
      long address = allocate(16);
      free(address);
      stale.add(address);
    }
    assertThat(new HashSet<>(stale)).hasSize(stale.size());
    for (int i = 0; i < 200; i++) {
      allocate(16);
    }
    for (long address : stale) {
      assertThatThrownBy(() -> space.load1(address))
          .isInstanceOf(MemoryFault.class)
          .hasMessageContaining("freed");
    }
  }

  @Test
  void freeingGivesTheLimitBack() {
    long before = space.used();
    for (int round = 0; round < 100; round++) {
      var addresses = new ArrayList<Long>();
      for (int i = 0; i < 60; i++) {
        addresses.add(allocate(100_000));
      }
      addresses.forEach(this::free);
    }
    assertThat(space.used()).isEqualTo(before);
  }

  @Test
  void behavesAsAMapOfArrays() {
    var random = new Random(20_261_122);
    var model = new HashMap<Long, byte[]>();
    var live = new ArrayList<Long>();
    for (int i = 0; i < 50_000; i++) {
      int what = random.nextInt(10);
      if (what < 2 && live.size() < 500) {
        int size = 1 + random.nextInt(random.nextInt(20) == 0 ? 4000 : 100);
        long address = allocate(size);
        assertThat(model.put(address, new byte[size])).isNull();
        live.add(address);
      } else if (what == 2 && !live.isEmpty()) {
        long address = live.remove(random.nextInt(live.size()));
        free(address);
        model.remove(address);
      } else if (!live.isEmpty()) {
        long address = live.get(random.nextInt(live.size()));
        var bytes = Objects.requireNonNull(model.get(address));
        int offset = random.nextInt(bytes.length + 2) - 1;
        if (offset < 0 || offset >= bytes.length) {
          assertThatThrownBy(() -> space.load1(address + offset)).isInstanceOf(MemoryFault.class);
        } else if (what < 7) {
          bytes[offset] = (byte) random.nextInt();
          space.store1(address + offset, bytes[offset]);
        } else {
          assertThat(space.load1(address + offset)).isEqualTo(bytes[offset] & 0xff);
          assertThat(space.at(address + offset).start()).isEqualTo(address);
        }
      }
    }
  }

  @Test
  void bulkAccessesAreCheckedToTheirLastByte() {
    long from = allocate(32);
    long to = allocate(16);
    space.store8(from, 0x1122_3344_5566_7788L);
    space.copy(from, to, 16);
    assertThat(space.load8(to)).isEqualTo(0x1122_3344_5566_7788L);
    space.copy(0, 0, 0);
    for (long size : new long[] {17, 33, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 56, 1L << 32}) {
      assertThatThrownBy(() -> space.copy(from, to, size)).isInstanceOf(MemoryFault.class);
      assertThatThrownBy(() -> space.fill(to, size, (byte) 1)).isInstanceOf(MemoryFault.class);
    }
    long stale = allocate(8);
    free(stale);
    for (long size : new long[] {1, 8, 1L << 31, (1L << 56) - 8, 1L << 56}) {
      assertThatThrownBy(() -> space.copy(stale, to, size)).isInstanceOf(MemoryFault.class);
    }
  }

  @Test
  void noAddressAtAllIsDangerous() {
    var random = new Random(4711);
    for (int i = 0; i < 100; i++) {
      allocate(8);
    }
    for (int i = 0; i < 200_000; i++) {
      long address = random.nextLong() >> random.nextInt(64);
      try {
        space.load8(address);
        // It was there, then, with all its bytes.
        var allocation = space.at(address);
        assertThat(address).isEqualTo(allocation.start());
      } catch (MemoryFault fault) {
        assertThat(fault.address()).isEqualTo(address);
      }
    }
  }
}
