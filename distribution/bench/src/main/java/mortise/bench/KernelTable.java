package mortise.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import mortise.engine.Engine;
import mortise.engine.LoadedProgram;
import mortise.engine.Semantics;
import mortise.engine.Verdict;
import mortise.kernel.KernelObject;
import mortise.kernel.KernelVerdict;
import mortise.kernel.RunningKernel;
import mortise.kernel.UnavailableException;
import mortise.object.ObjectFormatException;

/// Every program of some objects, verified by the running kernel and by us in turn, on one thread:
/// verdicts, instructions processed, time, and how much heap ours took.
final class KernelTable {
  private static final int LOADS = 5;
  private static final int FEWEST = 5;
  private static final int MOST = 300;

  /// One program, as both see it; -1 for what is not known.
  private record Row(
      String name,
      String ours,
      String kernel,
      long instructions,
      long kernelInstructions,
      double time,
      double kernelTime,
      double heap) {
    boolean isComparable() {
      return ours.equals("accept") && kernel.equals("accept");
    }

    boolean agrees() {
      return kernel.equals("accept") == ours.equals("accept");
    }
  }

  private final double seconds;
  private final Consumer<List<String>> out;
  private final List<Row> rows = new ArrayList<>();

  /// @param seconds of CPU time for one program
  private KernelTable(double seconds, Consumer<List<String>> out) {
    this.seconds = seconds;
    this.out = out;
  }

  /// @param paths objects, and folders of objects
  static void print(List<Path> paths, double seconds, Consumer<List<String>> out) {
    new KernelTable(seconds, out).print(paths);
  }

  private void print(List<Path> paths) {
    out.accept(
        List.of(
            "program",
            "ours",
            "kernel",
            "insns",
            "kernel",
            "ratio",
            "CPU us",
            "kernel us",
            "ratio",
            "heap MiB"));
    var kernel = kernel();
    for (var path : paths) {
      var objects = Files.isDirectory(path) ? Subjects.objects(path) : List.of(path);
      objects.forEach(object -> measure(object, kernel));
    }
    summarise();
  }

  private static Optional<RunningKernel> kernel() {
    try {
      return Optional.of(RunningKernel.open());
    } catch (UnavailableException e) {
      System.out.println("no figures of the kernel: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void measure(Path file, Optional<RunningKernel> kernel) {
    List<LoadedProgram> programs;
    try {
      programs = Engine.of(Semantics.named("linux")).load(file).programs();
    } catch (ObjectFormatException e) {
      System.out.printf("left out: %s (%s)%n", file.getFileName(), e.getMessage());
      return;
    }
    try (var object = kernel.isEmpty() ? null : kernel.get().load(file)) {
      for (var program : programs) {
        add(measure(file, program, Optional.ofNullable(object)));
      }
    } catch (ObjectFormatException e) {
      System.out.printf("not for the kernel: %s (%s)%n", file.getFileName(), e.getMessage());
    }
  }

  private Row measure(Path file, LoadedProgram program, Optional<KernelObject> object) {
    var judged = object.map(o -> judge(o, program.name()));
    var clock = ManagementFactory.getThreadMXBean();
    var times = new ArrayList<Double>();
    var pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();
    Verdict verdict = program.verify();
    System.gc();
    pools.forEach(MemoryPoolMXBean::resetPeakUsage);
    double spent = 0;
    while (times.size() < FEWEST || (spent < seconds && times.size() < MOST)) {
      long start = clock.getCurrentThreadCpuTime();
      verdict = program.verify();
      double took = (clock.getCurrentThreadCpuTime() - start) / 1e3;
      times.add(took);
      spent += took / 1e6;
    }
    double heap = pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() / 1048576.0;
    return new Row(
        file.getFileName() + "/" + program.name(),
        word(verdict),
        judged.map(Judged::verdict).orElse("-"),
        verdict.cost().instructions(),
        judged.map(Judged::instructions).orElse(-1L),
        median(times.subList(times.size() / 2, times.size())),
        judged.map(Judged::time).orElse(-1.0),
        heap);
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accepted v -> "accept";
      case Verdict.Rejected v -> "reject";
      case Verdict.Undecided v -> "undecided";
    };
  }

  private record Judged(String verdict, long instructions, double time) {}

  private static Judged judge(KernelObject object, String program) {
    var times = new ArrayList<Double>();
    var last = new Judged("-", -1, -1);
    for (int i = 0; i < LOADS; i++) {
      switch (object.judge(program)) {
        case KernelVerdict.Accepted v -> {
          times.add((double) v.microseconds());
          last = new Judged("accept", v.instructions(), median(times));
        }
        case KernelVerdict.Rejected v -> {
          return new Judged("reject", v.instructions(), v.microseconds());
        }
        case KernelVerdict.Unsupported v -> {
          return last;
        }
      }
    }
    return last;
  }

  private static double median(List<Double> numbers) {
    var sorted = numbers.stream().sorted().toList();
    return sorted.isEmpty() ? -1 : sorted.get(sorted.size() / 2);
  }

  private void add(Row row) {
    rows.add(row);
    out.accept(
        List.of(
            row.name(),
            row.ours(),
            row.kernel(),
            Long.toString(row.instructions()),
            row.kernelInstructions() < 0 ? "-" : Long.toString(row.kernelInstructions()),
            ratio((double) row.instructions(), (double) row.kernelInstructions()),
            format("%.0f", row.time()),
            row.kernelTime() < 0 ? "-" : format("%.0f", row.kernelTime()),
            ratio(row.time(), row.kernelTime()),
            format("%.0f", row.heap())));
  }

  private void summarise() {
    var both = rows.stream().filter(Row::isComparable).toList();
    long asked = rows.stream().filter(row -> !row.kernel().equals("-")).count();
    long agree = rows.stream().filter(row -> !row.kernel().equals("-") && row.agrees()).count();
    System.out.printf("%n%d programs, the same verdict on %d of %d%n", rows.size(), agree, asked);
    if (both.isEmpty()) {
      return;
    }
    var instructions =
        both.stream().map(r -> (double) r.instructions() / r.kernelInstructions()).toList();
    var times = both.stream().map(r -> r.time() / Math.max(1, r.kernelTime())).toList();
    System.out.printf(
        Locale.ROOT,
        "accepted by both: %d; instructions, ours : kernel, median %.3f, at most the kernel's in"
            + " %d, more than 1.2 times in %d%n",
        both.size(),
        median(instructions),
        instructions.stream().filter(r -> r <= 1).count(),
        instructions.stream().filter(r -> r > 1.2).count());
    System.out.printf(
        Locale.ROOT,
        "time, ours : kernel, median %.2f, at most the kernel's in %d; heap at most %.0f MiB%n",
        median(times),
        times.stream().filter(r -> r <= 1).count(),
        rows.stream().mapToDouble(Row::heap).max().orElse(0));
  }

  private static String ratio(double ours, double other) {
    return other <= 0 ? "-" : format("%.2f", ours / other);
  }

  private static String format(String how, double number) {
    return String.format(Locale.ROOT, how, number);
  }
}
