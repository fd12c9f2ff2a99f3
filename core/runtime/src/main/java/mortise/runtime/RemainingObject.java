package mortise.runtime;

/// An object that a program allocated and nobody gave back.
///
/// @param type the name of its type
/// @param program the program that allocated it; empty where a runtime half did so outside of any
/// @param slot the instruction that allocated it, -1 without a program
public record RemainingObject(long address, String type, long size, String program, int slot) {
  @Override
  public String toString() {
    return "'%s' (%d bytes) allocated by instruction %d of '%s'"
        .formatted(type, size, slot, program);
  }
}
