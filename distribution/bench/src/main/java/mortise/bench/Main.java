package mortise.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mortise.engine.Exploration;
import mortise.engine.Verdict;
import mortise.runtime.Execution;
import mortise.runtime.schedule.Bounds;
import mortise.runtime.schedule.Watcher;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// `verify`, `quick`, `run`, `quick-run`, `explore`, `race`, `domain`, `refcount`, `kernel` or
/// `length`: measures, and prints one table. See README.md.
public final class Main {
  private static final int ROUNDS = 200;
  private static final int ENOUGH = 10;
  private static final long STEPS_A_ROUND = 2_000_000;
  private static final long CHECKED_STEPS_A_ROUND = 200_000;
  private static final int PREEMPTIONS = 5;

  private Main() {}

  public static void main(String[] arguments) throws RunnerException {
    var objects = new ArrayList<Path>();
    for (int i = 1; i < arguments.length; i++) {
      objects.add(Path.of(arguments[i]));
    }
    switch (arguments.length == 0 ? "" : arguments[0]) {
      case "verify" -> verify(objects);
      case "quick" -> quick(objects);
      case "run" -> run(objects);
      case "quick-run" -> quickRun(objects);
      case "explore" -> explore(objects);
      case "race" -> Races.table(objects.getFirst()).forEach(Main::row);
      case "kernel" -> KernelTable.print(objects, seconds(), Main::row);
      case "length" -> LengthTable.print(objects.getFirst(), seconds(), Main::row);
      case "domain" -> domain();
      case "refcount" ->
          RefcountBenchmark.table(objects.getFirst())
              .forEach(cells -> System.out.println("| " + String.join(" | ", cells) + " |"));
      default -> {
        System.err.println(
            "verify OBJECT... | quick OBJECT... | run OBJECT... | quick-run OBJECT..."
                + " | explore OBJECT... | race FOLDER | domain | refcount FOLDER"
                + " | kernel OBJECT|FOLDER... | length OBJECT");
        System.exit(2);
      }
    }
  }

  private static double seconds() {
    return Double.parseDouble(System.getProperty("mortise.bench.seconds", "1"));
  }

  private static List<RunResult> measure(String benchmark, List<String> subjects)
      throws RunnerException {
    int seconds = Integer.getInteger("mortise.bench.seconds", 1);
    var options =
        new OptionsBuilder()
            .include("^" + benchmark)
            .forks(1)
            .warmupIterations(5)
            .warmupTime(TimeValue.seconds(seconds))
            .measurementIterations(5)
            .measurementTime(TimeValue.seconds(seconds))
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT);
    if (!subjects.isEmpty()) {
      options.param("subject", subjects.toArray(String[]::new));
    }
    return List.copyOf(new Runner(options.build()).run());
  }

  private static Map<String, Peer.Figure> ask(Peer peer, String what, List<Path> objects) {
    var figures = new HashMap<String, Peer.Figure>();
    for (var object : objects) {
      peer.ask(what, object).forEach((name, figure) -> figures.put(object + "#" + name, figure));
    }
    if (!peer.why().isEmpty()) {
      System.out.println("no figures of the kernel: " + peer.why());
    }
    return figures;
  }

  private static void verify(List<Path> objects) throws RunnerException {
    var subjects = objects.stream().flatMap(o -> Subjects.accepted(o).stream()).toList();
    var peer = ask(Peer.find(), "load", objects);
    row("program", "insns", "kernel", "us", "kernel", "ratio", "M insns/s", "kernel", "KiB each");
    for (var subject : subjects) {
      var result = measure(VerificationBenchmark.class.getName(), List.of(subject)).getFirst();
      int instructions = Subjects.load(subject).verify().cost().instructions();
      double time = result.getPrimaryResult().getScore();
      double allocated = allocated(result);
      var other = peer.getOrDefault(subject, Peer.UNKNOWN);
      boolean known = other.time() > 0;
      row(
          name(subject),
          Integer.toString(instructions),
          other.instructions() > 0 ? Long.toString(other.instructions()) : "-",
          format("%.0f", time),
          known ? Long.toString(other.time()) : "-",
          known ? format("%.2f", time / other.time()) : "-",
          format("%.2f", instructions / time),
          known ? format("%.2f", (double) other.instructions() / other.time()) : "-",
          format("%.0f", allocated / 1024));
    }
  }

  /// As verify, without JMH: the least CPU time of many rounds, which a busy machine disturbs less.
  private static void quick(List<Path> objects) {
    var peer = ask(Peer.find(), "load", objects);
    var clock = ManagementFactory.getThreadMXBean();
    row("program", "insns", "kernel", "CPU us", "kernel us", "ratio", "M insns/s", "kernel");
    for (var subject : objects.stream().flatMap(o -> Subjects.accepted(o).stream()).toList()) {
      var program = Subjects.load(subject);
      int instructions = program.verify().cost().instructions();
      long least = Long.MAX_VALUE;
      for (int i = 0; i < ROUNDS; i++) {
        long start = clock.getCurrentThreadCpuTime();
        program.verify();
        least = Math.min(least, clock.getCurrentThreadCpuTime() - start);
      }
      double time = least / 1000.0;
      var other = peer.getOrDefault(subject, Peer.UNKNOWN);
      boolean known = other.time() > 0;
      row(
          name(subject),
          Integer.toString(instructions),
          other.instructions() > 0 ? Long.toString(other.instructions()) : "-",
          format("%.0f", time),
          known ? Long.toString(other.time()) : "-",
          known ? format("%.2f", time / other.time()) : "-",
          format("%.2f", instructions / time),
          known ? format("%.2f", (double) other.instructions() / other.time()) : "-");
    }
  }

  private static void run(List<Path> objects) throws RunnerException {
    var subjects = objects.stream().flatMap(o -> Subjects.accepted(o).stream()).toList();
    var peer = ask(Peer.find(), "run", objects);
    row("program", "steps", "us", "ns/step", "kernel us", "ratio");
    for (var subject : subjects) {
      var result = measure(InterpreterBenchmark.class.getName(), List.of(subject)).getFirst();
      double time = result.getPrimaryResult().getScore();
      long steps;
      try (var instance = InterpreterBenchmark.instance(subject)) {
        var program = instance.programs().getFirst();
        steps = instance.runForResult(Execution.of(program, InterpreterBenchmark.INPUT)).steps();
      }
      var other = peer.getOrDefault(subject, Peer.UNKNOWN);
      boolean known = other.time() > 0;
      row(
          name(subject),
          Long.toString(steps),
          format("%.1f", time / 1000),
          format("%.2f", time / steps),
          known ? format("%.1f", other.time() / 1000.0) : "-",
          known ? format("%.1f", time / other.time()) : "-");
    }
  }

  /// As run, without JMH: the least CPU time of many rounds, all programs in one machine.
  private static void quickRun(List<Path> objects) {
    var peer = ask(Peer.find(), "run", objects);
    row("program", "steps", "CPU us", "ns/step", "kernel us", "ratio", "checked ns", "ratio");
    for (var subject : objects.stream().flatMap(o -> Subjects.accepted(o).stream()).toList()) {
      var accepted = InterpreterBenchmark.accepted(subject);
      try (var instance = accepted.instantiate();
          var checked = accepted.instantiateChecked(List.of())) {
        var execution = Execution.of(instance.programs().getFirst(), InterpreterBenchmark.INPUT);
        long steps = instance.runForResult(execution).steps();
        double time = least(steps, STEPS_A_ROUND, () -> instance.run(execution));
        double slow =
            least(steps, CHECKED_STEPS_A_ROUND, () -> checked.run(InterpreterBenchmark.INPUT));
        var other = peer.getOrDefault(subject, Peer.UNKNOWN);
        boolean known = other.time() > 0;
        row(
            name(subject),
            Long.toString(steps),
            format("%.1f", time / 1000),
            format("%.2f", time / steps),
            known ? format("%.1f", other.time() / 1000.0) : "-",
            known ? format("%.1f", time / other.time()) : "-",
            format("%.0f", slow / steps),
            format("%.0f", slow / time));
      }
    }
  }

  /// The least CPU time of one run, in nanoseconds.
  private static double least(long steps, long stepsARound, Runnable run) {
    var clock = ManagementFactory.getThreadMXBean();
    int runs = (int) Math.max(1, stepsARound / steps);
    long least = Long.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long start = clock.getCurrentThreadCpuTime();
      for (int j = 0; j < runs; j++) {
        run.run();
      }
      least = Math.min(least, clock.getCurrentThreadCpuTime() - start);
      if (i >= ENOUGH && steps > stepsARound) {
        break;
      }
    }
    return (double) least / runs;
  }

  /// How many operations explorations execute, of the first two programs on three CPUs.
  private static void explore(List<Path> objects) {
    row(
        "programs",
        "CPUs",
        "preempt.",
        "schedules",
        "states",
        "steps",
        "k/s",
        "k/CPU s",
        "watched");
    for (var object : objects) {
      var programs = Subjects.together(object);
      var cpus = List.of(programs.get(0), programs.get(1), programs.get(0));
      explore(object, cpus, true);
      explore(object, cpus, false);
    }
  }

  private static void explore(Path object, List<Verdict.Accepted> cpus, boolean watched) {
    var clock = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var exploration =
        Exploration.of(cpus, InterpreterBenchmark.INPUT)
            .within(Bounds.DEFAULT.withPreemptions(PREEMPTIONS));
    var chosen = watched ? exploration : exploration.unwatched();
    // To warm up.
    chosen.explore(Watcher.NONE);
    long start = clock.getProcessCpuTime();
    var report = chosen.explore(Watcher.NONE);
    double cpu = clock.getProcessCpuTime() - start;
    row(
        String.valueOf(object.getFileName()),
        Integer.toString(cpus.size()),
        Integer.toString(report.preemptions()),
        Long.toString(report.schedules()),
        Long.toString(report.states()),
        Long.toString(report.steps()),
        format("%.0f", report.steps() * 1e6 / report.nanoseconds()),
        format("%.0f", report.steps() * 1e6 / cpu),
        watched ? "yes" : "no");
  }

  private static void domain() throws RunnerException {
    row("operation", "ns", "bytes");
    for (var result : measure(DomainBenchmark.class.getName() + ".apply", List.of())) {
      domainRow(result.getParams().getParam("operation").toLowerCase(Locale.ROOT), result);
    }
    for (var what : List.of("decide", "refine", "contains")) {
      // These do not depend on the operation: any will do.
      domainRow(what, measure(DomainBenchmark.class.getName() + "." + what, List.of()).getFirst());
    }
  }

  private static void domainRow(String name, RunResult result) {
    row(
        name,
        format("%.1f", result.getPrimaryResult().getScore()),
        format("%.0f", allocated(result)));
  }

  /// Bytes allocated by one operation.
  @SuppressWarnings("rawtypes") // as JMH declares it
  private static double allocated(RunResult result) {
    return result.getSecondaryResults().entrySet().stream()
        .filter(e -> e.getKey().endsWith("alloc.rate.norm"))
        .mapToDouble(e -> e.getValue().getScore())
        .findFirst()
        .orElse(Double.NaN);
  }

  private static String name(String subject) {
    return subject.substring(subject.lastIndexOf('#') + 1);
  }

  private static String format(String how, double number) {
    return String.format(Locale.ROOT, how, number);
  }

  private static void row(List<String> cells) {
    row(cells.getFirst(), cells.subList(1, cells.size()).toArray(String[]::new));
  }

  private static void row(String first, String... cells) {
    var line = new StringBuilder(String.format(Locale.ROOT, "%-34s", first));
    for (var cell : cells) {
      line.append(String.format(Locale.ROOT, " %10s", cell));
    }
    System.out.println(line);
  }
}
