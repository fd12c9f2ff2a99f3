package mortise.runtime.schedule;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Runs programs on several CPUs under all schedules with few preemptions, or under random ones.
///
/// The bound is raised one by one, so that what needs few preemptions is found first. An explorer
/// is good for one exploration; it does all its work on threads of its own.
public final class Explorer {
  private static final int TOLD_EVERY = 64;
  private static final int MOST_OUTCOMES = 1000;

  private final Trials trials;
  private final Bounds bounds;
  private final Watcher watcher;
  private final Sites sites;
  private final BitSet points = new BitSet();
  private final Map<Outcome, Schedule> outcomes = new LinkedHashMap<>();
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final long started = System.nanoTime();

  private boolean starts;
  private boolean waited;
  private int preemptions;
  private long schedules;
  private long pruned;
  private long states;
  private long rounds;
  private long steps;

  /// @throws IllegalArgumentException if there are too many CPUs, or none
  public Explorer(Trials trials, Bounds bounds, Watcher watcher) {
    this.trials = trials;
    this.bounds = bounds;
    this.watcher = watcher;
    sites = new Sites(trials.programs());
    if (sites.cpus() < 1 || sites.cpus() > Bounds.MOST_CPUS) {
      throw new IllegalArgumentException(
          "there must be 1 to %d CPUs, not %d".formatted(Bounds.MOST_CPUS, sites.cpus()));
    }
  }

  /// Tries all schedules within the bounds, until one fails.
  ///
  /// @throws mortise.runtime.NotRunnableException if there can be no machine
  public Report explore() {
    return aside(this::all);
  }

  /// Tries random schedules ([Priorities] says how), until one fails.
  ///
  /// @param depth how many ordering constraints a failure may need, at least 1
  /// @throws mortise.runtime.NotRunnableException if there can be no machine
  public Report sample(long seed, long schedulesWanted, int depth) {
    if (depth < 1 || schedulesWanted < 1) {
      throw new IllegalArgumentException("at least one schedule, of depth 1 at least");
    }
    return aside(() -> random(seed, schedulesWanted, depth));
  }

  /// Runs one schedule.
  ///
  /// @throws mortise.runtime.NotRunnableException if there can be no machine
  public Replay replay(Schedule schedule) {
    return aside(
        () -> {
          var script = new Script(schedule);
          var round = run(script);
          return new Replay(script.fits(), round.failure(), round.outcome(), round.operations());
        });
  }

  /// Explores on a virtual thread, to whose kind CPUs belong too, so that one of them goes on where
  /// another stops without the system's scheduler.
  private <T> T aside(Supplier<T> work) {
    var result = new CompletableFuture<T>();
    Thread.ofVirtual()
        .name("explorer")
        .start(
            () -> {
              try {
                result.complete(work.get());
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            });
    boolean stopped = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException e) {
          interrupted.set(true);
          stopped = true;
        } catch (ExecutionException e) {
          switch (e.getCause()) {
            case RuntimeException cause -> throw cause;
            case Error cause -> throw cause;
            case null, default -> throw new CompletionException(e);
          }
        }
      }
    } finally {
      if (stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isEnough() {
    return interrupted.get() || watcher.isEnough();
  }

  private Round run(Strategy strategy) {
    var round = new Round(sites, strategy, trials.begin(), bounds.operations()).run();
    rounds++;
    steps += round.steps();
    waited |= round.hasWaited();
    round
        .outcome()
        .filter(outcome -> outcomes.size() < MOST_OUTCOMES)
        .ifPresent(
            outcome ->
                outcomes.computeIfAbsent(
                    outcome, fresh -> Schedule.of(round.operations(), starts)));
    return round;
  }

  private Report all() {
    // One CPU after the other: how long schedules are about.
    var first = run(new Script(Schedule.inOrder(starts)));
    if (first.failure().isPresent()) {
      return failed(first.failure().get());
    }
    starts = waited;
    for (preemptions = 0; preemptions <= bounds.preemptions(); preemptions++) {
      watcher.begins(preemptions, atMost(first.steps()));
      while (true) {
        int known = points.cardinality();
        boolean started = starts;
        var tree = new Tree(points, bounds.reduced(), preemptions, starts, bounds.states());
        schedules = 0;
        pruned = 0;
        var end = walk(tree);
        if (end.isPresent()) {
          return end.get();
        }
        if (points.cardinality() == known && started == starts) {
          if (!tree.isCut()) {
            return report(Report.End.ALL, Optional.empty());
          }
          break;
        }
      }
    }
    preemptions = bounds.preemptions();
    return report(Report.End.BOUND, Optional.empty());
  }

  /// Walks until the tree ends or a race is found; gives a report if all ends here.
  private Optional<Report> walk(Tree tree) {
    do {
      if (isEnough()) {
        return Optional.of(report(Report.End.STOPPED, Optional.empty()));
      }
      var round = run(tree);
      schedules++;
      states = tree.states();
      switch (round.end()) {
        case COMPLETE -> {}
        case STOPPED -> pruned++;
        case FAILED -> {
          return Optional.of(failed(round.failure().orElseThrow()));
        }
        case RACE -> {
          int known = points.cardinality();
          points.or(round.happened().races());
          if (points.cardinality() > known) {
            return Optional.empty();
          }
        }
      }
      if (waited && !starts) {
        starts = true;
        return Optional.empty();
      }
      if (!tree.isRepeatable()) {
        return Optional.of(report(Report.End.UNREPEATABLE, Optional.empty()));
      }
      if (rounds % TOLD_EVERY == 0) {
        watcher.at(report(Report.End.STOPPED, Optional.empty()), tree.done());
      }
    } while (tree.advance());
    return Optional.empty();
  }

  private Report random(long seed, long wanted, int depth) {
    int length = run(new Script(Schedule.inOrder(starts))).steps();
    for (long i = 0; i < wanted; i++) {
      if (isEnough()) {
        return report(Report.End.STOPPED, Optional.empty());
      }
      var round =
          run(new Priorities(Happened.mix(seed + i), sites.cpus() + 1, depth, length, starts));
      starts = waited;
      schedules++;
      length = Math.max(length, round.steps());
      if (round.failure().isPresent()) {
        return failed(round.failure().get());
      }
      if (rounds % TOLD_EVERY == 0) {
        watcher.at(report(Report.End.STOPPED, Optional.empty()), (double) i / wanted);
      }
    }
    return report(Report.End.SAMPLED, Optional.empty());
  }

  private Report failed(Failure failure) {
    var simple =
        new Minimiser(
                schedule -> {
                  var round = run(new Script(schedule));
                  return round.failure().filter(f -> f.check().equals(failure.check()));
                },
                this::isEnough)
            .minimise(failure);
    return report(Report.End.FAILED, Optional.of(simple));
  }

  private Report report(Report.End end, Optional<Failure> failure) {
    return new Report(
        end,
        preemptions,
        schedules,
        pruned,
        bounds.reduced() ? states : 0,
        bounds.reduced() ? points.cardinality() : sites.count(),
        rounds,
        steps,
        System.nanoTime() - started,
        outcomes,
        failure);
  }

  /// Each preemption is at one of the operations and goes to one of the others; the rest is the
  /// order in which CPUs start.
  private double atMost(int length) {
    int cpus = sites.cpus();
    double orders = 1;
    for (int i = 2; i <= cpus; i++) {
      orders *= i;
    }
    double all = 0;
    double chosen = 1;
    for (int p = 0; p <= preemptions && p <= length; p++) {
      all += chosen * Math.pow(cpus - 1.0, p);
      chosen *= (double) (length - p) / (p + 1);
    }
    return all * orders;
  }
}
