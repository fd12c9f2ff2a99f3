package mortise.tests;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import mortise.bench.generated.Generated;
import mortise.engine.Engine;
import mortise.engine.LoadedProgram;
import mortise.engine.Verdict;
import mortise.testkit.generate.Campaign;
import mortise.testkit.generate.Campaign.Options;
import mortise.testkit.generate.Outcome;
import mortise.verifier.Limits;
import mortise.verifier.Limits.Pruning;

/// Looks for a run that goes wrong although the verifier accepted its program: among generated
/// programs first, then among the examples. Gives what it found, or nothing. Made by reflection, in
/// a loader of its own.
public final class Hunt implements Callable<String> {
  private static final int BATCH = 250;
  private static final int GENERATED = 4000;
  private static final int INPUTS = 6;

  /// Examples of loops go on for a million rounds, and no bug waits for their end.
  private static final long LONGEST = 20_000;

  private static final Limits LIMITS = new Limits(100_000, 8192);

  /// Known to all loaders.
  public Hunt() {}

  @Override
  public String call() {
    var engine = Product.linux();
    var generated = generated(engine);
    return generated.isPresent()
        ? generated.get()
        : Product.objects()
            .flatMap(file -> engine.load(file).programs().stream())
            .flatMap(Hunt::problems)
            .findFirst()
            .map(problem -> "an example: " + problem)
            .orElse("");
  }

  private static Optional<String> generated(Engine engine) {
    var generators = Generated.generators(engine);
    for (int seed = 0; seed < GENERATED; seed += BATCH) {
      var campaign = new Campaign(generators, new Options(seed, BATCH, INPUTS, 0, 1));
      var failures = campaign.run().failures();
      if (!failures.isEmpty()) {
        var first = failures.getFirst();
        return Optional.of(
            "generated program %d: %s"
                .formatted(first.subject().program().seed(), first.outcome().problem()));
      }
    }
    return Optional.empty();
  }

  private static Stream<String> problems(LoadedProgram program) {
    return Stream.of(Pruning.NORMAL, Pruning.EAGER)
        .flatMap(pruning -> problem(program, pruning).stream());
  }

  private static Optional<String> problem(LoadedProgram program, Pruning pruning) {
    return program.within(LIMITS.with(pruning)).verify() instanceof Verdict.Accepted accepted
            && CheckedRunsTest.run(accepted, LONGEST) instanceof Outcome.Failed failed
            && !failed.check().equals("not-runnable")
        ? Optional.of(failed.problem())
        : Optional.empty();
  }
}
