package mortise.runtime.ghost;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mortise.spi.Shape;

/// Who may touch what, and when something may go. Guarded by the heap's lock.
final class Guards {
  /// What is wrong.
  record Problem(String check, String text) {}

  private final Things things;
  private final Set<GhostRun> runs;

  Guards(Things things, Set<GhostRun> runs) {
    this.things = things;
    this.runs = runs;
  }

  /// Whether the run may operate on the container: nothing guards it, the run is inside a section
  /// whose token is a guard in the same object, or nobody else can get at the object.
  boolean guarded(GhostRun run, Container container) {
    return container.field.kind().guards().isEmpty()
        || isAlone(run, container.thing)
        || !hasGuard(container)
        || locked(run, container);
  }

  private static boolean hasGuard(Container container) {
    for (var field : container.thing.fields()) {
      if (container.isGuardedBy(field)) {
        return true;
      }
    }
    return false;
  }

  /// Whether the run is inside a section whose token guards the container.
  boolean locked(GhostRun run, Container container) {
    for (var field : container.thing.fields()) {
      if (container.isGuardedBy(field) && run.holds(container.thing.start + field.offset())) {
        return true;
      }
    }
    return false;
  }

  /// Whether nobody else has a reference, but for those that a call of theirs has given up already
  /// or is about to.
  private boolean isAlone(GhostRun run, Thing thing) {
    int owes = run.owes(thing);
    if (owes == 0) {
      return false;
    }
    int others = thing.references() - owes;
    for (var other : runs) {
      others -= other.equals(run) ? 0 : other.inTransit(thing);
    }
    return others <= 0;
  }

  /// Whether there is nothing special about an access.
  boolean isPlain(GhostRun run, Thing thing, long address, int size) {
    return thing.state == Thing.State.LIVE
        && thing.contains(address, size)
        && thing.fieldIn(address, size) == null
        && (!thing.tracked || mayAccess(run, thing));
  }

  /// Whether the run may load from and store to an object that somebody owed once.
  boolean mayAccess(GhostRun run, Thing thing) {
    if (thing.blurred
        || thing.elsewhere > 0
        || !thing.fieldsAt.isEmpty()
        || run.owes(thing) > 0
        || run.sights.containsKey(thing)) {
      return true;
    }
    for (var holder : thing.holders) {
      if (guarded(run, holder)) {
        return true;
      }
    }
    return false;
  }

  /// Whether the run may look at the object, and do no more.
  boolean looksOnly(GhostRun run, Thing thing) {
    return run.looksOnly.contains(thing)
        && run.sights.containsKey(thing)
        && !thing.blurred
        && run.owes(thing) == 0
        && thing.holders.stream().noneMatch(holder -> guarded(run, holder));
  }

  /// What forbids that the object is given back now.
  Optional<Problem> mayGo(Thing thing) {
    if (!thing.blurred) {
      var holders = holders(thing);
      if (!holders.isEmpty()) {
        return Optional.of(
            new Problem(
                "free-while-held",
                "%s is freed although %s%s"
                    .formatted(thing, String.join(" and ", holders), thing.history())));
      }
    }
    for (var run : runs) {
      if (run.sights.containsKey(thing)) {
        return Optional.of(
            new Problem(
                "grace-period",
                "%s is freed although %s may still look at it".formatted(thing, run)));
      }
    }
    return lockedIn(thing)
        .map(held -> new Problem("free-under-lock", "%s is freed while %s".formatted(thing, held)));
  }

  private List<String> holders(Thing thing) {
    var found = new ArrayList<String>();
    for (var run : runs) {
      if (run.owes(thing) > run.inTransit(thing)) {
        found.add("%s owes for it".formatted(run));
      }
    }
    for (var container : thing.holders) {
      if (!container.thing.emptying && !container.emptying) {
        found.add("it is in " + container);
      }
    }
    for (long address : thing.fieldsAt) {
      var holder = things.at(address);
      if (holder != null && !holder.emptying) {
        found.add("a pointer at %s leads to it".formatted(holder.where(address)));
      }
    }
    return found;
  }

  /// Who is inside a section whose token lies in the thing.
  Optional<String> lockedIn(Thing thing) {
    for (var run : runs) {
      for (var inside : run.sections) {
        if (thing.contains(inside.token())) {
          return Optional.of(
              "%s is inside %s, entered with %s"
                  .formatted(run, inside.section(), thing.where(inside.token())));
        }
      }
    }
    return Optional.empty();
  }

  /// The shape of the lock at an address, if a lock is there.
  Optional<Shape.Lock> lockAt(long address) {
    var thing = address == 0 ? null : things.at(address);
    var field = thing == null ? null : thing.fieldAt(address);
    return field != null && field.kind().shape().orElse(null) instanceof Shape.Lock lock
        ? Optional.of(lock)
        : Optional.empty();
  }

  /// Who else is inside a section with that token.
  Optional<GhostRun> other(GhostRun run, long token) {
    return runs.stream().filter(one -> !one.equals(run) && one.holds(token)).findFirst();
  }

  /// What is wrong with locks that somebody holds.
  Optional<String> locks(Links.Words memory) {
    for (var run : runs) {
      for (var inside : run.sections) {
        long token = inside.token();
        var lock = lockAt(token);
        if (lock.isEmpty()) {
          continue;
        }
        var shape = lock.get();
        if (memory.load(token + shape.offset(), shape.size()) == shape.free()) {
          return Optional.of(
              "%s is inside %s, but the lock's word says that nobody is"
                  .formatted(run, inside.section()));
        }
        var other = other(run, token);
        if (other.isPresent()) {
          return Optional.of(
              "%s and %s are inside %s at once".formatted(run, other.get(), inside.section()));
        }
      }
    }
    return Optional.empty();
  }
}
