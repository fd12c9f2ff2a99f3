package mortise.verifier.state;

/// What the program owes.
///
/// @param id which obligation, as pointers name it
/// @param identity for which thing
/// @param count how much, at least 1 while it is there
/// @param acquired the instruction that made it
/// @param function the function called there
public record Obligation(int id, int identity, long count, int acquired, String function) {
  public Obligation owing(long newCount) {
    return new Obligation(id, identity, newCount, acquired, function);
  }
}
