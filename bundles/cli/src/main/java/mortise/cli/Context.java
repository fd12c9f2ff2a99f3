package mortise.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mortise.spi.HelperFamily;

/// What a command works with besides its arguments.
///
/// @param terminal whether err is a terminal where progress may be shown
/// @param home where the distribution lies, with its `plugins` folder
/// @param families those that are there without looking for them
/// @param semantics the names of those that the distribution offers, its default first; empty if
///   nobody said
record Context(
    InputStream in,
    PrintWriter out,
    PrintWriter err,
    EngineGateway.Opener opener,
    boolean terminal,
    Optional<Path> home,
    List<HelperFamily> families,
    List<String> semantics) {
  Context {
    families = List.copyOf(families);
    semantics = List.copyOf(semantics);
  }

  String defaultSemantics() {
    return semantics.isEmpty() ? "linux" : semantics.getFirst();
  }

  /// Tells the user one line that is not part of the output.
  void say(String line) {
    err.println("mortise: " + line);
    err.flush();
  }
}
