package mortise.runtime.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Native memory by native address, unchecked, little endian. One constant segment over all of it:
/// mixing kinds of segments costs tenfold.
final class Native {
  static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
  static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final VarHandle ATOMIC_INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
  static final VarHandle ATOMIC_LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

  private Native() {}

  static long get8(long address) {
    return MEMORY.get(LONG, address);
  }

  static int get4(long address) {
    return MEMORY.get(INT, address);
  }

  static short get2(long address) {
    return MEMORY.get(SHORT, address);
  }

  static byte get1(long address) {
    return MEMORY.get(BYTE, address);
  }

  static void put8(long address, long value) {
    MEMORY.set(LONG, address, value);
  }

  static void put4(long address, int value) {
    MEMORY.set(INT, address, value);
  }

  static void put2(long address, short value) {
    MEMORY.set(SHORT, address, value);
  }

  static void put1(long address, byte value) {
    MEMORY.set(BYTE, address, value);
  }

  static void fill(long address, long size, byte value) {
    MEMORY.asSlice(address, size).fill(value);
  }
}
