package mortise.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mortise.cli.output.Filters;

/// Works on the programs of objects side by side and gives the results in the order of the command
/// line, whoever was ready first.
///
/// A file that cannot be read and a program on which the engine breaks are named on err, and the
/// others go on.
final class ParallelRun<R> {
  /// What to do with a program.
  record Task<R>(String program, Callable<R> work) {}

  /// Reads an object, as the command line names it.
  @FunctionalInterface
  interface Loader<R> {
    List<Task<R>> load(String object) throws InputProblem;
  }

  private final String command;
  private final Context context;
  private final Filters wanted;
  private int files;
  private int unreadable;
  private int skipped;
  private int crashed;

  /// @param command what reports of crashes are about: `check`
  ParallelRun(String command, Context context, Filters wanted) {
    this.command = command;
    this.context = context;
    this.wanted = wanted;
  }

  private record Job<R>(String program, Future<R> row) {}

  List<R> run(List<String> objects, Loader<R> loader) {
    var threads =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name(command + "-", 0).factory());
    try (var progress = new Progress(context)) {
      var jobs = new ArrayList<Job<R>>();
      for (var object : objects) {
        submit(object, loader, threads, jobs);
      }
      var rows = new ArrayList<R>();
      for (int i = 0; i < jobs.size(); i++) {
        progress.at(i, jobs.size(), jobs.get(i).program());
        collect(jobs.get(i), rows);
      }
      return rows;
    } finally {
      threads.shutdownNow();
    }
  }

  private void submit(String object, Loader<R> loader, ExecutorService threads, List<Job<R>> jobs) {
    try {
      for (var task : loader.load(object)) {
        if (wanted.wants(object, task.program())) {
          jobs.add(new Job<>(object + "/" + task.program(), threads.submit(task.work())));
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
      context.say(object + ": " + CrashReport.of(e, List.of("load", object)));
    }
  }

  private void collect(Job<R> job, List<R> rows) {
    try {
      rows.add(job.row().get());
    } catch (ExecutionException e) {
      crashed++;
      var cause = e.getCause() == null ? e : e.getCause();
      context.say(job.program() + ": " + CrashReport.of(cause, List.of(command, job.program())));
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
