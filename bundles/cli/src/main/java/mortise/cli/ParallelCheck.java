package mortise.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mortise.cli.EngineGateway.LoadedProgram;
import mortise.cli.output.Filters;
import mortise.cli.view.ProgramRow;

/// Checks the programs of objects side by side and gives the results in the order of the command
/// line, whoever was ready first.
///
/// A file that cannot be read and a program on which the engine breaks are named on err, and the
/// others go on.
final class ParallelCheck {
  private final Context context;
  private final EngineGateway gateway;
  private final Filters wanted;
  private int files;
  private int unreadable;
  private int skipped;
  private int crashed;

  ParallelCheck(Context context, EngineGateway gateway, Filters wanted) {
    this.context = context;
    this.gateway = gateway;
    this.wanted = wanted;
  }

  private record Job(String program, Future<ProgramRow> row) {}

  List<ProgramRow> check(List<Path> objects) {
    var threads =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name("check-", 0).factory());
    try (var progress = new Progress(context)) {
      var jobs = new ArrayList<Job>();
      for (var object : objects) {
        submit(object, threads, jobs);
      }
      var rows = new ArrayList<ProgramRow>();
      for (int i = 0; i < jobs.size(); i++) {
        progress.at(i, jobs.size(), jobs.get(i).program());
        collect(jobs.get(i), rows);
      }
      return rows;
    } finally {
      threads.shutdownNow();
    }
  }

  private void submit(Path object, ExecutorService threads, List<Job> jobs) {
    try {
      for (LoadedProgram program : gateway.load(object).programs()) {
        if (wanted.wants(object.toString(), program.name())) {
          jobs.add(new Job(object + "/" + program.name(), threads.submit(program::check)));
        } else {
          skipped++;
        }
      }
      files++;
    } catch (InputProblem e) {
      unreadable++;
      context.say(e.line());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      crashed++;
      context.say(object + ": " + CrashReport.of(e, List.of("load", object.toString())));
    }
  }

  private void collect(Job job, List<ProgramRow> rows) {
    try {
      rows.add(job.row().get());
    } catch (ExecutionException e) {
      crashed++;
      var cause = e.getCause() == null ? e : e.getCause();
      context.say(job.program() + ": " + CrashReport.of(cause, List.of("check", job.program())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + job.program(), e);
    }
  }

  /// Objects that could be read.
  int files() {
    return files;
  }

  /// Objects that could not.
  int unreadable() {
    return unreadable;
  }

  /// Programs that the filters left out.
  int skipped() {
    return skipped;
  }

  /// Objects and programs on which the engine broke.
  int crashed() {
    return crashed;
  }
}
