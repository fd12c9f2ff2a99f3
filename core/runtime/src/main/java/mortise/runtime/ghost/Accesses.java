package mortise.runtime.ghost;

import static mortise.runtime.ghost.Findings.at;

import java.util.Map;
import java.util.Optional;
import mortise.spi.FieldKind;
import mortise.spi.Shape;
import mortise.spi.TypeView.SpecialField;
import org.jspecify.annotations.Nullable;

/// Loads, stores and exchanges. Guarded by the heap's lock.
final class Accesses {
  private final Findings findings;
  private final Things things;
  private final Guards guards;
  private final Map<FieldKind, Sight> sights;

  Accesses(Findings findings, Things things, Guards guards, Map<FieldKind, Sight> sights) {
    this.sights = sights;
    this.findings = findings;
    this.things = things;
    this.guards = guards;
  }

  /// A program is about to load or store.
  void plain(GhostRun run, long address, int size, boolean write) {
    var thing = things.near(address);
    if (thing == null || !guards.isPlain(run, thing, address, size)) {
      judge(run, address, size, write);
    }
    if (write) {
      wrote(address, size);
    } else {
      read(Optional.of(run), address, size);
    }
  }

  /// An access that is not plainly right.
  private void judge(GhostRun run, long address, int size, boolean write) {
    var who = Optional.of(run);
    var access = "%s of %d bytes".formatted(write ? "write" : "read", size);
    var thing = things.near(address);
    if (thing == null) {
      throw findings.violation(
          "outside-object", who, "%s at %s, where no memory is".formatted(access, at(address)));
    }
    if (thing.state == Thing.State.FREED) {
      throw findings.violation(
          "use-after-free",
          who,
          "%s at %s, freed by %s%s"
              .formatted(access, thing.where(address), thing.freed, thing.history()));
    }
    if (!thing.contains(address, size)) {
      throw findings.violation(
          "outside-object", who, "%s at %s".formatted(access, thing.where(address)));
    }
    var field = thing.fieldIn(address, size);
    if (field != null) {
      special(run, thing, field, address, access);
    }
    if (thing.tracked && !guards.mayAccess(run, thing)) {
      throw findings.violation(
          "unguarded-access",
          who,
          "%s at %s, which the run neither owes nor may look at%s"
              .formatted(access, thing.where(address), thing.history()));
    }
  }

  private void special(GhostRun run, Thing thing, SpecialField field, long address, String access) {
    if (field.kind().access().isEmpty()) {
      throw findings.violation(
          "special-field",
          Optional.of(run),
          "%s at %s, where its %s is".formatted(access, thing.where(address), field.kind().name()));
    }
    if (field.kind().shape().orElse(null) instanceof Shape.Pointer shape) {
      var held = things.inFields.get(thing.start + field.offset() + shape.offset());
      var sight = sights.get(field.kind());
      if (sight != null) {
        run.looks = sight;
        look(run, held, sight);
      }
    }
  }

  private static void look(GhostRun run, @Nullable Thing held, Sight sight) {
    if (held != null && sight.reaches(held) && run.isKept(sight)) {
      run.sees(held, sight.until(), sight.only());
    }
  }

  /// A pointer was loaded.
  void loaded(GhostRun run, long value) {
    var sight = run.looks;
    run.looks = null;
    if (sight != null && value != 0) {
      look(run, things.at(value), sight);
    }
  }

  void wrote(long address, long size) {
    var thing = things.near(address);
    var written = thing == null ? null : thing.written;
    if (thing != null && written != null && thing.contains(address, size)) {
      int from = (int) (address - thing.start);
      written.set(from, from + (int) size);
    }
  }

  void read(Optional<GhostRun> run, long address, long size) {
    var thing = things.near(address);
    var written = thing == null ? null : thing.written;
    if (thing == null || written == null || !thing.contains(address, size)) {
      return;
    }
    int from = (int) (address - thing.start);
    int missing = written.nextClearBit(from);
    if (missing < from + size && thing.fieldIn(thing.start + missing, 1) == null) {
      throw findings.violation(
          "uninitialised-read",
          run,
          "read of %d bytes at %s, of which byte %d was never written"
              .formatted(size, thing.where(address), missing - from));
    }
  }

  /// A word was changed by a runtime half.
  void changed(Optional<GhostRun> run, long address, long was, long value) {
    var call = run.map(r -> r.calls.peek()).orElse(null);
    var at = things.at(address);
    if (call != null && at != null && things.isCounter(at, address)) {
      // Until the call is over the count runs ahead of the account.
      call.mark(at);
    }
    if (!things.isPointer(address)) {
      return;
    }
    if (run.isPresent() && at != null && guards.looksOnly(run.get(), at)) {
      throw findings.violation(
          "unguarded-access",
          run,
          "the pointer at %s is changed, and the run may do no more than look at it"
              .formatted(at.where(address)));
    }
    var put = value == 0 ? null : things.at(value);
    var taken = things.hold(address, put);
    if (call != null) {
      call.exchanged = true;
      call.taken = taken;
      call.put = put;
      // Nobody has it to their account until the call is over.
      call.mark(taken);
    } else if (at != null && taken != null) {
      at.takenOut(taken);
    }
    long expected = taken == null ? 0 : taken.start;
    var found = was == 0 ? null : things.near(was);
    if (found == null ? expected != 0 : !found.equals(taken) && found.tracked) {
      throw findings.violation(
          "container-content",
          run,
          "the pointer at %s led to %s, and should lead to %s"
              .formatted(at(address), at(was), at(expected)));
    }
  }
}
