package mortise.bench.load;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import mortise.engine.Engine;
import mortise.engine.Semantics;

/// `load NAME|all [--threads N] [--seconds S]`: runs scenarios, prints runs a second. Exit code 1
/// if something went wrong; 2 for wrong usage.
public final class Main {
  private static final int THREADS = 4;
  private static final int SECONDS = 10;

  private Main() {}

  /// @param arguments the folder of the examples first
  public static void main(String[] arguments) {
    int code;
    try {
      code = run(List.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println("load: " + e.getMessage());
      code = 2;
    }
    System.exit(code);
  }

  private static int run(List<String> arguments) {
    if (arguments.size() < 2) {
      throw new IllegalArgumentException("which? all or one of " + names());
    }
    var examples = Path.of(arguments.getFirst());
    var wanted = arguments.get(1);
    int threads = option(arguments, "--threads", THREADS, 2, 8);
    int seconds = option(arguments, "--seconds", SECONDS, 1, 3600);
    var chosen =
        Scenarios.ALL.stream()
            .filter(s -> wanted.equals("all") || s.name().equals(wanted))
            .toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "no scenario '%s'; there are: %s".formatted(wanted, names()));
    }
    int code = 0;
    for (var scenario : chosen) {
      var outcome =
          Load.run(
              engine(scenario),
              examples,
              scenario,
              threads,
              new Deadline(TimeUnit.SECONDS.toNanos(seconds)));
      System.out.printf(
          "%-14s %d threads %,12d runs %,10d a second: %s%n",
          scenario.name(),
          threads,
          outcome.runs(),
          outcome.perSecond(),
          outcome.wrong().isEmpty() ? "nothing lost" : "WRONG");
      outcome.wrong().forEach(one -> System.out.println("  " + one));
      code = outcome.wrong().isEmpty() ? code : 1;
    }
    return code;
  }

  private static Engine engine(Scenario scenario) {
    var semantics = Semantics.named(scenario.semantics());
    for (var policy : scenario.policies().entrySet()) {
      semantics = semantics.with(policy.getKey(), policy.getValue());
    }
    return Engine.of(semantics);
  }

  /// So much time, from when it is first asked for.
  private static final class Deadline implements BooleanSupplier {
    private final long nanoseconds;
    private final AtomicLong started = new AtomicLong();

    Deadline(long nanoseconds) {
      this.nanoseconds = nanoseconds;
    }

    @Override
    public boolean getAsBoolean() {
      long now = System.nanoTime();
      started.compareAndSet(0, now);
      return now - started.get() < nanoseconds;
    }
  }

  private static String names() {
    return Scenarios.ALL.stream().map(Scenario::name).collect(Collectors.joining(", "));
  }

  private static int option(List<String> arguments, String name, int usual, int least, int most) {
    int value = usual;
    for (int i = 2; i < arguments.size(); i += 2) {
      if (!List.of("--threads", "--seconds").contains(arguments.get(i))
          || i + 1 == arguments.size()) {
        throw new IllegalArgumentException("--threads N and --seconds S, not " + arguments.get(i));
      }
      if (arguments.get(i).equals(name)) {
        try {
          value = Integer.parseInt(arguments.get(i + 1));
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException("no number: " + arguments.get(i + 1), e);
        }
      }
    }
    if (value < least || value > most) {
      throw new IllegalArgumentException("%s must be from %d to %d".formatted(name, least, most));
    }
    return value;
  }
}
