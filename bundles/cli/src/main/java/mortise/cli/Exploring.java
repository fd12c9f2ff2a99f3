package mortise.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import mortise.cli.EngineGateway.Explorable;
import mortise.cli.output.Json;
import mortise.cli.output.Plain;
import mortise.engine.Exploration;
import mortise.runtime.NotRunnableException;
import mortise.runtime.RunnableProgram;
import mortise.runtime.schedule.Bounds;
import mortise.runtime.schedule.Failure;
import mortise.runtime.schedule.Outcome;
import mortise.runtime.schedule.Replay;
import mortise.runtime.schedule.Report;
import mortise.runtime.schedule.ScheduleFile;
import mortise.runtime.schedule.Watcher;
import mortise.spi.runtime.ContextFactory.Input;

/// Explorations one after the other, and what is said of them.
final class Exploring {
  /// More schedules than that may take a while: say so before.
  private static final double MANY = 1e6;

  private static final int MOST_OUTCOMES = 8;

  /// How random schedules are chosen.
  record Sample(long seed, long schedules, int depth) {}

  /// How to explore.
  ///
  /// @param instructions the most of one run
  /// @param watched whether there is a second account of memory
  /// @param save where to write a failing schedule; empty for a name of its own
  record Settings(
      Bounds bounds,
      long instructions,
      boolean watched,
      Optional<Sample> sample,
      Optional<Path> save) {
    /// As the schedule in a file was found.
    Settings as(ScheduleFile file) {
      return new Settings(
          bounds.withOperations(file.operations()),
          file.instructions(),
          file.watched(),
          sample,
          save);
    }
  }

  private final Context context;
  private final String semantics;
  private final Settings settings;
  private final Bounds bounds;
  private final Optional<Sample> sample;
  private final boolean json;
  private final List<Object> results = new ArrayList<>();
  private boolean interrupted;

  Exploring(Context context, String semantics, Settings settings, boolean json) {
    this.context = context;
    this.semantics = semantics;
    this.settings = settings;
    bounds = settings.bounds();
    sample = settings.sample();
    this.json = json;
  }

  boolean isInterrupted() {
    return interrupted;
  }

  /// Prints what was kept for the end.
  void finish() {
    if (json) {
      var all = new LinkedHashMap<String, Object>();
      all.put("semantics", semantics);
      all.put("explorations", results);
      context.out().print(Json.write(all));
    }
    context.out().flush();
  }

  private static Exploration exploration(
      Explorable object, List<String> programs, Input input, Settings how) throws InputProblem {
    var exploration =
        object
            .exploration(programs, input)
            .withInstructions(how.instructions())
            .within(how.bounds());
    return how.watched() ? exploration : exploration.unwatched();
  }

  /// Explores, prints, and gives the exit code.
  int explore(Explorable object, List<String> programs, Input input) throws InputProblem {
    var exploration = exploration(object, programs, input, settings);
    var title = object.name() + ": " + String.join(", ", programs);
    try (var interruption = new Interruption()) {
      var report = report(exploration, title, interruption);
      interrupted = interruption.isAsked();
      var file = save(object, exploration.programs(), input, report.failure());
      if (json) {
        results.add(members(object, programs, report, file));
      } else {
        print(title, exploration.programs(), report, file);
      }
      context.out().flush();
      return exitCode(report);
    } catch (NotRunnableException e) {
      throw new InputProblem(title + ": " + e.getMessage(), e);
    }
  }

  private Report report(Exploration exploration, String title, Interruption interruption) {
    try (var progress = new Progress(context)) {
      var watcher = new Told(title, interruption, progress);
      return sample.isPresent()
          ? exploration.sample(
              sample.get().seed(), sample.get().schedules(), sample.get().depth(), watcher)
          : exploration.explore(watcher);
    }
  }

  private static int exitCode(Report report) {
    return switch (report.end()) {
      case ALL, BOUND, SAMPLED -> ExitCode.ACCEPTED;
      case FAILED -> ExitCode.REJECTED;
      case STOPPED, UNREPEATABLE -> ExitCode.UNDECIDED;
    };
  }

  /// Tells on the terminal.
  private final class Told implements Watcher {
    private final String title;
    private final Interruption interruption;
    private final Progress progress;
    private final long started = System.nanoTime();

    Told(String title, Interruption interruption, Progress progress) {
      this.title = title;
      this.interruption = interruption;
      this.progress = progress;
    }

    @Override
    public void begins(int preemptions, double atMost) {
      if (preemptions == bounds.preemptions() && atMost > MANY) {
        context.say(
            String.format(
                Locale.ROOT,
                "%s: up to %.1e schedules with at most %d preemptions, but for what can be left"
                    + " out; Ctrl-C ends with what was covered",
                title,
                atMost,
                preemptions));
      }
    }

    @Override
    public void at(Report report, double done) {
      double seconds = (System.nanoTime() - started) / 1e9;
      var left =
          done > 0 && sample.isEmpty() ? ", about " + time(seconds / done - seconds) + " left" : "";
      progress.show(
          String.format(
              Locale.ROOT,
              "%s: %d preemptions: %,d schedules, %,d states, about %.1f %% done%s",
              title,
              report.preemptions(),
              report.schedules(),
              report.states(),
              done * 100,
              left));
    }

    @Override
    public boolean isEnough() {
      return interruption.isAsked();
    }
  }

  private static String time(double seconds) {
    if (seconds < 120) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    if (seconds < 7200) {
      return String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }
    return seconds < 1e7
        ? String.format(Locale.ROOT, "%.0f h", seconds / 3600)
        : String.format(Locale.ROOT, "%.0e days", seconds / 86_400);
  }

  private Optional<Path> save(
      Explorable object, List<RunnableProgram> programs, Input input, Optional<Failure> failure)
      throws InputProblem {
    if (failure.isEmpty()) {
      return Optional.empty();
    }
    var names = programs.stream().map(RunnableProgram::name).distinct();
    var file =
        settings
            .save()
            .orElseGet(
                () ->
                    Path.of(
                        "%s.%s.schedule"
                            .formatted(
                                object.name().replaceFirst("(\\.bpf)?\\.o$", ""),
                                names
                                    .collect(Collectors.joining("-"))
                                    .replaceAll("[^\\w.-]", "_"))));
    new ScheduleStore(object, semantics).save(file, programs, input, settings, failure.get());
    return Optional.of(file);
  }

  private void print(
      String title, List<RunnableProgram> programs, Report report, Optional<Path> file) {
    var out = context.out();
    out.println(Plain.line(title));
    out.printf(
        Locale.ROOT,
        "  %,d schedules%s; %,d steps (operations that another CPU could notice) in %,d"
            + " schedules in all, %.1f s%n",
        report.schedules(),
        report.states() > 0
            ? String.format(
                Locale.ROOT,
                ", %,d of them pruned, %,d states, switched at %d instructions",
                report.pruned(),
                report.states(),
                report.points())
            : "",
        report.steps(),
        report.rounds(),
        report.nanoseconds() / 1e9);
    out.println("  " + said(report));
    if (report.failure().isPresent()) {
      print(programs, report.failure().get());
      file.ifPresent(f -> out.println("written to " + f + "; run it again with --replay " + f));
    } else {
      outcomes(report, programs);
    }
  }

  private String said(Report report) {
    return switch (report.end()) {
      case ALL -> "nothing found: these are all schedules, whatever the number of preemptions";
      case BOUND ->
          "nothing found: these are all schedules with at most %d preemptions"
              .formatted(report.preemptions());
      case SAMPLED -> "nothing found in random schedules; that does not mean that there is nothing";
      case FAILED -> "a schedule fails";
      case STOPPED ->
          report.preemptions() == 0 || sample.isPresent()
              ? "stopped; nothing found so far"
              : "stopped; nothing found so far, and nothing in all schedules with at most %d preemptions"
                  .formatted(report.preemptions() - 1);
      case UNREPEATABLE ->
          "undecided: the same schedule does not lead to the same place twice; a function knows of"
              + " more than its machine (a clock, a random number)";
    };
  }

  private void print(List<RunnableProgram> programs, Failure failure) {
    var out = context.out();
    out.println();
    out.print(ScheduleTable.of(programs, failure.operations()));
    out.println();
    var check = "[" + failure.check() + "]";
    var named = failure.message().endsWith(check) ? "" : " " + check;
    out.println(Plain.line("FAILED: " + failure.message() + named));
    out.printf(
        "after %d switches, %d of them preemptions, and %d operations%n",
        failure.schedule().switches(), failure.preemptions(), failure.schedule().operations());
  }

  /// What schedules come to where they do not all come to the same.
  private void outcomes(Report report, List<RunnableProgram> programs) {
    var all = report.outcomes().keySet();
    if (all.size() < 2) {
      return;
    }
    context.out().printf("  %d outcomes%n", all.size());
    var common =
        all.stream()
            .map(outcome -> (List<Outcome.Contents>) new ArrayList<>(outcome.contents()))
            .reduce(
                (one, other) -> {
                  one.retainAll(other);
                  return one;
                })
            .orElse(List.of());
    for (var outcome : all.stream().limit(MOST_OUTCOMES).toList()) {
      var values = new ArrayList<String>();
      for (int cpu = 0; cpu < programs.size(); cpu++) {
        values.add("%s=%d".formatted(programs.get(cpu).name(), number(outcome.values().get(cpu))));
      }
      outcome.contents().stream()
          .filter(contents -> !common.contains(contents))
          .forEach(contents -> values.add(contents.toString()));
      context.out().println(Plain.line("    " + String.join("  ", values)));
    }
    if (all.size() > MOST_OUTCOMES) {
      context.out().printf("    and %d more%n", all.size() - MOST_OUTCOMES);
    }
  }

  /// Programs that give an `int` leave the upper half empty.
  private static long number(long value) {
    return value >>> 32 == 0 ? (int) value : value;
  }

  private static Map<String, Object> members(
      Explorable object, List<String> programs, Report report, Optional<Path> file) {
    var members = new LinkedHashMap<String, Object>();
    members.put("object", object.name());
    members.put("sha256", object.sha256());
    members.put("programs", programs);
    members.put("end", report.end().name().toLowerCase(Locale.ROOT));
    members.put("preemptions", report.preemptions());
    members.put("schedules", report.schedules());
    members.put("pruned", report.pruned());
    members.put("states", report.states());
    members.put("points", report.points());
    members.put("schedules_in_all", report.rounds());
    members.put("steps", report.steps());
    members.put("nanoseconds", report.nanoseconds());
    members.put(
        "outcomes",
        report.outcomes().keySet().stream().map(outcome -> outcome.values()).distinct().toList());
    members.put("failure", report.failure().map(failure -> members(failure, file)));
    return members;
  }

  private static Map<String, Object> members(Failure failure, Optional<Path> file) {
    var members = new LinkedHashMap<String, Object>();
    members.put("check", failure.check());
    members.put("message", failure.message());
    members.put("cpu", Optional.of(failure.cpu()).filter(cpu -> cpu >= 0));
    members.put("preemptions", failure.preemptions());
    members.put("switches", failure.schedule().switches());
    members.put("operations", failure.schedule().operations());
    members.put("file", file.map(Path::toString));
    return members;
  }

  /// Runs the schedule in a file, prints, and gives the exit code.
  int replay(Explorable object, Path file) throws InputProblem {
    var schedule = new ScheduleStore(object, semantics).load(file);
    var exploration =
        exploration(
            object,
            schedule.programs(),
            new Input(schedule.packet(), schedule.context()),
            settings.as(schedule));
    Replay replay;
    try {
      replay = exploration.replay(schedule.schedule());
    } catch (NotRunnableException e) {
      throw new InputProblem(file + ": " + e.getMessage(), e);
    }
    if (!replay.fits()) {
      context.say(file + ": some turns are longer than the CPU could go on");
    }
    if (replay.failure().isPresent()) {
      var check = replay.failure().get().check();
      schedule
          .failure()
          .filter(recorded -> !recorded.equals(check))
          .ifPresent(recorded -> context.say(file + ": failed otherwise then: " + recorded));
      print(exploration.programs(), replay.failure().get());
      return ExitCode.REJECTED;
    }
    context.out().print(ScheduleTable.of(exploration.programs(), replay.operations()));
    context.out().println();
    context.out().println("the schedule does not fail");
    return ExitCode.ACCEPTED;
  }
}
