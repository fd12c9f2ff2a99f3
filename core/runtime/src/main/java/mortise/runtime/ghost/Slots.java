package mortise.runtime.ghost;

import static mortise.runtime.ghost.Findings.at;

import java.util.Optional;
import mortise.runtime.Violation;

/// Typed objects in stack slots: where they may be made, and that only what is there is used.
/// Guarded by the heap's lock.
final class Slots {
  private static final int WORD = 8;

  private final Findings findings;
  private final Things things;

  Slots(Findings findings, Things things) {
    this.findings = findings;
    this.things = things;
  }

  private Violation no(GhostRun run, String problem) {
    return findings.violation("slot-object", Optional.of(run), problem);
  }

  /// A call is about to make one.
  void making(GhostRun run, PendingCall call, Deed.Makes deed) {
    long address = call.value(deed.slot(), 0);
    var stack = things.near(address);
    if (stack == null
        || !stack.stack
        || !stack.contains(address, deed.size())
        || (address - stack.start) % WORD != 0) {
      throw no(
          run,
          "%s makes an %s at %s, which is no place of the stack for it"
              .formatted(call.function, deed.kind(), at(address)));
    }
    for (var other : run.slots.entrySet()) {
      long start = other.getKey();
      if (!mayBeReplaced(deed, other.getValue())
          && overlaps(address, deed, start, other.getValue())) {
        throw no(
            run,
            "%s makes an %s at %s, where the %s made by %s still is"
                .formatted(
                    call.function,
                    deed.kind(),
                    stack.where(address),
                    other.getValue().kind(),
                    other.getValue().made()));
      }
    }
  }

  /// A handle that need not be kept may go wherever another thing is made.
  private static boolean mayBeReplaced(Deed.Makes deed, GhostRun.Slot other) {
    return !other.kept() && (deed.replaces() || other.handle());
  }

  private static boolean overlaps(long address, Deed.Makes deed, long start, GhostRun.Slot other) {
    return address < start + other.size() && start < address + deed.size();
  }

  void made(GhostRun run, PendingCall call, Deed.Makes deed) {
    long address = call.value(deed.slot(), 0);
    var original =
        deed.original() == Deed.NONE ? null : run.slots.get(call.value(deed.original(), 0));
    run.slots.entrySet().removeIf(one -> overlaps(address, deed, one.getKey(), one.getValue()));
    boolean kept = original == null ? deed.kept() : original.kept();
    long thing = original == null ? ++run.slotThings : original.thing();
    run.slots.put(
        address,
        new GhostRun.Slot(deed.kind(), deed.size(), run.spot(), kept, deed.replaces(), thing));
  }

  /// A call is about to use one, or to end it. Others than those of the run are somebody else's.
  void using(GhostRun run, PendingCall call, int slot, String kind) {
    long address = call.value(slot, 0);
    var thing = things.near(address);
    var there = run.slots.get(address);
    if ((thing == null || thing.stack) && (there == null || !there.kind().equals(kind))) {
      throw no(
          run,
          "%s is given %s, where no %s is"
              .formatted(call.function, thing == null ? at(address) : thing.where(address), kind));
    }
  }

  void ended(GhostRun run, PendingCall call, Deed.Unmakes deed) {
    var ended = run.slots.remove(call.value(deed.slot(), 0));
    if (ended != null) {
      run.slots.values().removeIf(one -> one.thing() == ended.thing());
    }
  }
}
