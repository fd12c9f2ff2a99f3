package mortise.spi;

import java.util.List;
import java.util.Optional;

/// An object of the host's as programs see it: numbers at fixed places, which need not be where the
/// host keeps them. Programs get pointers to it from functions, contexts and maps, and never make
/// one.
///
/// @param name what the classic register type strings call it, `sock`
/// @param fields what can be loaded and stored, as of a context: scalars only
/// @param refusal the rule that any other access breaks; its message knows `{register}`, `{type}`,
///   `{offset}` and `{size}`
/// @param type the host's struct that such a pointer leads to, where functions take one for it
/// @param movable whether constants may be added to the pointer
/// @param whole whether any access within the first field is allowed, aligned or not
/// @param certain whether a comparison with null is decided once the pointer is known not to be
///   null
public record HostView(
    String name,
    List<ContextField> fields,
    Rule refusal,
    Optional<String> type,
    boolean movable,
    boolean whole,
    boolean certain) {
  public HostView {
    fields = List.copyOf(fields);
  }

  /// One whose pointers stay as they are, and that no function takes for a struct.
  public static HostView of(String name, List<ContextField> fields, Rule refusal) {
    return new HostView(name, fields, refusal, Optional.empty(), false, false, false);
  }

  /// The same, of a struct of the host's; comparisons with null are decided.
  public HostView ofStruct(String struct) {
    return new HostView(name, fields, refusal, Optional.of(struct), movable, whole, true);
  }

  /// The same, which is plain memory: bytes that may be accessed in any way, and pointers that
  /// constants may be added to.
  public HostView plain() {
    return new HostView(name, fields, refusal, type, true, true, certain);
  }

  /// Whether anything may be stored.
  public boolean isWritable() {
    return fields.stream().anyMatch(ContextField::writable);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HostView view && view.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
