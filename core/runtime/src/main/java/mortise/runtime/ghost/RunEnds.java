package mortise.runtime.ghost;

import static mortise.runtime.ghost.Findings.at;

import java.util.Optional;
import java.util.Set;

/// Ends of runs, as [GhostHeap] is told of them: what they must not leave behind. Guarded by the
/// heap's lock.
final class RunEnds {
  private final Findings findings;
  private final Set<GhostRun> runs;
  private final Links links;

  RunEnds(Findings findings, Set<GhostRun> runs, Links links) {
    this.findings = findings;
    this.runs = runs;
    this.links = links;
  }

  void finished(GhostRun run) {
    if (!findings.isClosed() && !run.sections.isEmpty()) {
      var inside = run.sections.getLast();
      throw findings.violation(
          "section-left-open",
          Optional.of(run),
          "the run ends inside %s, entered with %s"
              .formatted(inside.section(), at(inside.token())));
    }
    if (!findings.isClosed()) {
      for (var entry : run.owed.entrySet()) {
        var thing = entry.getKey();
        if (!thing.blurred) {
          throw findings.violation(
              "leak",
              Optional.of(run),
              "the run ends and owes %d for %s, since %s%s"
                  .formatted(
                      entry.getValue().count, thing, entry.getValue().since, thing.history()));
        }
      }
    }
    var lefts = run.slots.values().stream().filter(GhostRun.Slot::kept).findFirst();
    if (!findings.isClosed() && lefts.isPresent()) {
      var left = lefts.get();
      throw findings.violation(
          "leak",
          Optional.of(run),
          "the run ends and leaves an %s on its stack, made by %s"
              .formatted(left.kind(), left.made()));
    }
    aborted(run);
    if (!findings.isClosed() && runs.isEmpty()) {
      var claimed = links.claimed();
      if (claimed.isPresent()) {
        throw findings.violation("claim-left", Optional.of(run), claimed.get());
      }
    }
  }

  static void unwound(GhostRun run) {
    run.calls.forEach(
        call -> {
          call.containers.forEach(container -> container.blurred = true);
          call.unmark();
        });
    run.calls.clear();
  }

  void aborted(GhostRun run) {
    runs.remove(run);
    unwound(run);
    run.owed.forEach(
        (thing, debt) -> {
          thing.owed -= debt.count;
          thing.blurred = true;
        });
    run.owed.clear();
    run.sections.clear();
    run.sights.clear();
    run.looksOnly.clear();
    run.slots.clear();
  }
}
