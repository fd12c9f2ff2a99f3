package mortise.testkit.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// Many generated programs, checked. What comes out depends on the options alone.
public final class Campaign {
  /// Programs that may be compared with pruning and without: longer ones have too many paths.
  private static final int SMALL = 80;

  private final List<Generator> generators;
  private final Options options;

  /// How much is done.
  ///
  /// @param seed the first program's
  /// @param programs how many there are
  /// @param inputs on how many inputs each accepted program runs
  /// @param pruning every how many programs verdicts with different pruning are compared; 0: never
  /// @param threads how many work at it
  public record Options(long seed, long programs, int inputs, int pruning, int threads) {
    /// One thread a processor.
    public static Options of(long seed, long programs) {
      return new Options(seed, programs, 6, 10, Runtime.getRuntime().availableProcessors());
    }
  }

  /// A program that should have gone well.
  public record Failure(Case subject, Outcome.Failed outcome) {}

  /// What was seen.
  ///
  /// @param rejected how many programs each rule rejected
  /// @param messages an example of the message for each of those rules
  /// @param kinds in how many of the accepted programs each kind of statement is
  /// @param steps how many instructions were executed
  /// @param failures by seed
  public record Tally(
      long programs,
      long accepted,
      long undecided,
      Map<String, Long> rejected,
      Map<String, String> messages,
      Map<String, Long> kinds,
      long slots,
      long runs,
      long steps,
      long compared,
      List<Failure> failures) {

    /// How many of a hundred programs were accepted, those that then failed included.
    public double acceptance() {
      return programs == 0 ? 0 : 100.0 * accepted / programs;
    }
  }

  /// @param generators they take turns, program by program
  public Campaign(List<Generator> generators, Options options) {
    this.generators = List.copyOf(generators);
    this.options = options;
  }

  /// The case of a seed.
  public Case at(long seed) {
    var generator = generators.get((int) Math.floorMod(seed, (long) generators.size()));
    var program = generator.generate(seed);
    return new Case(
        generator.template(),
        program,
        RunInput.some(generator.template(), new Draw(seed ^ 0x5eed), options.inputs()));
  }

  /// Does it all.
  public Tally run() {
    var next = new AtomicLong();
    var work = new ArrayList<Callable<Count>>();
    for (int i = 0; i < options.threads(); i++) {
      work.add(
          () -> {
            var count = new Count();
            for (long n = next.getAndIncrement();
                n < options.programs();
                n = next.getAndIncrement()) {
              one(n, count);
            }
            return count;
          });
    }
    var sum = new Count();
    try (var threads = Executors.newFixedThreadPool(options.threads())) {
      for (var done : threads.invokeAll(work)) {
        sum.add(done.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
    return sum.tally();
  }

  private void one(long number, Count count) {
    var subject = at(options.seed() + number);
    var checker = new Checker(subject.template());
    var lines = subject.program().lines();
    count.programs++;
    count.slots += lines.size();
    var outcome = checker.check(lines, subject.inputs());
    switch (outcome) {
      case Outcome.Sound(int runs, long steps) -> {
        count.accepted++;
        count.runs += runs;
        count.steps += steps;
        subject.program().kinds().forEach(kind -> count.kinds.merge(kind, 1L, Long::sum));
      }
      case Outcome.Rejected(String rule, String message) -> {
        count.rejected.merge(rule, 1L, Long::sum);
        count.messages.merge(rule, message, (a, b) -> a.compareTo(b) <= 0 ? a : b);
      }
      case Outcome.Undecided _ -> count.undecided++;
      case Outcome.Failed failed -> {
        count.accepted += failed.check().equals("crash") ? 0 : 1;
        count.failures.add(new Failure(subject, failed));
      }
    }
    if (options.pruning() > 0 && number % options.pruning() == 0 && lines.size() <= SMALL) {
      count.compared++;
      checker
          .comparePruning(lines)
          .ifPresent(failed -> count.failures.add(new Failure(subject, failed)));
    }
  }

  private static final class Count {
    long programs;
    long accepted;
    long undecided;
    long slots;
    long runs;
    long steps;
    long compared;
    final Map<String, Long> rejected = new TreeMap<>();
    final Map<String, String> messages = new TreeMap<>();
    final Map<String, Long> kinds = new TreeMap<>();
    final List<Failure> failures = new ArrayList<>();

    void add(Count other) {
      programs += other.programs;
      accepted += other.accepted;
      undecided += other.undecided;
      slots += other.slots;
      runs += other.runs;
      steps += other.steps;
      compared += other.compared;
      other.rejected.forEach((rule, n) -> rejected.merge(rule, n, Long::sum));
      other.messages.forEach(
          (rule, m) -> messages.merge(rule, m, (a, b) -> a.compareTo(b) <= 0 ? a : b));
      other.kinds.forEach((kind, n) -> kinds.merge(kind, n, Long::sum));
      failures.addAll(other.failures);
    }

    Tally tally() {
      failures.sort(Comparator.comparingLong(f -> f.subject().program().seed()));
      return new Tally(
          programs,
          accepted,
          undecided,
          rejected,
          messages,
          kinds,
          slots,
          runs,
          steps,
          compared,
          List.copyOf(failures));
    }
  }
}
