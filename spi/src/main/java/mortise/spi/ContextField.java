package mortise.spi;

import java.util.Optional;

/// One field of a program's context, or of a [HostView].
///
/// @param offset in bytes
/// @param size in bytes; the size of a full load
/// @param narrow whether aligned parts of it may be loaded
/// @param gives what a load gives, for [Kind#RESULT]; it may not be owned
public record ContextField(
    String name,
    int offset,
    int size,
    Kind kind,
    boolean readable,
    boolean writable,
    boolean narrow,
    Optional<Result> gives) {
  /// What a load gives.
  public enum Kind {
    SCALAR,
    /// The start of the packet's data, its end, the start of its metadata.
    PACKET,
    PACKET_END,
    PACKET_META,
    /// What [ContextField#gives] says: a pointer to something of the host's.
    RESULT
  }

  /// One that gives nothing but what its kind says.
  public ContextField(
      String name,
      int offset,
      int size,
      Kind kind,
      boolean readable,
      boolean writable,
      boolean narrow) {
    this(name, offset, size, kind, readable, writable, narrow, Optional.empty());
  }

  public static ContextField scalar(String name, int offset, int size) {
    return new ContextField(name, offset, size, Kind.SCALAR, true, false, true);
  }

  public static ContextField packet(String name, int offset, Kind kind) {
    return new ContextField(name, offset, 4, kind, true, false, false);
  }

  /// One whose load, of 8 bytes, gives a pointer.
  public static ContextField pointer(String name, int offset, Result gives) {
    return new ContextField(name, offset, 8, Kind.RESULT, true, false, false, Optional.of(gives));
  }

  public ContextField alsoWritable() {
    return new ContextField(name, offset, size, kind, readable, true, narrow, gives);
  }

  public ContextField hidden() {
    return new ContextField(name, offset, size, kind, false, false, narrow, gives);
  }
}
