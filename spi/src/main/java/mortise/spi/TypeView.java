package mortise.spi;

import java.util.List;
import java.util.Optional;

/// A type with its special fields: one of the program's structs, a map's value, a section of
/// globals.
public interface TypeView {
  /// The struct's name, or the map's.
  String name();

  /// In bytes.
  long size();

  /// The type of the host's that it is, if it is none of the program's own.
  default Optional<HostType> host() {
    return Optional.empty();
  }

  /// All special fields, by offset; those of nested structs and arrays too.
  List<SpecialField> fields();

  /// The field that is exactly at `offset`.
  default Optional<SpecialField> fieldAt(long offset) {
    for (var field : fields()) {
      if (field.offset() == offset) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  /// The first field of that kind, or of a sort of it.
  default Optional<SpecialField> field(FieldKind kind) {
    for (var field : fields()) {
      if (field.kind().is(kind)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  /// A special field in its place.
  ///
  /// @param offset in bytes from the start of the type
  /// @param element for a container the type of its elements, for a pointer what it points to
  /// @param elementOffset for a container where in its elements the node is; for a field whose tag
  ///   names a member of its own type, where that member is
  /// @param function the subprogram that the field's tag names, if it names one
  record SpecialField(
      FieldKind kind,
      int offset,
      Optional<TypeView> element,
      int elementOffset,
      Optional<String> function) {
    /// One whose tag names no subprogram.
    public SpecialField(FieldKind kind, int offset, Optional<TypeView> element, int elementOffset) {
      this(kind, offset, element, elementOffset, Optional.empty());
    }

    public int end() {
      return offset + kind.size();
    }
  }
}
