package mortise.runtime;

/// Something a program is about to do that another CPU can notice.
///
/// @param slot of the instruction
/// @param address what is accessed; 0 for a call
/// @param size in bytes; 0 for a call
/// @param function what is called; empty for an access
public record VisibleOperation(
    Kind kind, String program, int slot, long address, int size, String function) {
  /// What is done.
  public enum Kind {
    LOAD,
    STORE,
    ATOMIC,
    CALL
  }
}
