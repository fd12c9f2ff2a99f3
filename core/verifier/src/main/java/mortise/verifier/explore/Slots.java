package mortise.verifier.explore;

import java.util.Optional;
import mortise.spi.Parameter;
import mortise.spi.SlotKind;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Frame;
import mortise.verifier.state.Obligation;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Slot;
import mortise.verifier.state.Trace;

/// Typed objects in stack slots.
///
/// Source: linux `process_iter_arg`, `mark_stack_slots_iter` (6.18).
record Slots(Verification verification) {
  /// Checks the argument; `path` is told that the slots are read.
  void check(Path path, Parameter parameter, Parameter.Slot kind, CallSite site) {
    var slot = kind.slot();
    var pointer =
        site.pointer(parameter)
            .filter(p -> p.region() instanceof Region.Stack)
            .orElseThrow(() -> broken(slot.notOnStack(), parameter, site, slot));
    var notAsWanted = kind.initialised() ? slot.notInitialised() : slot.notUninitialised();
    if (!pointer.isConstantOffset()) {
      throw broken(notAsWanted, parameter, site, slot);
    }
    long offset = pointer.constantOffset();
    if (offset % 8 != 0 || offset + slot.size() > 0 || offset < -Frame.STACK_BYTES) {
      throw broken(notAsWanted, parameter, site, slot);
    }
    var frame = site.state().frame(((Region.Stack) pointer.region()).frame());
    for (int i = 0; i < slot.size() / 8; i++) {
      path.readSlot(frame.depth(), StackAccess.slotOf((int) offset + 8 * i));
    }
    if (kind.initialised() && identity(site, parameter, slot).isEmpty()) {
      throw broken(slot.notInitialised(), parameter, site, slot);
    }
    if (!kind.initialised() && touchesObject(frame, (int) offset, slot.size())) {
      throw broken(slot.notUninitialised(), parameter, site, slot);
    }
  }

  private static boolean touchesObject(Frame frame, int offset, int size) {
    for (int i = 0; i < size / 8; i++) {
      if (frame.slot(StackAccess.slotOf(offset + 8 * i)) instanceof Slot.Part) {
        return true;
      }
    }
    return false;
  }

  private static Rejection broken(
      mortise.spi.Rule rule, Parameter parameter, CallSite site, SlotKind slot) {
    return Rejection.of(
        rule,
        "arg",
        site.plan().argumentName(parameter.index()),
        "register",
        Names.register(parameter.index() + 1),
        "index",
        parameter.index(),
        "slot",
        slot.name(),
        "function",
        site.plan().name());
  }

  /// The identity of the object that the argument points to, if a whole one is there.
  private static Optional<Integer> identity(CallSite site, Parameter parameter, SlotKind slot) {
    var pointer = site.pointer(parameter);
    if (pointer.isEmpty() || !(pointer.get().region() instanceof Region.Stack stack)) {
      return Optional.empty();
    }
    int offset = (int) pointer.get().constantOffset();
    var frame = site.state().frame(stack.frame());
    if (!(frame.slot(StackAccess.slotOf(offset)) instanceof Slot.Part first)
        || !first.kind().equals(slot)
        || first.part() != 0) {
      return Optional.empty();
    }
    for (int i = 1; i < slot.size() / 8; i++) {
      if (!(frame.slot(StackAccess.slotOf(offset + 8 * i)) instanceof Slot.Part part)
          || part.identity() != first.identity()
          || part.part() != i) {
        return Optional.empty();
      }
    }
    return Optional.of(first.identity());
  }

  void create(Parameter parameter, CallSite site) {
    var slot = parameter.slot().orElseThrow();
    if (place(site, parameter, slot).isEmpty()) {
      // Nothing is owed for what nobody could ever end.
      return;
    }
    int identity = verification.nextId();
    if (slot.owed()) {
      site.state().owe(new Obligation(identity, identity, 1, site.at(), site.plan().name()));
    }
    site.state().record(new Trace.Acquired(site.at(), identity, site.plan().name()));
    fill(site, parameter, slot, i -> new Slot.Part(slot, identity, i));
  }

  void destroy(Parameter parameter, CallSite site) {
    var slot = parameter.slot().orElseThrow();
    identity(site, parameter, slot)
        .ifPresent(
            identity -> {
              var owed = site.state().obligation(identity);
              site.state().settle(identity);
              site.state()
                  .record(
                      new Trace.Settled(site.at(), identity, "released by " + site.plan().name()));
              if (owed != null) {
                EffectRunner.forget(site.state(), owed, site.at());
              }
              fill(site, parameter, slot, i -> Slot.EMPTY);
            });
  }

  private static void fill(
      CallSite site,
      Parameter parameter,
      SlotKind slot,
      java.util.function.IntFunction<Slot> content) {
    place(site, parameter, slot)
        .ifPresent(
            pointer -> {
              var frame = site.state().frame(((Region.Stack) pointer.region()).frame());
              for (int i = 0; i < slot.size() / 8; i++) {
                frame.setSlot(
                    StackAccess.slotOf((int) pointer.constantOffset() + 8 * i), content.apply(i));
              }
            });
  }

  /// The argument, if it points to slots for such an object.
  private static Optional<Pointer> place(CallSite site, Parameter parameter, SlotKind slot) {
    return site.value(parameter) instanceof Pointer pointer
            && pointer.region() instanceof Region.Stack
            && pointer.isConstantOffset()
            && pointer.constantOffset() >= -Frame.STACK_BYTES
            && pointer.constantOffset() + slot.size() <= 0
        ? Optional.of(pointer)
        : Optional.empty();
  }
}
