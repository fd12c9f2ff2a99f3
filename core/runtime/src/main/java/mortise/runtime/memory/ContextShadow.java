package mortise.runtime.memory;

import java.util.List;
import mortise.spi.ContextField;
import org.jspecify.annotations.Nullable;

/// The fields of one context that hold addresses although they are four bytes wide: where the
/// packet starts and ends. A load of the whole field gives the full address, as the kernel's
/// rewritten loads do.
public final class ContextShadow {
  private final List<ContextField> fields;
  private final long[] values;

  /// A shadow of the fields among `fields` that hold packet addresses.
  public ContextShadow(List<ContextField> fields, long packet, long packetEnd, long packetMeta) {
    this.fields =
        fields.stream()
            .filter(field -> field.kind() != ContextField.Kind.SCALAR)
            .filter(field -> field.kind() != ContextField.Kind.RESULT)
            .toList();
    values = new long[this.fields.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (this.fields.get(i).kind()) {
            case PACKET -> packet;
            case PACKET_END -> packetEnd;
            case PACKET_META -> packetMeta;
            case SCALAR, RESULT -> 0;
          };
    }
  }

  /// Whether there is anything to shadow.
  public boolean isEmpty() {
    return values.length == 0;
  }

  /// Whether there is a field of that kind.
  public boolean has(ContextField.Kind kind) {
    return fields.stream().anyMatch(field -> field.kind() == kind);
  }

  /// The current value of the first field of that kind, 0 without one.
  public long valueOf(ContextField.Kind kind) {
    for (int i = 0; i < values.length; i++) {
      if (fields.get(i).kind() == kind) {
        return values[i];
      }
    }
    return 0;
  }

  @Nullable Long load(long offset, int size) {
    int index = index(offset, size);
    return index < 0 ? null : (Long) values[index];
  }

  boolean store(long offset, int size, long value) {
    int index = index(offset, size);
    if (index >= 0) {
      values[index] = value;
    }
    return index >= 0;
  }

  private int index(long offset, int size) {
    for (int i = 0; i < values.length; i++) {
      if (fields.get(i).offset() == offset && fields.get(i).size() == size) {
        return i;
      }
    }
    return -1;
  }
}
