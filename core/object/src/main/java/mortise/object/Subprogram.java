package mortise.object;

/// A function of a program; the first is the program's own.
///
/// @param start its first slot
/// @param end the slot after its last
/// @param function its BTF `FUNC` in the program's BTF, 0 if unknown
/// @param global whether it is verified by its signature alone, apart from its callers
public record Subprogram(String name, int start, int end, int function, boolean global) {
  /// Whether `slot` is in it.
  public boolean contains(int slot) {
    return slot >= start && slot < end;
  }
}
