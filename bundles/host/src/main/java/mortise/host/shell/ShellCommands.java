package mortise.host.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mortise.cli.Cli;
import mortise.spi.HelperFamily;

/// `mortise:check` and `mortise:families`: the command line's, over the families that are installed
/// at the moment of the call.
public final class ShellCommands {
  /// Gogo's scope, the word before the colon.
  public static final String SCOPE = "mortise";

  private final Supplier<List<HelperFamily>> families;

  public ShellCommands(Supplier<List<HelperFamily>> families) {
    this.families = families;
  }

  /// The names of the commands, which are those of the methods.
  public static String[] functions() {
    return new String[] {"check", "families"};
  }

  public void check(String... arguments) {
    execute("check", arguments);
  }

  /// Without arguments the installed families; else what `mortise families` does.
  public void families(String... arguments) {
    if (arguments.length > 0) {
      execute("families", arguments);
      return;
    }
    families.get().stream()
        .map(family -> family.info().toString())
        .sorted()
        .forEach(System.out::println);
  }

  /// Gogo gives each session a System.out of its own, so both are looked up at each call.
  private void execute(String command, String... arguments) {
    Cli.execute(
        families.get(),
        new PrintWriter(System.out, true, UTF_8),
        new PrintWriter(System.err, true, UTF_8),
        Stream.concat(Stream.of(command), Stream.of(arguments)).toArray(String[]::new));
  }
}
