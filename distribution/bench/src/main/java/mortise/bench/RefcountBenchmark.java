package mortise.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import mortise.engine.Engine;
import mortise.engine.LoadedObject;
import mortise.engine.Semantics;
import mortise.engine.Verdict;
import mortise.runtime.Execution;
import mortise.runtime.Instance;
import mortise.runtime.RunnableProgram;

/// Objects on N containers: references counted by the caller and moved, against one more with every
/// add. Nanoseconds and atomic operations of functions for each object that is made, put on N lists
/// and taken off again; alone, and with a second thread that counts the same objects up and down.
final class RefcountBenchmark {
  /// How many objects one run of a program handles.
  private static final int OBJECTS = 32;

  private static final int ROUNDS = 100;
  private static final long NANOSECONDS_A_ROUND = 5_000_000;

  /// Ways of counting: the name of the programs, the policy they are written for.
  private enum Way {
    SET("set", "caller"),
    INC("inc", "caller"),
    ADD("add", "helper");

    final String program;
    final String policy;

    Way(String program, String policy) {
      this.program = program;
      this.policy = policy;
    }
  }

  /// @param nanoseconds the least CPU time of the thread for one object, of many rounds
  /// @param atomics the mean for one object
  private record Figure(double nanoseconds, double atomics) {}

  private RefcountBenchmark() {}

  /// @param folder where `spread_caller.bpf.o` and `spread_helper.bpf.o` are
  /// @return a table, the heading first
  static List<List<String>> table(Path folder) {
    var table = new ArrayList<List<String>>();
    table.add(
        List.of(
            "containers",
            "programs",
            "policy",
            "atomics",
            "ns",
            "atomics, 2 threads",
            "ns, 2 threads"));
    for (int containers = 1; containers <= 8; containers *= 2) {
      for (var way : Way.values()) {
        var object =
            Engine.of(Semantics.named("proposal").with("refcount", way.policy))
                .load(folder.resolve("spread_%s.bpf.o".formatted(way.policy)));
        var program = accepted(object, way.program + "_" + containers);
        var other = accepted(object, "look_" + containers);
        // Once for the compiler.
        measure(program, other, false);
        var alone = measure(program, other, false);
        var together = measure(program, other, true);
        table.add(
            List.of(
                Integer.toString(containers),
                way.program + "_" + containers,
                way.policy,
                format("%.1f", alone.atomics()),
                format("%.0f", alone.nanoseconds()),
                format("%.1f", together.atomics()),
                format("%.0f", together.nanoseconds())));
      }
    }
    return table;
  }

  private static Verdict.Accepted accepted(LoadedObject object, String name) {
    if (object.program(name).orElseThrow().verify() instanceof Verdict.Accepted accepted) {
      return accepted;
    }
    throw new IllegalArgumentException(name + " is not accepted");
  }

  private static Figure measure(Verdict.Accepted program, Verdict.Accepted other, boolean two) {
    // Counting costs, so what is counted is not timed.
    double atomics;
    try (var instance = program.instantiateCounting(List.of(other))) {
      atomics = with(instance, two, () -> count(instance));
    }
    try (var instance = program.instantiate(List.of(other))) {
      return new Figure(with(instance, two, () -> time(instance)), atomics);
    }
  }

  private interface Measurement {
    double take();
  }

  /// Takes a measurement while the second program runs on a second thread, if it is to.
  private static double with(Instance instance, boolean two, Measurement measurement) {
    if (!two) {
      return measurement.take();
    }
    var over = new AtomicBoolean();
    var looking = execution(instance.programs().get(1));
    var thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!over.get()) {
                    instance.run(looking);
                  }
                });
    try {
      return measurement.take();
    } finally {
      over.set(true);
      join(thread);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Execution execution(RunnableProgram program) {
    return Execution.of(program, InterpreterBenchmark.INPUT);
  }

  private static double count(Instance instance) {
    var execution = execution(instance.programs().getFirst());
    long atomics = 0;
    for (int i = 0; i < ROUNDS; i++) {
      atomics += instance.runForResult(execution).atomics();
    }
    return (double) atomics / ROUNDS / OBJECTS;
  }

  private static double time(Instance instance) {
    var clock = ManagementFactory.getThreadMXBean();
    var execution = execution(instance.programs().getFirst());
    double least = Double.MAX_VALUE;
    for (int i = 0; i < ROUNDS; i++) {
      long start = clock.getCurrentThreadCpuTime();
      long runs = 0;
      long spent;
      do {
        instance.run(execution);
        runs++;
        spent = clock.getCurrentThreadCpuTime() - start;
      } while (spent < NANOSECONDS_A_ROUND);
      least = Math.min(least, (double) spent / runs / OBJECTS);
    }
    return least;
  }

  private static String format(String pattern, double value) {
    return String.format(java.util.Locale.ROOT, pattern, value);
  }
}
