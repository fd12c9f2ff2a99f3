package mortise.runtime;

/// An object that somebody allocated and nobody gave back.
///
/// @param type the name of its type
/// @param program the program that allocated it; empty where a runtime half did so outside of any
/// @param slot the instruction that allocated it, -1 without a program
/// @param place where that is in the source, as messages add it to a slot; empty if not known
public record RemainingObject(
    long address, String type, long size, String program, int slot, String place) {
  @Override
  public String toString() {
    return slot < 0
        ? "'%s' (%d bytes) allocated by the machine itself".formatted(type, size)
        : "'%s' (%d bytes) allocated by instruction %d of '%s'%s"
            .formatted(type, size, slot, program, place);
  }
}
