package mortise.object;

/// The size of a memory access; the constants stand in the order of their encoding.
public enum MemorySize {
  WORD(4, "u32"),
  HALF(2, "u16"),
  BYTE(1, "u8"),
  DOUBLE(8, "u64");

  private final int bytes;
  private final String typeName;

  MemorySize(int bytes, String typeName) {
    this.bytes = bytes;
    this.typeName = typeName;
  }

  /// 1, 2, 4 or 8.
  public int bytes() {
    return bytes;
  }

  /// `u8`, `u16`, `u32` or `u64`.
  public String typeName() {
    return typeName;
  }

  /// The size that bits 3 and 4 of a load or store opcode name.
  static MemorySize ofOpcode(int opcode) {
    return switch (opcode & 0x18) {
      case 0x00 -> WORD;
      case 0x08 -> HALF;
      case 0x10 -> BYTE;
      default -> DOUBLE;
    };
  }
}
