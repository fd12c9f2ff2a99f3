package mortise.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The kernel, asked through the small program that `bench.sh` builds from `kernel.c`.
final class Peer {
  /// @param instructions how many its verifier processed; for runs 0
  /// @param time microseconds of verification, nanoseconds of a run; -1 if it refused
  record Figure(long instructions, long time) {}

  /// It was not asked, or gave no answer.
  static final Figure UNKNOWN = new Figure(-1, -1);

  private final Optional<Path> program;
  private final String why;

  private Peer(Optional<Path> program, String why) {
    this.program = program;
    this.why = why;
  }

  /// The peer named by the property `mortise.bench.kernel`, a path, or a reason in words.
  static Peer find() {
    var named = System.getProperty("mortise.bench.kernel", "not asked for");
    return named.startsWith("/")
        ? new Peer(Optional.of(Path.of(named)), "")
        : new Peer(Optional.empty(), named);
  }

  /// Why there is no peer; empty if there is one.
  String why() {
    return why;
  }

  /// What it says of each program of an object, by the program's name.
  ///
  /// @param what `load` or `run`
  Map<String, Figure> ask(String what, Path object) {
    var figures = new HashMap<String, Figure>();
    if (program.isEmpty()) {
      return figures;
    }
    try {
      var process =
          new ProcessBuilder(List.of(program.get().toString(), what, object.toString()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (var lines = process.inputReader()) {
        lines
            .lines()
            .map(line -> line.split("\t", -1))
            .forEach(
                cells ->
                    figures.put(
                        cells[0],
                        what.equals("load")
                            ? new Figure(Long.parseLong(cells[1]), Long.parseLong(cells[2]))
                            : new Figure(0, Long.parseLong(cells[1]))));
      }
    } catch (IOException e) {
      System.err.println("the kernel cannot be asked: " + e.getMessage());
    }
    return figures;
  }
}
