package mortise.spi;

import java.util.List;

/// What a pointer points to, and how: the kind of memory, and which qualifiers the pointer has.
///
/// @param kind the kind of memory
/// @param qualifiers exactly these, or these and any others (see `exactly`)
/// @param exactly whether other qualifiers are refused
/// @param nullable whether a pointer that may still be null will do
public record Target(Kind kind, List<Qualifier> qualifiers, boolean exactly, boolean nullable) {
  /// Kinds of memory. Not exhaustive for ever: treat one that you do not know as *other*.
  public enum Kind {
    /// An object of one of the program's own types.
    OBJECT,
    MAP_VALUE,
    MAP,
    STACK,
    CONTEXT,
    PACKET,
    MEMORY,
    FUNCTION,
    /// A typed object that could lie in stack slots and lies elsewhere.
    SLOT_OBJECT,
    /// An object of a type that the host brings.
    HOST_OBJECT,
    /// What a [HostView] shows.
    HOST_VIEW
  }

  /// An object, the pointer without any qualifier and known not to be null.
  public static final Target OBJECT = new Target(Kind.OBJECT, List.of(), true, false);

  /// A map value, known not to be null. Global variables are map values.
  public static final Target MAP_VALUE = new Target(Kind.MAP_VALUE, List.of(), true, false);

  public Target {
    qualifiers = List.copyOf(qualifiers);
  }

  /// The same with any qualifiers.
  public Target anyhow() {
    return new Target(kind, List.of(), false, nullable);
  }

  /// The same with exactly these qualifiers.
  public Target with(Qualifier... exactlyThese) {
    return new Target(kind, List.of(exactlyThese), true, nullable);
  }

  public Target orNull() {
    return new Target(kind, qualifiers, exactly, true);
  }
}
