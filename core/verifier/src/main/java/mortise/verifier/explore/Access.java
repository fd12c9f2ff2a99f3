package mortise.verifier.explore;

/// One access to memory.
///
/// @param at the instruction
/// @param register the number of the base register, for messages
/// @param offset what the instruction adds to it
/// @param size in bytes
/// @param isSigned whether what is loaded is extended by its sign
record Access(
    int at, int register, int offset, int size, Kind kind, boolean isAtomic, boolean isSigned) {
  enum Kind {
    READ,
    WRITE
  }

  Access(int at, int register, int offset, int size, Kind kind) {
    this(at, register, offset, size, kind, false, false);
  }

  Access atomic() {
    return new Access(at, register, offset, size, kind, true, false);
  }

  Access signed() {
    return new Access(at, register, offset, size, kind, false, true);
  }

  boolean isRead() {
    return kind == Kind.READ;
  }
}
