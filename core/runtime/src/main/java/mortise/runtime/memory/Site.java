package mortise.runtime.memory;

/// An instruction of a program, or the machine itself.
///
/// @param program the program's name; empty for what happens before any program runs
/// @param slot the instruction's slot, -1 where there is none
public record Site(String program, int slot) {
  /// Not on behalf of any program.
  public static final Site MACHINE = new Site("", -1);

  @Override
  public String toString() {
    return slot < 0 ? "the machine itself" : "instruction %d of '%s'".formatted(slot, program);
  }
}
