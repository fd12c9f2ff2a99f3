package mortise.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where `bin/mortise` enters.
///
/// Its scripts tell it three things in system properties: `mortise.home`, the folder of the
/// distribution, `mortise.semantics`, the names of the semantics that it offers, its default first,
/// with commas between them, and `mortise.terminal`, whether stderr is a terminal.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    var out = writer(FileDescriptor.out);
    var err = writer(FileDescriptor.err);
    var context =
        new Context(
            System.in,
            out,
            err,
            EngineAdapter::open,
            Boolean.getBoolean("mortise.terminal"),
            Optional.ofNullable(System.getProperty("mortise.home")).map(Path::of),
            List.of(),
            offered());
    int code = run(context, arguments);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /// Whatever is thrown, the user sees one line.
  static int run(Context context, String... arguments) {
    try {
      if (arguments.length == 0) {
        MortiseCommand.commandLine(context).usage(context.err());
        return ExitCode.USAGE;
      }
      return MortiseCommand.commandLine(context).execute(arguments);
    } catch (RuntimeException | Error e) {
      context.say(CrashReport.of(e, List.of(arguments)));
      return ExitCode.INTERNAL;
    }
  }

  /// The semantics that the distribution offers.
  static List<String> offered() {
    return Stream.of(System.getProperty("mortise.semantics", "").split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new BufferedWriter(
            new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8)));
  }
}
