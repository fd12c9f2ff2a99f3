package mortise.bench.load;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import mortise.bench.load.Scenario.Remains;
import mortise.bench.load.Scenario.Role;
import mortise.engine.Engine;
import mortise.engine.Verdict.Accepted;
import mortise.runtime.Execution;
import mortise.runtime.Instance;
import mortise.runtime.RunnableProgram;
import mortise.spi.runtime.ContextFactory.Input;

/// Runs a scenario.
public final class Load {
  /// @param runs of all threads together
  /// @param wrong what went wrong, in words
  public record Outcome(long runs, long nanoseconds, List<String> wrong) {
    public Outcome {
      wrong = List.copyOf(wrong);
    }

    public long perSecond() {
      return Math.round(runs * 1e9 / Math.max(1, nanoseconds));
    }
  }

  private final Instance instance;
  private final Map<String, RunnableProgram> programs;
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

  private Load(Instance instance) {
    this.instance = instance;
    programs =
        instance.programs().stream()
            .collect(Collectors.toMap(RunnableProgram::name, Function.identity()));
  }

  /// @param goOn asked on every thread before each run
  public static Outcome run(
      Engine engine, Path examples, Scenario scenario, int threads, BooleanSupplier goOn) {
    var accepted =
        engine.load(examples.resolve(scenario.object())).programs().stream()
            .map(program -> program.verify() instanceof Accepted ok ? List.of(ok) : NONE)
            .flatMap(List::stream)
            .toList();
    try (var instance = accepted.getFirst().instantiate(accepted.subList(1, accepted.size()))) {
      return new Load(instance).run(scenario, threads, goOn);
    }
  }

  private static final List<Accepted> NONE = List.of();

  private Outcome run(Scenario scenario, int count, BooleanSupplier goOn) {
    var cast = scenario.cast().apply(count);
    var threads = new ArrayList<Worker>();
    long started = System.nanoTime();
    for (var role : cast.roles()) {
      threads.add(new Worker(role, goOn));
    }
    threads.forEach(Worker::start);
    threads.forEach(Load::join);
    long took = System.nanoTime() - started;
    if (wrong.isEmpty()) {
      wrong.addAll(cast.wrong(new Ended()));
    }
    instance.closeAndReport().forEach(left -> wrong.add("left over: " + left));
    return new Outcome(threads.stream().mapToLong(one -> one.runs).sum(), took, List.copyOf(wrong));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int run(String program, Input input) {
    return (int) instance.run(Execution.of(requireNonNull(programs.get(program), program), input));
  }

  private final class Worker extends Thread {
    private final Role role;
    private final BooleanSupplier goOn;
    private long runs;

    Worker(Role role, BooleanSupplier goOn) {
      super(role.program());
      this.role = role;
      this.goOn = goOn;
    }

    @Override
    public void run() {
      try {
        while (goOn.getAsBoolean() && wrong.isEmpty()) {
          role.answered(Load.this.run(role.program(), role.input()));
          runs++;
        }
      } catch (RuntimeException e) {
        wrong.add(String.valueOf(e.getMessage()));
      }
    }
  }

  private final class Ended implements Remains {
    @Override
    public Instance instance() {
      return instance;
    }

    @Override
    public int run(String program, Input input) {
      return Load.this.run(program, input);
    }
  }
}
