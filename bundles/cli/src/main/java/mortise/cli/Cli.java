package mortise.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import mortise.spi.HelperFamily;

/// The command line for hosts that have found the helper families themselves.
public final class Cli {
  private Cli() {}

  /// Executes a command as `mortise` would, and gives its exit code; throws nothing. What it could
  /// read from standard input is empty.
  public static int execute(
      List<HelperFamily> families, PrintWriter out, PrintWriter err, String... arguments) {
    return execute(families, InputStream.nullInputStream(), out, err, arguments);
  }

  /// As [#execute(List, PrintWriter, PrintWriter, String...)], with something on standard input.
  public static int execute(
      List<HelperFamily> families,
      InputStream in,
      PrintWriter out,
      PrintWriter err,
      String... arguments) {
    var context =
        new Context(
            in, out, err, EngineAdapter::open, false, Optional.empty(), families, Main.offered());
    int code = Main.run(context, arguments);
    out.flush();
    err.flush();
    return code;
  }
}
