package mortise.spi;

/// Something a plugin says of a *pointer*, beside what it points to: borrowed, RCU protected,
/// untrusted. Two pointers to one object may differ in it.
///
/// @param name stable and unique in a semantics, `borrowed`
/// @param prefix what the classic register type strings put in front, `rcu_`; may be empty
/// @param trusted whether what such a pointer points to is known to live
/// @param unreadable why nothing may be read through it unless another qualifier says that what it
///   points to lives, empty if it may
/// @param unwritable why memory may not be written through it, empty if it may
/// @param elsewhere what kind of memory it is that is not where the pointer points, so that nothing
///   may be read or written through it; empty if it is there
/// @param withPackets whether it is part of a packet, and gone with what is known of packets
public record Qualifier(
    String name,
    String prefix,
    boolean trusted,
    String unreadable,
    String unwritable,
    String elsewhere,
    boolean withPackets) {
  public static Qualifier of(String name, String prefix) {
    return new Qualifier(name, prefix, false, "", "", "", false);
  }

  /// The same, of what is part of a packet.
  public Qualifier partOfPackets() {
    return new Qualifier(name, prefix, trusted, unreadable, unwritable, elsewhere, true);
  }

  /// The same, of what is known to live as long as the pointer has the qualifier.
  public Qualifier alive() {
    return new Qualifier(name, prefix, true, unreadable, unwritable, elsewhere, withPackets);
  }

  /// The same, through which nothing may be written; `message` says so when somebody tries.
  public Qualifier readOnly(String message) {
    return new Qualifier(name, prefix, trusted, unreadable, message, elsewhere, withPackets);
  }

  /// The same, through which nothing of an object may be read, unless it is known to live.
  public Qualifier unreadable(String message) {
    return new Qualifier(name, prefix, trusted, message, unwritable, elsewhere, withPackets);
  }

  /// The same, of memory that is not where the pointer points: `memory` says of which kind it is.
  public Qualifier elsewhere(String memory) {
    return new Qualifier(name, prefix, trusted, unreadable, unwritable, memory, withPackets);
  }

  @Override
  public String toString() {
    return name;
  }
}
