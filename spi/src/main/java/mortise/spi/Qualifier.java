package mortise.spi;

/// Something a plugin says of a *pointer*, beside what it points to: borrowed, RCU protected,
/// untrusted. Two pointers to one object may differ in it.
///
/// @param name stable and unique in a semantics, `borrowed`
/// @param prefix what the classic register type strings put in front, `rcu_`; may be empty
/// @param writable whether memory may be written through such a pointer
/// @param unwritable the message when it may not, empty if it may
public record Qualifier(String name, String prefix, boolean writable, String unwritable) {
  public static Qualifier of(String name, String prefix) {
    return new Qualifier(name, prefix, true, "");
  }

  /// The same, through which nothing may be written; `message` says so when somebody tries.
  public Qualifier readOnly(String message) {
    return new Qualifier(name, prefix, false, message);
  }

  @Override
  public String toString() {
    return name;
  }
}
