package mortise.tests;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import mortise.engine.LoadedProgram;
import mortise.engine.Verdict;
import mortise.runtime.NotRunnableException;
import mortise.verifier.Limits;
import mortise.verifier.Limits.Pruning;

/// Looks for a run that goes wrong although the verifier accepted its program; gives what it found,
/// or nothing. Made by reflection, in a loader of its own.
public final class Hunt implements Callable<String> {
  /// Known to all loaders.
  public Hunt() {}

  @Override
  public String call() {
    var engine = Product.linux();
    return Product.objects()
        .flatMap(file -> engine.load(file).programs().stream())
        .flatMap(Hunt::problems)
        .findFirst()
        .orElse("");
  }

  private static Stream<String> problems(LoadedProgram program) {
    return Stream.of(Pruning.NORMAL, Pruning.EAGER)
        .flatMap(pruning -> problem(program, pruning).stream());
  }

  private static Optional<String> problem(LoadedProgram program, Pruning pruning) {
    if (!(program.within(Limits.LINUX.with(pruning)).verify()
        instanceof Verdict.Accepted accepted)) {
      return Optional.empty();
    }
    try {
      return SeededRuns.problems(accepted).stream().findFirst();
    } catch (NotRunnableException e) {
      return Optional.empty();
    }
  }
}
