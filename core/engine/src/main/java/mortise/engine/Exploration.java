package mortise.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import mortise.engine.Verdict.Accepted;
import mortise.runtime.InstanceSpec;
import mortise.runtime.RunnableProgram;
import mortise.runtime.schedule.Bounds;
import mortise.runtime.schedule.Explorer;
import mortise.runtime.schedule.InstanceTrials;
import mortise.runtime.schedule.Replay;
import mortise.runtime.schedule.Report;
import mortise.runtime.schedule.Schedule;
import mortise.runtime.schedule.Trials;
import mortise.runtime.schedule.Watcher;
import mortise.spi.runtime.ContextFactory.Input;

/// Accepted programs of one object on several CPUs that share its maps, under every schedule.
///
/// ```java
/// var report =
///     Exploration.of(List.of(producer, consumer), input)
///         .within(Bounds.DEFAULT.withPreemptions(3))
///         .explore(Watcher.NONE);
/// report.failure().ifPresent(failure -> System.err.println(failure.message()));
/// ```
///
/// Immutable; each exploration is on fresh machines.
public final class Exploration {
  private static final long INSTRUCTIONS = 1_000_000;

  private final InstanceSpec spec;
  private final List<RunnableProgram> programs;
  private final Input input;
  private final Bounds bounds;

  private Exploration(
      InstanceSpec spec, List<RunnableProgram> programs, Input input, Bounds bounds) {
    this.spec = spec;
    this.programs = programs;
    this.input = input;
    this.bounds = bounds;
  }

  /// What is explored, within [Bounds#DEFAULT], with runs of a million instructions at most, and
  /// with a second account of memory that is looked at after every step.
  ///
  /// @param cpus the program of each CPU, all of one object; one program may run on several
  /// @param input what each of them works on
  /// @throws mortise.runtime.NotRunnableException if something that they use can only be judged
  /// @throws IllegalArgumentException if there are no CPUs, or more than [Bounds#MOST_CPUS]
  public static Exploration of(List<Accepted> cpus, Input input) {
    if (cpus.isEmpty() || cpus.size() > Bounds.MOST_CPUS) {
      throw new IllegalArgumentException(
          "there must be 1 to %d CPUs, not %d".formatted(Bounds.MOST_CPUS, cpus.size()));
    }
    var distinct = new ArrayList<>(new LinkedHashSet<>(cpus));
    var verified = distinct.stream().map(Accepted::program).toList();
    var spec = Binding.of(verified.getFirst(), verified.subList(1, verified.size())).watched();
    var programs = cpus.stream().map(cpu -> spec.programs().get(distinct.indexOf(cpu))).toList();
    return new Exploration(spec, programs, input, Bounds.DEFAULT).withInstructions(INSTRUCTIONS);
  }

  public Exploration within(Bounds value) {
    return new Exploration(spec, programs, input, value);
  }

  /// Without a second account of memory ([mortise.runtime.ghost]): faster, and sees less.
  public Exploration unwatched() {
    return new Exploration(spec.unwatched(), programs, input, bounds);
  }

  /// A run with more instructions than that is a failure.
  public Exploration withInstructions(long most) {
    var limited = spec.withLimits(spec.limits().withSteps(most));
    return new Exploration(limited, programs, input, bounds);
  }

  /// The program of each CPU.
  public List<RunnableProgram> programs() {
    return programs;
  }

  /// Tries all schedules within the bounds, until one fails.
  ///
  /// @throws mortise.runtime.NotRunnableException if a machine cannot be set up
  public Report explore(Watcher watcher) {
    return explorer(watcher).explore();
  }

  /// Tries random schedules, until one fails. A failure that needs `depth` ordering constraints is
  /// found by one schedule of n CPUs and k operations with a probability of at least 1 /
  /// (n·k^(depth-1)).
  ///
  /// @throws mortise.runtime.NotRunnableException if a machine cannot be set up
  public Report sample(long seed, long schedules, int depth, Watcher watcher) {
    return explorer(watcher).sample(seed, schedules, depth);
  }

  /// Runs one schedule.
  ///
  /// @throws mortise.runtime.NotRunnableException if a machine cannot be set up
  public Replay replay(Schedule schedule) {
    return explorer(Watcher.NONE).replay(schedule);
  }

  private Explorer explorer(Watcher watcher) {
    Trials trials = new InstanceTrials(spec, programs, input);
    return new Explorer(trials, bounds, watcher);
  }
}
