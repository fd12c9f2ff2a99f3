package mortise.runtime.ghost;

import static mortise.runtime.ghost.Findings.at;

import java.util.BitSet;
import java.util.Optional;
import mortise.runtime.Watching;
import mortise.spi.Shape;
import mortise.spi.TypeView;
import org.jspecify.annotations.Nullable;

/// When things begin, lose what is in them, and end; what each event is [GhostHeap] says. Guarded
/// by the heap's lock.
final class Lifetimes {
  private final Findings findings;
  private final Things things;
  private final Guards guards;
  private final Watching watching;

  Lifetimes(Findings findings, Things things, Guards guards, Watching watching) {
    this.findings = findings;
    this.things = things;
    this.guards = guards;
    this.watching = watching;
  }

  void raw(long start) {
    var thing = things.at(start);
    if (thing != null) {
      things.raw(thing);
    }
  }

  void allocated(
      long start,
      long size,
      TypeView type,
      boolean object,
      boolean written,
      Optional<GhostRun> run) {
    var spot = run.map(GhostRun::spot).orElse(Spot.MACHINE);
    var thing = things.add(start, size, type, object, spot);
    if (object && !written && watching.objects()) {
      thing.written = new BitSet();
    }
  }

  void kept(long start) {
    var thing = things.near(start);
    if (thing != null) {
      thing.kept = true;
    }
  }

  void frame(long stack) {
    var thing = things.at(stack);
    if (thing == null) {
      return;
    }
    thing.stack = true;
    if (watching.stack()) {
      thing.written = new BitSet();
    }
  }

  void forgotten(long start) {
    things.forget(start);
  }

  void freeing(long start, Optional<GhostRun> run) {
    var thing = things.near(start);
    if (!findings.isClosed() && (thing == null || thing.object)) {
      go(thing, start, run).emptying = true;
    }
  }

  void releasing(long start, Optional<GhostRun> run) {
    var thing = things.near(start);
    if (findings.isClosed() || (thing != null && !thing.object)) {
      return;
    }
    var going = go(thing, start, run);
    for (var container : going.containers) {
      if (container.nodes.size() > 0 && !container.blurred) {
        throw findings.violation(
            "leak",
            run,
            "%s goes with %d objects in %s".formatted(going, container.nodes.size(), container));
      }
    }
    for (var field : going.fields()) {
      if (field.kind().shape().orElse(null) instanceof Shape.Pointer shape) {
        var held = things.inFields.get(going.start + field.offset() + shape.offset());
        if (held != null) {
          throw findings.violation("leak", run, "%s goes while it holds %s".formatted(going, held));
        }
      }
    }
  }

  private Thing go(@Nullable Thing thing, long start, Optional<GhostRun> run) {
    if (thing == null || !thing.contains(start, 0)) {
      throw findings.violation(
          "outside-object", run, "free of %s, where no object is".formatted(at(start)));
    }
    if (thing.state != Thing.State.LIVE) {
      throw findings.violation(
          "double-free",
          run,
          "%s is freed, which %s"
              .formatted(
                  thing,
                  thing.state == Thing.State.DYING
                      ? "is being freed already"
                      : "was freed by " + thing.freed));
    }
    if (start != thing.start) {
      throw findings.violation("outside-object", run, "free of %s".formatted(thing.where(start)));
    }
    var problem = guards.mayGo(thing);
    if (problem.isPresent()) {
      throw findings.violation(problem.get().check(), run, problem.get().text());
    }
    thing.state = Thing.State.DYING;
    return thing;
  }

  void freed(long start, Optional<GhostRun> run) {
    var thing = things.near(start);
    if (thing == null || thing.start != start) {
      return;
    }
    thing.state = Thing.State.FREED;
    thing.letGo();
    thing.freed = run.map(GhostRun::spot).orElse(Spot.MACHINE);
    things.empty(thing);
    things.release(thing);
    things.freed(thing);
  }

  void emptying(long start, Optional<GhostRun> run) {
    var thing = things.at(start);
    if (findings.isClosed() || thing == null) {
      return;
    }
    var holder = guards.lockedIn(thing);
    if (holder.isPresent()) {
      throw findings.violation(
          "unguarded-access",
          run,
          "the fields of %s are destroyed while %s".formatted(thing, holder.get()));
    }
    thing.emptying = true;
  }

  void emptied(long start) {
    var thing = things.at(start);
    if (thing != null) {
      things.empty(thing);
      thing.emptying = false;
      thing.letGo();
    }
  }

  void emptyingField(long address) {
    var thing = things.at(address);
    if (thing != null) {
      thing.fieldsEmptied++;
    }
    var container = things.containerAt(address);
    if (container != null) {
      container.busy++;
      container.emptying = true;
    }
  }

  void emptiedField(long address) {
    var thing = things.at(address);
    if (thing != null) {
      thing.fieldsEmptied--;
      thing.letGo();
    }
    var container = things.containerAt(address);
    if (container != null) {
      things.empty(container);
      container.busy--;
      container.emptying = false;
    }
  }
}
