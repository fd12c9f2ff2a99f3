package mortise.runtime.ghost;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mortise.runtime.Violation;
import mortise.runtime.ghost.Ghost.Inside;
import mortise.spi.Movement.Place;
import org.jspecify.annotations.Nullable;

/// Does to the account what calls are meant to do. Guarded by the heap's lock.
final class Calls {
  private final GhostHeap heap;
  private final Things things;
  private final Guards guards;
  private final Links links;

  Calls(GhostHeap heap, Things things, Guards guards, Links links) {
    this.heap = heap;
    this.things = things;
    this.guards = guards;
    this.links = links;
  }

  private static Violation no(GhostHeap heap, String check, GhostRun run, String problem) {
    return heap.violation(check, Optional.of(run), problem);
  }

  // Before.

  void begin(GhostRun run, PendingCall call) {
    run.calls.push(call);
    var needs = new Needs();
    prepare(run, call, call.meaning.deeds(), needs);
    needs.least.forEach(
        (thing, count) -> {
          if (thing.tracked && !thing.blurred && run.owes(thing) < count) {
            throw no(
                heap,
                "not-owned",
                run,
                "%s gives up %d of %s, for which the run owes %d%s"
                    .formatted(call.function, count, thing, run.owes(thing), thing.history()));
          }
        });
    call.transit.putAll(needs.most);
    // A section is left before the implementation runs: once it does, others may come in.
    leave(run, call, call.meaning.deeds(), 0, false);
  }

  /// Notes what the call is at work on and gives up.
  private void prepare(GhostRun run, PendingCall call, List<Deed> deeds, Needs needs) {
    for (var deed : deeds) {
      switch (deed) {
        case Deed.Owes d -> {
          if (d.sign() < 0) {
            long count = d.count() == Deed.NONE ? 1 : call.value(d.count(), 0);
            give(run, call, d.subject(), (int) count, needs);
          } else {
            mark(call, thing(call, d.subject(), 0));
          }
        }
        case Deed.Settles d -> give(run, call, d.subject(), 1, needs);
        case Deed.Gives d -> give(run, call, d.subject(), 1, needs);
        case Deed.Puts d -> operate(run, call, d.container(), d.node());
        case Deed.Takes d -> operate(run, call, d.container(), d.node());
        case Deed.Finds d -> operate(run, call, d.container(), d.node());
        case Deed.Exchanges d -> mark(call, thing(call, d.value(), 0));
        case Deed.Either d -> {
          var known = ask(d.question(), call, Optional.empty());
          var then = new Needs();
          var otherwise = new Needs();
          if (known.orElse(true)) {
            prepare(run, call, d.then(), then);
          }
          if (!known.orElse(false)) {
            prepare(run, call, d.otherwise(), otherwise);
          }
          if (known.isPresent()) {
            needs.addAll(then);
            needs.addAll(otherwise);
          } else {
            needs.addEither(then, otherwise);
          }
        }
        case Deed.Enters d -> {}
        case Deed.Leaves d -> {}
        case Deed.Sees d -> {}
        case Deed.Blurs d -> {}
      }
    }
  }

  private void give(GhostRun run, PendingCall call, int operand, int count, Needs needs) {
    if (operand == Deed.RESULT) {
      return;
    }
    long address = call.value(operand, 0);
    var near = address == 0 ? null : things.near(address);
    if (near != null && near.object && near.state == Thing.State.FREED) {
      throw no(
          heap,
          "double-free",
          run,
          "%s is given %s, which was freed by %s".formatted(call.function, near, near.freed));
    }
    var thing = things.at(address);
    if (thing != null && thing.object) {
      mark(call, thing);
      needs.add(thing, count);
    }
  }

  private void operate(GhostRun run, PendingCall call, int operand, int node) {
    var container = things.containerAt(call.value(operand, 0));
    if (container == null) {
      return;
    }
    if (!guards.guarded(run, container)) {
      throw no(
          heap,
          "unguarded-access",
          run,
          "%s operates on %s without the lock that guards it".formatted(call.function, container));
    }
    container.busy++;
    call.containers.add(container);
    mark(call, thing(call, node, 0));
  }

  private static void mark(PendingCall call, @Nullable Thing thing) {
    if (thing != null && call.things.add(thing)) {
      thing.busy++;
    }
  }

  void unmark(PendingCall call) {
    call.things.forEach(thing -> thing.busy--);
    call.containers.forEach(container -> container.busy--);
  }

  private @Nullable Thing thing(PendingCall call, int operand, long result) {
    long address = call.value(operand, result);
    return address == 0 ? null : things.at(address);
  }

  /// Leaves the sections of which it is sure by now that they are left, and that are not yet.
  private void leave(GhostRun run, PendingCall call, List<Deed> deeds, long result, boolean over) {
    for (var deed : deeds) {
      if (deed instanceof Deed.Either either) {
        var known = ask(either.question(), call, over ? Optional.of(result) : Optional.empty());
        if (known.isPresent()) {
          leave(run, call, known.get() ? either.then() : either.otherwise(), result, over);
        }
      } else if (deed instanceof Deed.Leaves leaves && call.left.add(leaves)) {
        long token = call.value(leaves.token(), result);
        if (!run.leave(leaves.section(), token)) {
          throw no(
              heap,
              "section-not-entered",
              run,
              "%s leaves %s with %s, which the run is not inside of"
                  .formatted(call.function, leaves.section(), at(token)));
        }
      }
    }
  }

  // After.

  void end(GhostRun run, PendingCall call, long result) {
    leave(run, call, call.meaning.deeds(), result, true);
    apply(run, call, call.meaning.deeds(), result);
    run.calls.pop();
    unmark(call);
    inspect(run, call, call.meaning.deeds(), result);
    for (var thing : call.things) {
      heap.checkCount(thing, Optional.of(run));
    }
  }

  private void apply(GhostRun run, PendingCall call, List<Deed> deeds, long result) {
    for (var deed : deeds) {
      switch (deed) {
        case Deed.Enters d -> enter(run, call, d, result);
        case Deed.Leaves d -> {}
        case Deed.Owes d -> {
          var thing = owned(run, call, d, d.subject(), result);
          if (thing != null) {
            long count = d.count() == Deed.NONE ? 1 : call.value(d.count(), result);
            run.owe(thing, d.sign() * (int) count);
          }
        }
        case Deed.Settles d -> settle(run, call, d, d.subject(), result, "given up at");
        case Deed.Gives d -> {
          var thing = settle(run, call, d, d.subject(), result, "given away at");
          if (thing != null) {
            thing.elsewhere++;
          }
        }
        case Deed.Puts d -> put(run, call, d, result);
        case Deed.Takes d -> take(run, call, d, result);
        case Deed.Finds d -> {
          var container = things.containerAt(call.value(d.container(), result));
          if (container != null) {
            member(run, call, container, d.node(), d.place(), result);
          }
        }
        case Deed.Exchanges d -> exchange(run, call, d, result);
        case Deed.Sees d -> {
          var thing = thing(call, d.subject(), result);
          if (thing != null && thing.object) {
            run.sees(thing, d.until());
          }
        }
        case Deed.Either d ->
            apply(
                run,
                call,
                ask(d.question(), call, Optional.of(result)).orElse(false)
                    ? d.then()
                    : d.otherwise(),
                result);
        case Deed.Blurs d -> {
          var thing = thing(call, d.subject(), result);
          if (thing != null) {
            thing.blurred = true;
          }
        }
      }
    }
  }

  private void enter(GhostRun run, PendingCall call, Deed.Enters deed, long result) {
    long token = call.value(deed.token(), result);
    var lock = guards.lockAt(token);
    if (lock.isPresent()) {
      var shape = lock.get();
      var other = guards.other(run, token);
      if (other.isPresent()) {
        throw no(
            heap,
            "section-exclusion",
            run,
            "%s lets the run into %s, while %s is inside"
                .formatted(call.function, deed.section(), other.get()));
      }
      if (heap.word(token + shape.offset(), shape.size()) == shape.free()) {
        throw no(
            heap,
            "section-exclusion",
            run,
            "%s lets the run into %s, but the lock's word says that nobody is inside"
                .formatted(call.function, deed.section()));
      }
    }
    run.sections.add(new Inside(deed.section(), token));
  }

  /// The object that an operand leads to, for which something is owed.
  private @Nullable Thing owned(
      GhostRun run, PendingCall call, Deed deed, int operand, long result) {
    long address = call.value(operand, result);
    var near = address == 0 ? null : things.near(address);
    if (near == null || !near.object) {
      return null;
    }
    if (near.state == Thing.State.FREED && (operand == Deed.RESULT || deed instanceof Deed.Puts)) {
      throw no(
          heap,
          "use-after-free",
          run,
          "%s %s %s, which was freed by %s"
              .formatted(
                  call.function, operand == Deed.RESULT ? "gives" : "put away", near, near.freed));
    }
    mark(call, near);
    return near;
  }

  private @Nullable Thing settle(
      GhostRun run, PendingCall call, Deed deed, int operand, long result, String how) {
    var thing = owned(run, call, deed, operand, result);
    if (thing != null && run.owes(thing) > 0) {
      run.owe(thing, -1);
      thing.given = how + " " + run.spot();
    }
    return thing;
  }

  private void put(GhostRun run, PendingCall call, Deed.Puts deed, long result) {
    var container = things.containerAt(call.value(deed.container(), result));
    var thing = owned(run, call, deed, deed.node(), result);
    if (container == null || thing == null) {
      return;
    }
    long node = container.nodeIn(thing);
    if (container.nodes.contains(node)) {
      throw no(
          heap,
          "container-content",
          run,
          "%s put %s into %s, where it was already".formatted(call.function, thing, container));
    }
    long beside = 0;
    if (deed.beside() != Deed.NONE) {
      var other = thing(call, deed.beside(), result);
      beside = other == null ? 0 : container.nodeIn(other);
      if (!container.nodes.contains(beside)) {
        throw no(
            heap,
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

  private void take(GhostRun run, PendingCall call, Deed.Takes deed, long result) {
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
      mark(call, thing);
    }
  }

  /// The element that an operation gave; it must be in the container, and at that place.
  private @Nullable Thing member(
      GhostRun run, PendingCall call, Container container, int operand, Place place, long result) {
    if (container.blurred) {
      return null;
    }
    long address = call.value(operand, result);
    boolean atAnEnd = place == Place.FIRST || place == Place.LAST;
    if (address == 0) {
      if (atAnEnd && container.nodes.size() > 0) {
        throw no(
            heap,
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
          heap,
          "container-content",
          run,
          "%s gives %s, which is not in %s"
              .formatted(call.function, thing == null ? at(address) : thing, container));
    }
    long expected = container.at(place);
    if (expected != 0 && expected != container.nodeIn(thing)) {
      throw no(
          heap,
          "container-content",
          run,
          "%s gives the node at %s, and the one in that place of %s is at %s"
              .formatted(call.function, at(container.nodeIn(thing)), container, at(expected)));
    }
    return thing;
  }

  private void exchange(GhostRun run, PendingCall call, Deed.Exchanges deed, long result) {
    long field = call.value(deed.field(), result);
    if (things.pointerAt(field) == 0) {
      return;
    }
    if (!call.exchanged) {
      throw no(
          heap,
          "container-content",
          run,
          "%s did not exchange the pointer at %s".formatted(call.function, at(field)));
    }
    var taken = call.taken;
    var given = result == 0 ? null : things.near(result);
    if (given != taken && (given == null || given.tracked)) {
      throw no(
          heap,
          "container-content",
          run,
          "%s gives %s, and took out %s".formatted(call.function, at(result), at(startOf(taken))));
    }
    var value = thing(call, deed.value(), result);
    if (value != call.put) {
      throw no(
          heap,
          "container-content",
          run,
          "%s put %s into the pointer at %s, and should have put %s"
              .formatted(call.function, at(startOf(call.put)), at(field), at(startOf(value))));
    }
    if (value != null) {
      value.given = "put into the pointer at %s at %s".formatted(at(field), run.spot());
    }
  }

  private static long startOf(@Nullable Thing thing) {
    return thing == null ? 0 : thing.start;
  }

  /// Looks at the links of what the call was at work on.
  private void inspect(GhostRun run, PendingCall call, List<Deed> deeds, long result) {
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
            heap,
            "container-links",
            run,
            "after %s, %s: %s".formatted(call.function, container, problem.get()));
      }
    }
    free(run, call, deeds, result);
  }

  private long touched(PendingCall call, Container container, List<Deed> deeds, long result) {
    for (var deed : deeds) {
      if (deed instanceof Deed.Puts puts) {
        var thing = thing(call, puts.node(), result);
        if (thing != null && container.nodes.contains(container.nodeIn(thing))) {
          return container.nodeIn(thing);
        }
      }
    }
    return container.nodes.contains(call.before) ? call.before : 0;
  }

  /// What was taken out says so itself.
  private void free(GhostRun run, PendingCall call, List<Deed> deeds, long result) {
    for (var deed : deeds) {
      if (deed instanceof Deed.Takes takes) {
        var container = things.containerAt(call.value(takes.container(), result));
        var thing = thing(call, takes.node(), result);
        if (container != null
            && thing != null
            && run.owes(thing) > 0
            && !container.nodes.contains(container.nodeIn(thing))
            && links.free(container, container.nodeIn(thing)).isPresent()) {
          throw no(
              heap,
              "container-links",
              run,
              "after %s: %s"
                  .formatted(
                      call.function, links.free(container, container.nodeIn(thing)).orElse("")));
        }
      }
    }
  }

  // Questions.

  private Optional<Boolean> ask(Question question, PendingCall call, Optional<Long> result) {
    return switch (question) {
      case Question.Within q -> {
        if (q.subject() == Deed.RESULT && result.isEmpty()) {
          yield Optional.empty();
        }
        long value = call.value(q.subject(), result.orElse(0L));
        yield Optional.of(value >= q.lowest() && value <= q.highest());
      }
      case Question.HasField q -> {
        if (q.subject() == Deed.RESULT && result.isEmpty()) {
          yield Optional.empty();
        }
        yield Optional.of(hasField(q, call.value(q.subject(), result.orElse(0L))));
      }
      case Question.Not q -> ask(q.question(), call, result).map(answer -> !answer);
      case Question.All q -> combined(q.questions(), call, result, false);
      case Question.Any q -> combined(q.questions(), call, result, true);
    };
  }

  /// The answer `decisive` decides; without one, an unknown answer leaves it open.
  private Optional<Boolean> combined(
      List<Question> questions, PendingCall call, Optional<Long> result, boolean decisive) {
    boolean open = false;
    for (var question : questions) {
      var answer = ask(question, call, result);
      if (answer.isPresent() && answer.get() == decisive) {
        return answer;
      }
      open |= answer.isEmpty();
    }
    return open ? Optional.empty() : Optional.of(!decisive);
  }

  private boolean hasField(Question.HasField question, long address) {
    var thing = things.at(address);
    if (thing == null) {
      return false;
    }
    if (question.there()) {
      var field = thing.fieldAt(address);
      return field != null && field.kind().equals(question.kind());
    }
    for (var field : thing.fields()) {
      if (field.kind().equals(question.kind())) {
        return true;
      }
    }
    return false;
  }

  private static String at(long address) {
    return String.format(Locale.ROOT, "0x%x", address);
  }
}
