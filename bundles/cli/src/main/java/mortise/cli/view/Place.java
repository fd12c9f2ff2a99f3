package mortise.cli.view;

/// A place in a source file.
///
/// @param line counted from 1
/// @param column counted from 1, or 0 if it is not known
public record Place(String file, int line, int column) {
  @Override
  public String toString() {
    return column > 0 ? file + ":" + line + ":" + column : file + ":" + line;
  }
}
