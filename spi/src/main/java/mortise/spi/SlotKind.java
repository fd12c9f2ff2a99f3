package mortise.spi;

import java.util.Optional;

/// A kind of typed object that lives in stack slots: an iterator, saved irq flags, a dynptr.
///
/// Creating one makes an identity and, where it is `owed`, an obligation: it must be destroyed on
/// every path. One that is not owed is the token of a section, which says what must be settled, or
/// a [Handle]. Its bytes may not be read; writing over it loses it, and with it the way to settle.
///
/// A kind may be a sort of a more general one: where a function wants the general kind, all sorts
/// will do.
///
/// @param name as messages name it, `iter_num`
/// @param size in bytes, a multiple of 8
/// @param notOnStack broken when the argument is no pointer to the stack
/// @param notUninitialised broken when one is there already
/// @param notInitialised broken when none is there
/// @param within the section outside of which it may not be used, if any
/// @param owed whether the program owes for it
/// @param called what messages call such an object where they say that it lies badly, `iter`
/// @param handle what is particular to handles; empty for what is itself there
/// @param sortOf the more general kind, if there is one
public record SlotKind(
    String name,
    int size,
    Rule notOnStack,
    Rule notUninitialised,
    Rule notInitialised,
    Optional<SectionKind> within,
    boolean owed,
    String called,
    Optional<Handle> handle,
    Optional<SlotKind> sortOf) {
  /// Of objects through which something is reached that is elsewhere. One for which nothing is owed
  /// may be written over; it is no more then, and neither is what is a [child][Result#childOf] of
  /// it. There may be [several][Effect.CopySlot] of one thing, for which something is owed once.
  /// One that lies elsewhere than on the stack, as callbacks get them, can be used and not changed.
  ///
  /// @param pointer how messages call a pointer to one that lies elsewhere, `dynptr_ptr`
  /// @param overwritten broken when one is written over for which something is owed
  /// @param writtenByFunction broken when a function is given its bytes to write; `{offset}`
  /// @param notOwed broken when one is given up for which nothing is owed; `{number}` is the
  ///   argument's, from 1
  /// @param elsewhere broken when one is given up that lies elsewhere
  public record Handle(
      String pointer, Rule overwritten, Rule writtenByFunction, Rule notOwed, Rule elsewhere) {}

  /// One that is owed.
  public SlotKind(
      String name,
      int size,
      Rule notOnStack,
      Rule notUninitialised,
      Rule notInitialised,
      Optional<SectionKind> within) {
    this(
        name,
        size,
        notOnStack,
        notUninitialised,
        notInitialised,
        within,
        true,
        name,
        Optional.empty(),
        Optional.empty());
  }

  /// One that is the token of a section.
  public static SlotKind token(
      String name, int size, Rule notOnStack, Rule notUninitialised, Rule notInitialised) {
    return new SlotKind(
        name,
        size,
        notOnStack,
        notUninitialised,
        notInitialised,
        Optional.empty(),
        false,
        name,
        Optional.empty(),
        Optional.empty());
  }

  /// A kind of [Handle] for which nothing is owed.
  public static SlotKind handle(
      String name,
      int size,
      Rule notOnStack,
      Rule notUninitialised,
      Rule notInitialised,
      Handle handle) {
    return new SlotKind(
        name,
        size,
        notOnStack,
        notUninitialised,
        notInitialised,
        Optional.empty(),
        false,
        name,
        Optional.of(handle),
        Optional.empty());
  }

  /// The same, called so where messages say that it lies badly.
  public SlotKind called(String value) {
    return new SlotKind(
        name,
        size,
        notOnStack,
        notUninitialised,
        notInitialised,
        within,
        owed,
        value,
        handle,
        sortOf);
  }

  /// A sort of this kind.
  public SlotKind sort(String sortName, boolean sortOwed) {
    return new SlotKind(
        sortName,
        size,
        notOnStack,
        notUninitialised,
        notInitialised,
        within,
        sortOwed,
        called,
        handle,
        Optional.of(this));
  }

  /// Whether it is that kind, or a sort of it.
  public boolean is(SlotKind kind) {
    return equals(kind) || sortOf.filter(general -> general.is(kind)).isPresent();
  }

  /// The most general kind that it is a sort of; itself, if it is of none.
  public SlotKind general() {
    return sortOf.map(SlotKind::general).orElse(this);
  }

  @Override
  public String toString() {
    return name;
  }
}
