package mortise.spi;

/// One field of a program's context.
///
/// @param offset in bytes
/// @param size in bytes; the size of a full load
/// @param narrow whether aligned parts of it may be loaded
public record ContextField(
    String name,
    int offset,
    int size,
    Kind kind,
    boolean readable,
    boolean writable,
    boolean narrow) {
  /// What a load gives.
  public enum Kind {
    SCALAR,
    /// The start of the packet's data, its end, the start of its metadata.
    PACKET,
    PACKET_END,
    PACKET_META
  }

  public static ContextField scalar(String name, int offset, int size) {
    return new ContextField(name, offset, size, Kind.SCALAR, true, false, true);
  }

  public static ContextField packet(String name, int offset, Kind kind) {
    return new ContextField(name, offset, 4, kind, true, false, false);
  }

  public ContextField alsoWritable() {
    return new ContextField(name, offset, size, kind, readable, true, narrow);
  }

  public ContextField hidden() {
    return new ContextField(name, offset, size, kind, false, false, narrow);
  }
}
