package mortise.runtime.ghost;

import static mortise.runtime.ghost.Findings.at;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import mortise.runtime.Violation;
import mortise.runtime.ghost.Ghost.Inside;
import mortise.spi.FieldKind;
import org.jspecify.annotations.Nullable;

/// Does to the account what calls are meant to do. Guarded by the heap's lock.
final class Calls {
  private final Findings findings;
  private final Things things;
  private final Guards guards;
  private final Inspection inspection;
  private final Links.Words memory;
  private final Questions questions;
  private final Contents contents;
  private final Slots slots;

  Calls(
      Findings findings,
      Things things,
      Guards guards,
      Links links,
      Inspection inspection,
      Links.Words memory) {
    this.findings = findings;
    this.things = things;
    this.guards = guards;
    this.inspection = inspection;
    this.memory = memory;
    questions = new Questions(things, guards);
    contents = new Contents(findings, things, links);
    slots = new Slots(findings, things);
  }

  private Violation no(String check, GhostRun run, String problem) {
    return findings.violation(check, Optional.of(run), problem);
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
            call.mark(things.operand(call, d.subject(), 0));
          }
        }
        case Deed.Settles d -> give(run, call, d.subject(), 1, needs);
        case Deed.Gives d -> give(run, call, d.subject(), 1, needs);
        case Deed.Puts d -> operate(run, call, d.container(), d.node());
        case Deed.Takes d -> operate(run, call, d.container(), d.node());
        case Deed.Finds d -> operate(run, call, d.container(), d.node());
        case Deed.Exchanges d -> call.mark(things.operand(call, d.value(), 0));
        case Deed.OwesExactly d -> call.mark(things.operand(call, d.subject(), 0));
        case Deed.Begins d -> call.mark(things.operand(call, d.field(), 0));
        case Deed.Ends d -> ending(call, d);
        case Deed.Either d -> {
          var known = questions.ask(d.question(), call, Optional.empty());
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
        case Deed.Makes d -> slots.making(run, call, d);
        case Deed.Uses d -> slots.using(run, call, d.slot(), d.kind());
        case Deed.Unmakes d -> slots.using(run, call, d.slot(), d.kind());
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
          "double-free",
          run,
          "%s is given %s, which was freed by %s".formatted(call.function, near, near.freed));
    }
    var thing = things.at(address);
    if (thing != null && thing.object) {
      call.mark(thing);
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
          "unguarded-access",
          run,
          "%s operates on %s without the lock that guards it".formatted(call.function, container));
    }
    container.busy++;
    call.containers.add(container);
    call.mark(things.operand(call, node, 0));
  }

  /// Leaves the sections of which it is sure by now that they are left, and that are not yet.
  private void leave(GhostRun run, PendingCall call, List<Deed> deeds, long result, boolean over) {
    for (var deed : deeds) {
      if (deed instanceof Deed.Either either) {
        var known =
            questions.ask(either.question(), call, over ? Optional.of(result) : Optional.empty());
        if (known.isPresent()) {
          leave(run, call, known.get() ? either.then() : either.otherwise(), result, over);
        }
      } else if (deed instanceof Deed.Leaves leaves && call.left.add(leaves)) {
        long token = token(call, leaves.token(), leaves.field(), result);
        if (!leaves.sure()) {
          leaveAll(run, call, leaves, result);
        } else if (!run.leave(leaves.section(), token)) {
          throw no(
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
    call.unmark();
    contents.inspect(run, call, call.meaning.deeds(), result);
    for (var thing : call.things) {
      inspection.checkCount(thing, Optional.of(run));
    }
  }

  private void apply(GhostRun run, PendingCall call, List<Deed> deeds, long result) {
    for (var deed : deeds) {
      switch (deed) {
        case Deed.Enters d -> enter(run, call, d, result);
        case Deed.Leaves d -> {}
        case Deed.Owes d -> {
          var thing = owned(run, call, d.subject(), result);
          if (thing != null) {
            long count = d.count() == Deed.NONE ? 1 : call.value(d.count(), result);
            run.owe(thing, d.sign() * (int) count);
          }
        }
        case Deed.OwesExactly d -> {
          var thing = owned(run, call, d.subject(), result);
          if (thing != null) {
            run.owe(thing, (int) call.value(d.count(), result) - run.owes(thing));
          }
        }
        case Deed.Begins d -> {
          var thing = things.operand(call, d.field(), result);
          var field = thing == null ? null : thing.fieldAt(call.value(d.field(), result));
          if (thing != null && field != null) {
            things.begin(thing, field);
          }
        }
        case Deed.Ends d -> ended(run, call, d, result);
        case Deed.Settles d -> settle(run, call, d.subject(), result, "given up at");
        case Deed.Gives d -> {
          var thing = settle(run, call, d.subject(), result, "given away at");
          if (thing != null) {
            thing.elsewhere++;
          }
        }
        case Deed.Puts d -> contents.put(run, call, d, result);
        case Deed.Takes d -> contents.take(run, call, d, result);
        case Deed.Finds d -> {
          var container = things.containerAt(call.value(d.container(), result));
          if (container != null) {
            contents.member(run, call, container, d.node(), d.place(), result);
          }
        }
        case Deed.Exchanges d -> contents.exchange(run, call, d, result);
        case Deed.Sees d -> {
          var thing = things.operand(call, d.subject(), result);
          if (thing != null && thing.object) {
            run.sees(thing, d.until(), d.only());
          }
        }
        case Deed.Makes d -> slots.made(run, call, d);
        case Deed.Uses d -> {}
        case Deed.Unmakes d -> slots.ended(run, call, d);
        case Deed.Either d ->
            apply(
                run,
                call,
                questions.ask(d.question(), call, Optional.of(result)).orElse(false)
                    ? d.then()
                    : d.otherwise(),
                result);
        case Deed.Blurs d -> {
          var thing = things.operand(call, d.subject(), result);
          if (thing != null) {
            thing.blurred = true;
          }
        }
      }
    }
  }

  private void enter(GhostRun run, PendingCall call, Deed.Enters deed, long result) {
    long token = token(call, deed.token(), deed.field(), result);
    var lock = guards.lockAt(token);
    if (lock.isPresent()) {
      var shape = lock.get();
      var other = guards.other(run, token);
      if (other.isPresent()) {
        throw no(
            "section-exclusion",
            run,
            "%s lets the run into %s, while %s is inside"
                .formatted(call.function, deed.section(), other.get()));
      }
      if (memory.load(token + shape.offset(), shape.size()) == shape.free()) {
        throw no(
            "section-exclusion",
            run,
            "%s lets the run into %s, but the lock's word says that nobody is inside"
                .formatted(call.function, deed.section()));
      }
    }
    run.sections.add(new Inside(deed.section(), token));
  }

  /// Leaves whatever the run is inside of that the deed may mean.
  private void leaveAll(GhostRun run, PendingCall call, Deed.Leaves deed, long result) {
    long token = call.value(deed.token(), result);
    var thing = deed.field().isEmpty() || token == 0 ? null : things.at(token);
    if (thing == null) {
      run.leave(deed.section(), token);
      return;
    }
    for (var field : thing.fields()) {
      if (field.kind().is(deed.field().get())) {
        run.leave(deed.section(), thing.start + field.offset());
      }
    }
  }

  private long token(PendingCall call, int operand, Optional<FieldKind> kind, long result) {
    long token = call.value(operand, result);
    var thing = kind.isEmpty() || token == 0 ? null : things.at(token);
    if (thing != null) {
      for (var field : thing.fields()) {
        if (field.kind().is(kind.get())) {
          return thing.start + field.offset();
        }
      }
    }
    return token;
  }

  // Fields of raw memory.

  private void ending(PendingCall call, Deed.Ends deed) {
    long address = call.value(deed.field(), 0);
    call.mark(things.operand(call, deed.field(), 0));
    var container = things.containerAt(address);
    if (container != null) {
      container.busy++;
      container.emptying = true;
      call.containers.add(container);
    }
  }

  private void ended(GhostRun run, PendingCall call, Deed.Ends deed, long result) {
    long address = call.value(deed.field(), result);
    var thing = things.operand(call, deed.field(), result);
    var field = thing == null ? null : thing.fieldAt(address);
    if (thing == null || field == null) {
      return;
    }
    var container = things.containerAt(address);
    if (container != null && container.nodes.size() > 0 && !container.blurred) {
      throw no(
          "container-content",
          run,
          "%s leaves %d objects in %s, which is no more"
              .formatted(call.function, container.nodes.size(), container));
    }
    for (var holder : thing.holders) {
      boolean emptying = holder.emptying || holder.thing.emptying;
      if (holder.nodeIn(thing) == address && !emptying) {
        throw no(
            "container-content",
            run,
            "%s ends a node of %s, by which it is in %s".formatted(call.function, thing, holder));
      }
    }
    contents.takenOut(run, call, address, result);
    things.end(thing, field);
  }

  // Callbacks.

  /// The call calls back.
  void invoke(GhostRun run, PendingCall call, long[] arguments) {
    call.callback = arguments.clone();
    call.seen = new HashMap<>(run.sights);
    for (var deed : call.meaning.entering()) {
      call.mark(deed instanceof Deed.Owes owes ? things.operand(call, owes.subject(), 0) : null);
    }
    apply(run, call, call.meaning.entering(), 0);
  }

  /// The callback has returned.
  void invoked(GhostRun run, PendingCall call) {
    for (var deed : call.meaning.entering()) {
      if (deed instanceof Deed.Enters enters) {
        run.leave(enters.section(), token(call, enters.token(), enters.field(), 0));
      }
      if (deed instanceof Deed.Sees sees) {
        var thing = things.operand(call, sees.subject(), 0);
        if (thing != null && !call.seen.containsKey(thing)) {
          run.sights.remove(thing);
        }
      }
    }
    call.callback = new long[0];
  }

  /// The object that an operand leads to, for which something is owed.
  private @Nullable Thing owned(GhostRun run, PendingCall call, int operand, long result) {
    var near = things.operandOrFreed(call, operand, result);
    if (near == null || !near.object) {
      return null;
    }
    if (near.state == Thing.State.FREED && operand == Deed.RESULT) {
      throw no(
          "use-after-free",
          run,
          "%s gives %s, which was freed by %s".formatted(call.function, near, near.freed));
    }
    call.mark(near);
    return near;
  }

  private @Nullable Thing settle(
      GhostRun run, PendingCall call, int operand, long result, String how) {
    var thing = owned(run, call, operand, result);
    if (thing != null && run.owes(thing) > 0) {
      run.owe(thing, -1);
      thing.given = how + " " + run.spot();
    }
    return thing;
  }
}
