package mortise.verifier.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mortise.spi.HostType;
import mortise.spi.TypeView;

/// A type with its special fields. Types refer to each other in circles, so fields are added after
/// all types of an object are known; afterwards nothing changes.
final class StructLayout implements TypeView {
  private final String name;
  private final long size;
  private final Optional<HostType> host;
  private final List<SpecialField> fields = new ArrayList<>();
  private final Map<Integer, String> names = new HashMap<>();

  StructLayout(String name, long size) {
    this(name, size, Optional.empty());
  }

  private StructLayout(String name, long size, Optional<HostType> host) {
    this.name = name;
    this.size = size;
    this.host = host;
  }

  /// One that the host brings.
  static StructLayout of(HostType host, long size) {
    return new StructLayout(host.name(), size, Optional.of(host));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Optional<HostType> host() {
    return host;
  }

  @Override
  public List<SpecialField> fields() {
    return fields;
  }

  /// How the member at the field's offset is called.
  String member(SpecialField field) {
    return names.getOrDefault(field.offset(), field.kind().name());
  }

  void add(SpecialField field, String member) {
    names.put(field.offset(), member);
    fields.add(field);
    fields.sort(Comparator.comparingInt(SpecialField::offset));
  }

  void clear() {
    fields.clear();
  }

  @Override
  public String toString() {
    return name;
  }
}
