package mortise.object;

import java.io.Serial;

/// A file is not a well-formed BPF object. The message is one line, for example `queue.bpf.o:
/// .BTF+0x1c: type 12 refers to type 900, but there are only 40`.
public final class ObjectFormatException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String file;
  private final String section;
  private final long offset;
  private final String problem;

  /// @param section the section's name, empty if the problem is the file's
  /// @param offset in bytes from the beginning of the section (of the file if `section` is empty),
  ///   -1 if the problem is nowhere in particular
  public ObjectFormatException(String file, String section, long offset, String problem) {
    super(render(file, section, offset, problem));
    this.file = file;
    this.section = section;
    this.offset = offset;
    this.problem = problem;
  }

  private static String render(String file, String section, long offset, String problem) {
    String at = offset < 0 ? "" : "+0x" + Long.toHexString(offset);
    String place = section.isEmpty() && at.isEmpty() ? "" : section + at + ": ";
    return printable(file + ": " + place + problem);
  }

  /// Names in messages come from the file: keep them on one line and out of the terminal's way.
  private static String printable(String text) {
    var result = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> result.appendCodePoint(Character.isISOControl(c) ? '\ufffd' : c));
    return result.toString();
  }

  /// The file's name, as it was given.
  public String file() {
    return file;
  }

  /// The section's name, empty if the problem is the file's.
  public String section() {
    return section;
  }

  /// Where in the section, in bytes, or -1.
  public long offset() {
    return offset;
  }

  /// What is wrong.
  public String problem() {
    return problem;
  }
}
