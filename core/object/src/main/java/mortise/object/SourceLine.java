package mortise.object;

/// Where an instruction comes from.
///
/// @param slot the first slot that comes from this line
/// @param file the source file as the compiler was given it
/// @param text the line itself, empty if the compiler did not record it
/// @param line from 1
/// @param column from 1, 0 if unknown
public record SourceLine(int slot, String file, String text, int line, int column) {
  @Override
  public String toString() {
    return "%s:%d:%d".formatted(file, line, column);
  }
}
