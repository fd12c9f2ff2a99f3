package mortise.spi;

import java.util.Optional;

/// A kind of typed object that lives in stack slots: an iterator, saved irq flags.
///
/// Creating one makes an identity and an obligation; it must be destroyed on every path. Its bytes
/// may not be read; writing over it loses it, and with it the way to settle what is owed.
///
/// @param name as messages name it, `iter_num`
/// @param size in bytes, a multiple of 8
/// @param notOnStack broken when the argument is no pointer to the stack
/// @param notUninitialised broken when one is there already
/// @param notInitialised broken when none is there
/// @param within the section outside of which it may not be used, if any
public record SlotKind(
    String name,
    int size,
    Rule notOnStack,
    Rule notUninitialised,
    Rule notInitialised,
    Optional<SectionKind> within) {
  @Override
  public String toString() {
    return name;
  }
}
