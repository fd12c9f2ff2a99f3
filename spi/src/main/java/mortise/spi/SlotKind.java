package mortise.spi;

import java.util.Optional;

/// A kind of typed object that lives in stack slots: an iterator, saved irq flags.
///
/// Creating one makes an identity and, where it is `owed`, an obligation: it must be destroyed on
/// every path. One that is not owed is the token of a section, which says what must be settled. Its
/// bytes may not be read; writing over it loses it, and with it the way to settle.
///
/// @param name as messages name it, `iter_num`
/// @param size in bytes, a multiple of 8
/// @param notOnStack broken when the argument is no pointer to the stack
/// @param notUninitialised broken when one is there already
/// @param notInitialised broken when none is there
/// @param within the section outside of which it may not be used, if any
/// @param owed whether the program owes for it
public record SlotKind(
    String name,
    int size,
    Rule notOnStack,
    Rule notUninitialised,
    Rule notInitialised,
    Optional<SectionKind> within,
    boolean owed) {
  /// One that is owed.
  public SlotKind(
      String name,
      int size,
      Rule notOnStack,
      Rule notUninitialised,
      Rule notInitialised,
      Optional<SectionKind> within) {
    this(name, size, notOnStack, notUninitialised, notInitialised, within, true);
  }

  /// One that is the token of a section.
  public static SlotKind token(
      String name, int size, Rule notOnStack, Rule notUninitialised, Rule notInitialised) {
    return new SlotKind(
        name, size, notOnStack, notUninitialised, notInitialised, Optional.empty(), false);
  }

  @Override
  public String toString() {
    return name;
  }
}
