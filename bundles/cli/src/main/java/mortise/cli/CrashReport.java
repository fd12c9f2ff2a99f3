package mortise.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.List;
import mortise.cli.output.ToolVersion;

/// Puts what a maintainer needs about a defect of Mortise into a file, so that its user sees one
/// line.
final class CrashReport {
  private CrashReport() {}

  /// Writes the report and gives the line, without a line end.
  static String of(Throwable defect, List<String> what) {
    var name = defect.getClass().getSimpleName();
    try {
      var file = Files.createTempFile("mortise-report-", ".txt");
      Files.writeString(file, text(defect, what));
      return "internal error (" + name + "); please report it with " + file;
    } catch (IOException e) {
      return "internal error (" + name + "), and no report could be written: " + e.getMessage();
    }
  }

  private static String text(Throwable defect, List<String> what) {
    var text = new StringWriter();
    var out = new PrintWriter(text);
    out.println("Mortise " + ToolVersion.current());
    out.println("Java " + Runtime.version() + ", " + System.getProperty("os.name"));
    out.println("Doing " + what);
    out.println();
    defect.printStackTrace(out);
    out.flush();
    return text.toString();
  }
}
