package mortise.runtime.ghost;

import static mortise.runtime.ghost.Findings.at;

import java.util.List;
import java.util.Optional;
import mortise.runtime.Violation;
import mortise.spi.Movement.Place;
import org.jspecify.annotations.Nullable;

/// What calls put into containers and pointers and take out of them. Guarded by the heap's lock.
final class Contents {
  private final Findings findings;
  private final Things things;
  private final Links links;

  Contents(Findings findings, Things things, Links links) {
    this.findings = findings;
    this.things = things;
    this.links = links;
  }

  private Violation no(String check, GhostRun run, String problem) {
    return findings.violation(check, Optional.of(run), problem);
  }

  void put(GhostRun run, PendingCall call, Deed.Puts deed, long result) {
    var container = things.containerAt(call.value(deed.container(), result));
    var thing = given(run, call, deed.node(), result);
    if (container == null || thing == null) {
      return;
    }
    long node = container.nodeIn(thing);
    if (container.nodes.contains(node)) {
      throw no(
          "container-content",
          run,
          "%s put %s into %s, where it was already".formatted(call.function, thing, container));
    }
    long beside = 0;
    if (deed.beside() != Deed.NONE) {
      var other = things.operand(call, deed.beside(), result);
      beside = other == null ? 0 : container.nodeIn(other);
      if (!container.nodes.contains(beside)) {
        throw no(
            "container-content",
            run,
            "%s put %s next to something that is not in %s"
                .formatted(call.function, thing, container));
      }
    }
    container.add(node, deed.place(), beside);
    thing.holders.add(container);
    thing.tracked = true;
    thing.given = "put into %s at %s".formatted(container, run.spot());
  }

  void take(GhostRun run, PendingCall call, Deed.Takes deed, long result) {
    var container = things.containerAt(call.value(deed.container(), result));
    if (container == null) {
      return;
    }
    var thing = member(run, call, container, deed.node(), deed.place(), result);
    if (thing != null) {
      long node = container.nodeIn(thing);
      call.before = container.nodes.before(node);
      container.remove(node);
      thing.holders.remove(container);
      call.mark(thing);
    }
  }

  /// The element that an operation gave; it must be in the container, and at that place.
  @Nullable Thing member(
      GhostRun run, PendingCall call, Container container, int operand, Place place, long result) {
    if (container.blurred) {
      return null;
    }
    long address = call.value(operand, result);
    boolean atAnEnd = place == Place.FIRST || place == Place.LAST;
    if (address == 0) {
      if (atAnEnd && container.nodes.size() > 0) {
        throw no(
            "container-content",
            run,
            "%s finds nothing, although %d nodes are in %s"
                .formatted(call.function, container.nodes.size(), container));
      }
      return null;
    }
    var thing = things.at(address);
    if (thing == null || !container.nodes.contains(container.nodeIn(thing))) {
      throw no(
          "container-content",
          run,
          "%s gives %s, which is not in %s"
              .formatted(call.function, thing == null ? at(address) : thing, container));
    }
    long expected = container.at(place);
    if (expected != 0 && expected != container.nodeIn(thing)) {
      throw no(
          "container-content",
          run,
          "%s gives the node at %s, and the one in that place of %s is at %s"
              .formatted(call.function, at(container.nodeIn(thing)), container, at(expected)));
    }
    return thing;
  }

  void exchange(GhostRun run, PendingCall call, Deed.Exchanges deed, long result) {
    long field = call.value(deed.field(), result);
    if (!things.isPointerField(field)) {
      return;
    }
    if (!call.exchanged && result != 0 && result == call.value(deed.value(), 0)) {
      // It was refused, and given back.
      return;
    }
    if (!call.exchanged) {
      throw no(
          "container-content",
          run,
          "%s did not exchange the pointer at %s".formatted(call.function, at(field)));
    }
    // Another CPU may have taken it out and freed it since.
    var value = things.operandOrFreed(call, deed.value(), result);
    gave(run, call, result);
    if (value != call.put) {
      throw no(
          "container-content",
          run,
          "%s put %s into the pointer at %s, and should have put %s"
              .formatted(call.function, at(startOf(call.put)), at(field), at(startOf(value))));
    }
    if (value != null) {
      value.given = "put into the pointer at %s at %s".formatted(at(field), run.spot());
    }
  }

  private void gave(GhostRun run, PendingCall call, long result) {
    var taken = call.taken;
    var given = result == 0 ? null : things.near(result);
    if (given != taken && (given == null || given.tracked)) {
      throw no(
          "container-content",
          run,
          "%s gives %s, and took out %s".formatted(call.function, at(result), at(startOf(taken))));
    }
  }

  /// A special field has ended; what was in it, if it was a pointer, is the result.
  void takenOut(GhostRun run, PendingCall call, long field, long result) {
    if (things.isPointerField(field)) {
      if (!call.exchanged) {
        throw no(
            "container-content",
            run,
            "%s did not empty the pointer at %s".formatted(call.function, at(field)));
      }
      gave(run, call, result);
    }
  }

  /// The object that a call put away; it must still be there.
  private @Nullable Thing given(GhostRun run, PendingCall call, int operand, long result) {
    var near = things.operandOrFreed(call, operand, result);
    if (near == null || !near.object) {
      return null;
    }
    if (near.state == Thing.State.FREED) {
      throw no(
          "use-after-free",
          run,
          "%s put away %s, which was freed by %s".formatted(call.function, near, near.freed));
    }
    call.mark(near);
    return near;
  }

  private static long startOf(@Nullable Thing thing) {
    return thing == null ? 0 : thing.start;
  }

  /// Looks at the links of what the call was at work on.
  void inspect(GhostRun run, PendingCall call, List<Deed> deeds, long result) {
    for (var container : call.containers) {
      if (container.busy > 0 || container.blurred) {
        continue;
      }
      var problem =
          container.isDue()
              ? links.all(container)
              : links.around(container, touched(call, container, deeds, result));
      if (problem.isPresent()) {
        throw no(
            "container-links",
            run,
            "after %s, %s: %s".formatted(call.function, container, problem.get()));
      }
    }
    freed(run, call, deeds, result);
  }

  private long touched(PendingCall call, Container container, List<Deed> deeds, long result) {
    for (var deed : deeds) {
      if (deed instanceof Deed.Puts puts) {
        var thing = things.operand(call, puts.node(), result);
        if (thing != null && container.nodes.contains(container.nodeIn(thing))) {
          return container.nodeIn(thing);
        }
      }
    }
    return container.nodes.contains(call.before) ? call.before : 0;
  }

  /// What was taken out says so itself.
  private void freed(GhostRun run, PendingCall call, List<Deed> deeds, long result) {
    for (var deed : deeds) {
      if (deed instanceof Deed.Takes takes) {
        var container = things.containerAt(call.value(takes.container(), result));
        var thing = things.operand(call, takes.node(), result);
        if (container != null
            && thing != null
            && run.owes(thing) > 0
            && !container.nodes.contains(container.nodeIn(thing))
            && links.free(container, container.nodeIn(thing)).isPresent()) {
          throw no(
              "container-links",
              run,
              "after %s: %s"
                  .formatted(
                      call.function, links.free(container, container.nodeIn(thing)).orElse("")));
        }
      }
    }
  }
}
