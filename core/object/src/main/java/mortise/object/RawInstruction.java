package mortise.object;

/// One 8-byte slot as it is encoded.
///
/// @param opcode 0 to 255
/// @param destination 0 to 15, the low half of byte 1
/// @param source 0 to 15, the high half of byte 1
/// @param offset signed, bytes 2 and 3
/// @param immediate signed, bytes 4 to 7
public record RawInstruction(int opcode, int destination, int source, short offset, int immediate) {

  /// The size of a slot in bytes.
  public static final int BYTES = 8;

  /// Checks that every field fits its bits.
  public RawInstruction {
    if ((opcode & ~0xff) != 0 || (destination & ~0xf) != 0 || (source & ~0xf) != 0) {
      throw new IllegalArgumentException(
          "fields do not fit: opcode %d, destination %d, source %d"
              .formatted(opcode, destination, source));
    }
  }

  /// The slot whose little-endian 64-bit value is `slot`.
  public static RawInstruction of(long slot) {
    return new RawInstruction(
        (int) (slot & 0xff),
        (int) (slot >>> 8 & 0xf),
        (int) (slot >>> 12 & 0xf),
        (short) (slot >>> 16),
        (int) (slot >>> 32));
  }

  /// The slot as a little-endian 64-bit value.
  public long toLong() {
    return opcode
        | (long) destination << 8
        | (long) source << 12
        | (offset & 0xffffL) << 16
        | (long) immediate << 32;
  }

  /// The same slot with another source register.
  public RawInstruction withSource(int newSource) {
    return new RawInstruction(opcode, destination, newSource, offset, immediate);
  }

  /// The same slot with another offset.
  public RawInstruction withOffset(short newOffset) {
    return new RawInstruction(opcode, destination, source, newOffset, immediate);
  }

  /// The same slot with another immediate.
  public RawInstruction withImmediate(int newImmediate) {
    return new RawInstruction(opcode, destination, source, offset, newImmediate);
  }
}
