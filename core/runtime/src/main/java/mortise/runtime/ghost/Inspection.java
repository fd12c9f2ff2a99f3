package mortise.runtime.ghost;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import mortise.runtime.Violation;

/// Looks whether memory is as it should be: links, counts, locks; and what is left of it in the
/// end. Guarded by the heap's lock.
final class Inspection {
  private final Findings findings;
  private final Things things;
  private final Guards guards;
  private final Links links;
  private final Links.Words memory;

  Inspection(Findings findings, Things things, Guards guards, Links links, Links.Words memory) {
    this.findings = findings;
    this.things = things;
    this.guards = guards;
    this.links = links;
    this.memory = memory;
  }

  /// Looks at everything that is not being worked on.
  void check(Optional<GhostRun> here) {
    for (var thing : things.inspected) {
      inspect(thing, here);
    }
    var problem = guards.locks(memory);
    if (problem.isPresent()) {
      throw findings.violation("section-exclusion", here, problem.get());
    }
  }

  private void inspect(Thing thing, Optional<GhostRun> run) {
    if (thing.emptying || thing.state != Thing.State.LIVE) {
      return;
    }
    for (var container : thing.containers) {
      if (container.busy == 0 && !container.blurred) {
        var problem = links.all(container);
        if (problem.isPresent()) {
          throw findings.violation("container-links", run, container + ": " + problem.get());
        }
      }
    }
    checkCount(thing, run);
  }

  /// Whether the thing counts as many references as there are, unless somebody is at work on it.
  void checkCount(Thing thing, Optional<GhostRun> run) {
    if (!thing.tracked
        || thing.blurred
        || thing.busy > 0
        || thing.emptying
        || thing.elsewhere > 0
        || thing.state != Thing.State.LIVE
        || thing.holders.stream().anyMatch(c -> c.busy > 0 || c.blurred || c.thing.emptying)
        || thing.fieldsAt.stream().anyMatch(this::isEmptying)) {
      return;
    }
    var counter = thing.counter();
    if (counter.isPresent()) {
      long count = memory.load(counter.get().address(), counter.get().size());
      if (count != thing.references() && !counts(count, counter.get().size(), thing)) {
        throw findings.violation(
            "reference-count",
            run,
            "%s counts %d references, and there are %d%s"
                .formatted(thing, count, thing.references(), thing.history()));
      }
    }
  }

  private boolean isEmptying(long address) {
    var holder = things.at(address);
    return holder != null && holder.emptying;
  }

  /// Whether a number of references is another way of saying how many there are: none for the one
  /// that is about to go, the greatest for too many to count.
  private static boolean counts(long count, int size, Thing thing) {
    return count == 0
        ? thing.references() == 1 && thing.owed == 1
        : count >= (1L << (8 * size - 1)) - 1 || count < 0;
  }

  /// Everything is given back: what is left now is lost.
  List<Violation> leftovers() {
    var lost = new ArrayList<Thing>();
    for (var thing : things.all()) {
      if (thing.object && thing.state == Thing.State.LIVE && !thing.blurred && !thing.kept) {
        lost.add(thing);
      }
    }
    lost.sort(Comparator.comparingLong((Thing t) -> t.start));
    return lost.stream()
        .map(
            thing ->
                new Violation(
                    "leak",
                    thing.allocated.program(),
                    thing.allocated.slot(),
                    thing.allocated.place(),
                    "%s is left over%s".formatted(thing, thing.history())))
        .toList();
  }
}
