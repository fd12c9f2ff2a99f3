package mortise.verifier.explore;

/// One access to memory.
///
/// @param at the instruction
/// @param register the number of the base register, for messages
/// @param offset what the instruction adds to it
/// @param size in bytes
record Access(int at, int register, int offset, int size, Kind kind, boolean isAtomic) {
  enum Kind {
    READ,
    WRITE
  }

  Access(int at, int register, int offset, int size, Kind kind) {
    this(at, register, offset, size, kind, false);
  }

  Access atomic() {
    return new Access(at, register, offset, size, kind, true);
  }

  boolean isRead() {
    return kind == Kind.READ;
  }
}
