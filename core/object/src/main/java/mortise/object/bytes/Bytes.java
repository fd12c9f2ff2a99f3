package mortise.object.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import mortise.object.ObjectFormatException;

/// A part of a file, little endian. Every access is checked; one outside is an
/// [ObjectFormatException] that names file, section and offset.
public final class Bytes {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final String file;
  private final String section;
  private final byte[] array;
  private final int base;
  private final int size;

  private Bytes(String file, String section, byte[] array, int base, int size) {
    this.file = file;
    this.section = section;
    this.array = array;
    this.base = base;
    this.size = size;
  }

  /// All of `array`, which must not change any more.
  public static Bytes of(String file, String section, byte[] array) {
    return new Bytes(file, section, array, 0, array.length);
  }

  /// The `length` bytes at `offset` as a section of its own, with offsets of its own.
  public Bytes section(String name, long offset, long length) {
    check(offset, length);
    return new Bytes(file, name, array, base + (int) offset, (int) length);
  }

  /// In bytes.
  public int size() {
    return size;
  }

  public int u8(long offset) {
    return array[at(offset, 1)] & 0xff;
  }

  public int u16(long offset) {
    return (short) SHORT.get(array, at(offset, 2)) & 0xffff;
  }

  public int i32(long offset) {
    return (int) INT.get(array, at(offset, 4));
  }

  public long u32(long offset) {
    return i32(offset) & 0xffff_ffffL;
  }

  public long i64(long offset) {
    return (long) LONG.get(array, at(offset, 8));
  }

  /// How many bytes the NUL-terminated string at `offset` has.
  public int stringLength(long offset) {
    int from = at(offset, 1);
    for (int i = from; i < base + size; i++) {
      if (array[i] == 0) {
        return i - from;
      }
    }
    throw fail(offset, "a string does not end");
  }

  /// The NUL-terminated string at `offset`.
  public String string(long offset) {
    int length = stringLength(offset);
    return new String(array, base + (int) offset, length, StandardCharsets.UTF_8);
  }

  /// A copy of the `length` bytes at `offset`.
  public byte[] copy(long offset, long length) {
    check(offset, length);
    int from = base + (int) offset;
    return Arrays.copyOfRange(array, from, from + (int) length);
  }

  /// A copy of everything.
  public byte[] copy() {
    return copy(0, size);
  }

  /// The exception that says what is wrong at `offset`.
  public ObjectFormatException fail(long offset, String problem) {
    return new ObjectFormatException(file, section, offset, problem);
  }

  private int at(long offset, int length) {
    check(offset, length);
    return base + (int) offset;
  }

  private void check(long offset, long length) {
    if (offset < 0 || length < 0 || offset > size || length > size - offset) {
      throw fail(
          offset,
          "%s bytes are needed here, but it ends at 0x%x"
              .formatted(Long.toUnsignedString(length), size));
    }
  }
}
