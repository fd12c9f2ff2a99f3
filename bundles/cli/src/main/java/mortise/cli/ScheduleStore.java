package mortise.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import mortise.cli.output.ToolVersion;
import mortise.runtime.RunnableProgram;
import mortise.runtime.schedule.Failure;
import mortise.runtime.schedule.ScheduleFile;
import mortise.spi.runtime.ContextFactory.Input;

/// Schedules in files.
///
/// @param semantics with families and versions
record ScheduleStore(EngineGateway.Explorable object, String semantics) {
  private static final int LARGEST = 16 << 20;
  private static final String FIRST_LINE = "# mortise explore";

  /// Writes a failing schedule.
  void save(
      Path file,
      List<RunnableProgram> programs,
      Input input,
      Exploring.Settings settings,
      Failure failure)
      throws InputProblem {
    var schedule = failure.schedule();
    var text =
        new ScheduleFile(
                ToolVersion.current(),
                object.name(),
                object.sha256(),
                semantics,
                programs.stream().map(RunnableProgram::name).toList(),
                input.packet(),
                input.context(),
                settings.watched(),
                settings.instructions(),
                settings.bounds().operations(),
                Optional.of(failure.check()),
                schedule)
            .write(turn -> comment(programs, failure, turn));
    try {
      if (Files.exists(file) && !Files.readString(file).startsWith(FIRST_LINE)) {
        throw new InputProblem(file + ": is there already, and is no schedule; use --save");
      }
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new InputProblem(file + ": cannot be written (" + e.getMessage() + ")", e);
    }
  }

  /// Where the turn ends.
  private static String comment(List<RunnableProgram> programs, Failure failure, int turn) {
    int last = -1;
    for (int i = 0; i <= turn; i++) {
      last += failure.schedule().turns().get(i).operations();
    }
    if (last >= failure.operations().size()) {
      return "";
    }
    var operation = failure.operations().get(last);
    return operation
        .what()
        .map(what -> "to " + ScheduleTable.described(programs.get(operation.cpu()), what))
        .orElse("");
  }

  /// Reads a schedule of this object.
  ///
  /// @throws InputProblem if it is none, or one of another object, version or semantics
  ScheduleFile load(Path file) throws InputProblem {
    ScheduleFile schedule;
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new InputProblem("--replay " + file + ": is larger than " + LARGEST + " bytes");
      }
      schedule = ScheduleFile.parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new InputProblem("--replay " + file + ": cannot be read", e);
    } catch (ScheduleFile.FormatException e) {
      throw new InputProblem("--replay " + file + ": " + e.getMessage(), e);
    }
    same(file, "object (SHA-256)", schedule.sha256(), object.sha256());
    same(file, "version of mortise", schedule.version(), ToolVersion.current());
    same(file, "semantics", schedule.semantics(), semantics);
    return schedule;
  }

  private static void same(Path file, String what, String there, String here) throws InputProblem {
    if (!there.equals(here)) {
      throw new InputProblem(
          "--replay %s: is of another %s: %s there, %s here".formatted(file, what, there, here));
    }
  }
}
