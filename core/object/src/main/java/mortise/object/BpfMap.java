package mortise.object;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A map that a program uses: one that it declares in `.maps`, or a section of global data, which
/// is an array with one value. Maps are equal only to themselves.
public final class BpfMap {
  /// `BPF_F_RDONLY_PROG`: the program may not write.
  public static final int READ_ONLY_PROGRAM = 1 << 7;

  private static final int ANY_LENGTH = 1 << 12; // BPF_F_INNER_MAP

  /// `BPF_F_WRONLY_PROG`.
  public static final int WRITE_ONLY_PROGRAM = 1 << 8;

  /// `BPF_F_MMAPABLE`.
  public static final int MAPPABLE = 1 << 10;

  /// Maps of devices, whose values are the kernel's own: it sets the flag itself.
  ///
  /// Source: linux `dev_map_alloc_check` (6.18).
  private static final Set<Integer> OF_DEVICES = Set.of(14, 25);

  private final Definition definition;
  private final ByteBuffer contents;

  /// A map as defined.
  public BpfMap(Definition definition) {
    this(definition, new byte[0]);
  }

  /// A map as defined whose first value is `contents`.
  public BpfMap(Definition definition, byte[] contents) {
    this.definition = definition;
    this.contents = ByteBuffer.wrap(contents.clone()).asReadOnlyBuffer();
  }

  /// What a map's declaration says.
  ///
  /// @param name at most 15 characters for global data, as the kernel shows it
  /// @param section the section that declares it
  /// @param keySize in bytes
  /// @param valueSize in bytes
  /// @param maxEntries unsigned 32 bits
  /// @param flags `BPF_F_*`
  /// @param keyType the key's type in the object's BTF, 0 if unknown
  /// @param valueType the value's type in the object's BTF, 0 if unknown; a data section for global
  ///   data
  /// @param extra `map_extra`, whose meaning depends on the type
  /// @param pinned whether it is pinned by name
  /// @param inner what the maps in this map look like
  /// @param slots what is statically put into it
  public record Definition(
      String name,
      String section,
      MapType type,
      int keySize,
      int valueSize,
      long maxEntries,
      int flags,
      int keyType,
      int valueType,
      long extra,
      boolean pinned,
      Optional<BpfMap> inner,
      List<Slot> slots) {

    /// The definition of a map without types, flags and inner map.
    public static Definition of(
        String name, MapType type, int keySize, int valueSize, long maxEntries) {
      return new Definition(
          name,
          ".maps",
          type,
          keySize,
          valueSize,
          maxEntries,
          0,
          0,
          0,
          0,
          false,
          Optional.empty(),
          List.of());
    }
  }

  /// A map or program that is put into a map before anything runs.
  ///
  /// @param index the key, or the byte offset in a `struct_ops` value
  /// @param name the map's or program's name in the object
  /// @param program whether it is a program
  public record Slot(int index, String name, boolean program) {}

  public Definition definition() {
    return definition;
  }

  public String name() {
    return definition.name();
  }

  public MapType type() {
    return definition.type();
  }

  /// In bytes.
  public int keySize() {
    return definition.keySize();
  }

  /// In bytes.
  public int valueSize() {
    return definition.valueSize();
  }

  public long maxEntries() {
    return definition.maxEntries();
  }

  /// The key's type in the object's BTF, 0 if unknown.
  public int keyType() {
    return definition.keyType();
  }

  /// The value's type in the object's BTF, 0 if unknown; a data section for global data.
  public int valueType() {
    return definition.valueType();
  }

  /// Whether it is a section of global data.
  public boolean isGlobalData() {
    return !definition.section().equals(".maps") && !type().equals(MapType.STRUCT_OPS);
  }

  /// Whether the program may only read it.
  public boolean isReadOnly() {
    return (definition.flags() & READ_ONLY_PROGRAM) != 0 || OF_DEVICES.contains(type().id());
  }

  /// Whether maps that stand in for it, as values of a map of maps, may have another length.
  public boolean mayHaveAnyLength() {
    return (definition.flags() & ANY_LENGTH) != 0;
  }

  /// Whether the program may only write it.
  public boolean isWriteOnly() {
    return (definition.flags() & WRITE_ONLY_PROGRAM) != 0;
  }

  /// The first value's initial bytes, little endian; empty where it begins as zeroes.
  public ByteBuffer contents() {
    return contents.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "%s %s".formatted(type().label(), name());
  }
}
