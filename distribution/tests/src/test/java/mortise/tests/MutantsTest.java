package mortise.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import mortise.kernel.KernelObject;
import mortise.kernel.KernelVerdict;
import mortise.kernel.mutants.MutantSample;
import mortise.tests.Suite.Example;
import mortise.verifier.Limits;
import org.junit.jupiter.api.Test;

/// Small mistakes in the accepted examples, and changes at random: none is accepted by us that the
/// running kernel rejects, but those of `mutants.tsv`, each with a reason. Skipped where the kernel
/// cannot be asked.
///
/// `mortise kernel mutants --policy holes=6.18 --only ID OBJ` shows one of them.
class MutantsTest {
  private static final Path LIST =
      Product.ROOT.resolve("distribution/tests/src/test/resources/mortise/tests/mutants.tsv");

  private static final int MUTANTS = 500;

  /// Examples need far less; what a mistake made endless is not waited for.
  private static final Limits SOON = new Limits(50_000, Limits.LINUX.pendingBranches());

  private static final long SEED = 2026;

  /// What is on the list, a program with all its mutations or with one.
  private final Set<String> reviewed = new HashSet<>();

  private final List<String> found = new ArrayList<>();
  private int judged;

  @Test
  void nothingIsOverlookedThatTheKernelSees() throws IOException {
    var kernel = LiveKernel.orSkip();
    for (var line : Files.readAllLines(LIST).stream().skip(2).toList()) {
      var columns = line.split("\t", -1);
      assertThat(columns).as(line).hasSize(4).doesNotContain("");
      reviewed.add(String.join(" ", columns[0], columns[1], columns[2]));
    }
    var files = Suite.LINUX.objects().toList();
    for (var file : files) {
      try (var theirs = kernel.load(file)) {
        compare(file, theirs, MUTANTS / files.size() + 1);
      }
    }
    assertThat(found).isEmpty();
    assertThat(judged).as("mutants").isGreaterThan(MUTANTS);
  }

  /// Each object has its own sample, so that a new one does not change the others'.
  private void compare(Path file, KernelObject theirs, int most) {
    List<Example> accepted =
        LiveKernel.programs(file)
            .filter(
                one ->
                    theirs.judge(one.program()) instanceof KernelVerdict.Accepted
                        && LiveKernel.accepts(LiveKernel.load(one)))
            .toList();
    var programs = accepted.stream().map(one -> LiveKernel.load(one)).toList();
    var ours = programs.stream().map(one -> one.program()).toList();
    var others =
        accepted.stream().map(one -> theirs.object().program(one.program()).orElseThrow()).toList();
    var picks = new ArrayList<>(MutantSample.of(ours, others, SEED, most, 1));
    picks.addAll(MutantSample.random(ours, others, SEED, most, 1));
    for (var pick : picks) {
      var program = programs.get(pick.program());
      var mutant = pick.mutant();
      judged++;
      if (LiveKernel.accepts(program.withChanges(mutant.changes()).within(SOON))
          && theirs.judge(program.name(), mutant.changes())
              instanceof KernelVerdict.Rejected(String message, int _, long _, long _)) {
        var where = "%s %s ".formatted(Suite.LINUX.name(file), program.name());
        var key = where + mutant.id();
        if (!reviewed.contains(key) && !reviewed.contains(where + "*")) {
          found.add(
              "%s (%s): the kernel says %s"
                  .formatted(key, mutant.text(program.program()), message));
        }
      }
    }
  }
}
