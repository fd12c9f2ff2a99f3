package mortise.kernel.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// `union bpf_attr`, filled in by the offsets of its fields; what is not filled in is zero. It and
/// what it points to live as long as its arena.
///
/// Source: include/uapi/linux/bpf.h (6.18).
public final class Attributes {
  /// `BPF_OBJ_NAME_LEN` without the final zero.
  private static final int NAME_LENGTH = 15;

  private final Arena arena;
  private final MemorySegment memory;

  /// @param size as the command knows the union, in bytes
  public Attributes(Arena arena, int size) {
    this.arena = arena;
    memory = arena.allocate(size, Long.BYTES);
  }

  /// A 32-bit field.
  public Attributes word(int offset, int value) {
    memory.set(ValueLayout.JAVA_INT, offset, value);
    return this;
  }

  /// A 64-bit field.
  public Attributes number(int offset, long value) {
    memory.set(ValueLayout.JAVA_LONG, offset, value);
    return this;
  }

  /// A field that points to `target`.
  public Attributes pointer(int offset, MemorySegment target) {
    return number(offset, target.address());
  }

  /// A field that points to a copy of `bytes`.
  public Attributes pointer(int offset, byte[] bytes) {
    return pointer(offset, copy(bytes));
  }

  /// A field that points to `text`, with a zero after it.
  public Attributes text(int offset, String text) {
    return pointer(offset, arena.allocateFrom(text));
  }

  /// A name within the union, cut to what fits.
  public Attributes name(int offset, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < Math.min(bytes.length, NAME_LENGTH); i++) {
      memory.set(ValueLayout.JAVA_BYTE, offset + (long) i, bytes[i]);
    }
    return this;
  }

  /// What the kernel wrote into a 32-bit field.
  public int word(int offset) {
    return memory.get(ValueLayout.JAVA_INT, offset);
  }

  MemorySegment memory() {
    return memory;
  }

  private MemorySegment copy(byte[] bytes) {
    MemorySegment segment = arena.allocate(Math.max(bytes.length, 1), Long.BYTES);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }
}
