package mortise.verifier.explore;

import java.util.HashSet;
import java.util.Optional;
import java.util.function.IntFunction;
import mortise.spi.Parameter;
import mortise.spi.Rule;
import mortise.spi.SlotKind;
import mortise.spi.StandardRules;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Frame;
import mortise.verifier.state.Obligation;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Slot;
import mortise.verifier.state.State;
import mortise.verifier.state.Trace;
import mortise.verifier.state.Value;

/// Typed objects in stack slots.
///
/// Source: linux `process_iter_arg`, `process_dynptr_func`, `mark_stack_slots_iter`,
/// `mark_stack_slots_dynptr` (6.18).
record Slots(Verification verification) {
  /// Checks the argument; `path` is told that the slots are read.
  void check(Path path, Parameter parameter, Parameter.Slot kind, CallSite site) {
    var slot = kind.slot();
    if (isElsewhere(site.value(parameter), slot)) {
      checkElsewhere(parameter, kind, site);
      return;
    }
    var pointer =
        site.pointer(parameter)
            .filter(p -> p.region() instanceof Region.Stack && !p.nullable())
            .orElseThrow(() -> notOnStack(parameter, site, slot));
    var notAsWanted = kind.initialised() ? slot.notInitialised() : slot.notUninitialised();
    if (kind.release() && slot.handle().isPresent()) {
      notAsWanted = slot.handle().get().notOwed();
    }
    if (!pointer.isConstantOffset()) {
      var where = "%s has to be at a constant offset\n".formatted(slot.called());
      throw broken(notAsWanted, parameter, site, slot, where);
    }
    long offset = pointer.constantOffset();
    var frame = site.state().frame(((Region.Stack) pointer.region()).frame());
    // The kernel takes the end of the stack for the first place, unless something is there.
    boolean end = offset == 0 && slot.size() == 8 && !(frame.slot(0) instanceof Slot.Part);
    if (!kind.initialised() && offset % 8 == 0 && (end || offset < -Frame.STACK_BYTES)) {
      StackAccess.checkBounds(
          new Access(site.at(), parameter.index() + 1, 0, 8, Access.Kind.WRITE), pointer, 8);
    }
    if (offset % 8 != 0 || offset + slot.size() > 0 || offset < -Frame.STACK_BYTES) {
      var where = "cannot pass in %s at an offset=%d\n".formatted(slot.called(), offset);
      throw broken(notAsWanted, parameter, site, slot, where);
    }
    for (int i = 0; i < slot.size() / 8; i++) {
      path.readSlot(frame.depth(), StackAccess.slotOf((int) offset + 8 * i));
    }
    if (kind.release() && !isOwed(site, parameter, slot)) {
      throw broken(notAsWanted, parameter, site, slot);
    }
    if (kind.initialised() && object(site, parameter, slot).isEmpty()) {
      throw broken(slot.notInitialised(), parameter, site, slot);
    }
    if (!kind.initialised()) {
      checkFree(parameter, site, slot, frame, (int) offset);
    }
  }

  /// Checks what is passed to a global subprogram, whose parameter `index` it is.
  void checkPassed(Path path, String function, int index, SlotKind kind) {
    var slot = new Parameter.Slot(kind, true);
    var parameter = new Parameter("argument", index, slot);
    var site = new CallSite(verification, path, FunctionPlan.named(function));
    if (isElsewhere(site.value(parameter), kind)) {
      Argument.of(site, parameter).checkOffset();
    }
    check(path, parameter, slot, site);
  }

  private static boolean isElsewhere(Value value, SlotKind kind) {
    return value instanceof Pointer pointer
        && pointer.region() instanceof Region.Elsewhere there
        && there.kind().is(kind.general());
  }

  /// One that lies elsewhere is there, and stays.
  private void checkElsewhere(Parameter parameter, Parameter.Slot kind, CallSite site) {
    var slot = kind.slot();
    var handle = slot.handle();
    if (kind.release() && handle.isPresent()) {
      throw broken(handle.get().elsewhere(), parameter, site, slot);
    }
    if (!kind.initialised() || kind.release()) {
      throw broken(slot.notUninitialised(), parameter, site, slot);
    }
  }

  private static Rejection notOnStack(Parameter parameter, CallSite site, SlotKind slot) {
    if (!site.plan().isHelper() || slot.handle().isEmpty()) {
      return broken(slot.notOnStack(), parameter, site, slot);
    }
    return broken(StandardRules.ARGUMENT_TYPE, parameter, site, slot)
        .with("type", Names.type(site.value(parameter)))
        .with("expected", "fp, " + Names.elsewhere(slot));
  }

  /// A new one may take the place of handles that nothing is owed for.
  private void checkFree(
      Parameter parameter, CallSite site, SlotKind slot, Frame frame, int offset) {
    for (int i = 0; i < slot.size() / 8; i++) {
      if (!(frame.slot(StackAccess.slotOf(offset + 8 * i)) instanceof Slot.Part part)) {
        continue;
      }
      if (slot.handle().isEmpty() && part.kind().handle().isEmpty()) {
        throw broken(slot.notUninitialised(), parameter, site, slot);
      }
      StackAccess.checkReplaceable(verification, site.state(), part);
    }
  }

  private static Rejection broken(Rule rule, Parameter parameter, CallSite site, SlotKind slot) {
    return broken(rule, parameter, site, slot, "");
  }

  /// @param where what is wrong with the place, a line of its own; empty if nothing is
  private static Rejection broken(
      Rule rule, Parameter parameter, CallSite site, SlotKind slot, String where) {
    return Rejection.of(
        rule,
        "arg",
        site.plan().argumentName(parameter.index()),
        "register",
        Names.register(parameter.index() + 1),
        "index",
        parameter.index(),
        "number",
        parameter.index() + 1,
        "slot",
        slot.name(),
        "where",
        where,
        "function",
        site.plan().name());
  }

  private static boolean isOwed(CallSite site, Parameter parameter, SlotKind slot) {
    return object(site, parameter, slot)
        .filter(part -> site.state().obligation(part.obligation()) != null)
        .isPresent();
  }

  /// The first part of the object that the argument points to, if a whole one is there.
  private static Optional<Slot.Part> object(CallSite site, Parameter parameter, SlotKind slot) {
    var pointer = site.pointer(parameter);
    if (pointer.isEmpty() || !(pointer.get().region() instanceof Region.Stack stack)) {
      return Optional.empty();
    }
    int offset = (int) pointer.get().constantOffset();
    var frame = site.state().frame(stack.frame());
    if (!(frame.slot(StackAccess.slotOf(offset)) instanceof Slot.Part first)
        || !first.kind().is(slot)
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
    return Optional.of(first);
  }

  void create(Parameter parameter, CallSite site) {
    var slot = parameter.slot().orElseThrow();
    if (place(site, parameter, slot).isEmpty()) {
      // Nothing is owed for what nobody could ever end.
      return;
    }
    int identity = verification.nextId();
    // A handle is something else than what is owed for what it leads to.
    int obligation = slot.handle().isPresent() && slot.owed() ? verification.nextId() : identity;
    if (slot.owed()) {
      site.state().owe(new Obligation(obligation, obligation, 1, site.at(), site.plan().name()));
    }
    site.state().record(new Trace.Acquired(site.at(), obligation, site.plan().name()));
    fill(
        site, parameter, slot, i -> new Slot.Part(slot, identity, slot.owed() ? obligation : 0, i));
  }

  /// Makes another handle of what one is a handle of.
  void copy(Parameter parameter, Parameter original, CallSite site) {
    var slot = parameter.slot().orElseThrow();
    var there = site.slot(original);
    var kind =
        there
            .map(Slot.Part::kind)
            .or(
                () ->
                    site.pointer(original)
                        .filter(p -> p.region() instanceof Region.Elsewhere)
                        .map(p -> ((Region.Elsewhere) p.region()).kind()));
    if (place(site, parameter, slot).isEmpty() || kind.isEmpty()) {
      return;
    }
    // Handles of what is lent share it, although nothing is owed.
    int thing =
        there
            .map(Slot.Part::obligation)
            .orElseGet(() -> site.pointer(original).map(Pointer::id).orElse(0));
    int identity = verification.nextId();
    fill(site, parameter, slot, i -> new Slot.Part(kind.get(), identity, thing, i));
  }

  void destroy(Parameter parameter, boolean everywhere, CallSite site) {
    var slot = parameter.slot().orElseThrow();
    object(site, parameter, slot)
        .ifPresent(
            object -> {
              var owed = site.state().obligation(object.obligation());
              site.state().settle(object.obligation());
              site.state()
                  .record(
                      new Trace.Settled(
                          site.at(), object.obligation(), "released by " + site.plan().name()));
              if (owed != null) {
                ObligationEffects.forget(site.state(), owed, site.at());
              }
              if (slot.handle().isPresent() && object.obligation() != 0) {
                endAll(
                    site.state(),
                    object.obligation(),
                    everywhere ? -1 : frameOf(parameter, site),
                    site.at());
              } else {
                fill(site, parameter, slot, i -> Slot.EMPTY);
              }
            });
  }

  private static int frameOf(Parameter parameter, CallSite site) {
    return site.pointer(parameter)
        .filter(p -> p.region() instanceof Region.Stack)
        .map(p -> ((Region.Stack) p.region()).frame())
        .orElse(-1);
  }

  /// What was lent ends, with other handles of it, in whichever frame.
  static void endLent(State state, int thing, int at) {
    endAll(state, thing, -1, at);
    StackAccess.forgetChildren(state, thing, at);
  }

  /// All handles of one thing end with it, and what was got through them.
  ///
  /// @param only the frame that they must lie in, -1 for all
  private static void endAll(State state, int thing, int only, int at) {
    var ended = new HashSet<Integer>();
    for (int f = 0; f < state.depth(); f++) {
      var frame = state.frame(f);
      for (int s = 0; (only < 0 || only == f) && s < frame.slotCount(); s++) {
        if (frame.slot(s) instanceof Slot.Part part && part.obligation() == thing) {
          ended.add(part.identity());
          frame.setSlot(s, Slot.EMPTY);
        }
      }
    }
    ended.forEach(identity -> StackAccess.forgetChildren(state, identity, at));
  }

  private void fill(CallSite site, Parameter parameter, SlotKind slot, IntFunction<Slot> content) {
    place(site, parameter, slot)
        .ifPresent(
            pointer -> {
              var frame = site.state().frame(((Region.Stack) pointer.region()).frame());
              for (int i = 0; i < slot.size() / 8; i++) {
                int index = StackAccess.slotOf((int) pointer.constantOffset() + 8 * i);
                boolean handle =
                    frame.slot(index) instanceof Slot.Part part && part.kind().handle().isPresent();
                if (slot.handle().isPresent() || handle) {
                  StackAccess.dropObject(verification, site.state(), frame, index, site.at());
                }
              }
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
