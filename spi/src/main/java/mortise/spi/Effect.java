package mortise.spi;

import java.util.List;

/// What a call changes, as data. Effects happen in the order declared, after all requirements hold
/// and before R0 gets its value.
public sealed interface Effect {
  /// A section is entered; `token` (identity and offset) tells it from others of its kind. An empty
  /// token means that there is only one. Sections of one kind and token nest: the last to be left
  /// ends what ends with them.
  record Enter(SectionKind section, List<Subject> token) implements Effect {
    public Enter {
      token = List.copyOf(token);
    }
  }

  /// A section is left, and what ends with it ends.
  record Leave(SectionKind section, List<Subject> token) implements Effect {
    public Leave {
      token = List.copyOf(token);
    }
  }

  /// What is owed for the subject is settled; every copy of the pointer becomes a number.
  record Release(Subject subject) implements Effect {}

  /// What is owed for the subject passes to somebody else; every copy of the pointer stays usable
  /// with the qualifiers given.
  record GiveAway(Subject subject, List<Qualifier> leaving) implements Effect {
    public GiveAway {
      leaving = List.copyOf(leaving);
    }
  }

  /// What is owed grows by `sign` times the subject `count` (or by `sign` where that is empty). At
  /// zero the copies of the pointer get the qualifiers `atZero`, or become numbers where there are
  /// none.
  record Owe(Subject subject, int sign, List<Subject> count, List<Qualifier> atZero)
      implements Effect {
    public Owe {
      count = List.copyOf(count);
      atZero = List.copyOf(atZero);
    }
  }

  /// What is owed is now exactly the constant passed for `count`.
  record OweExactly(Subject subject, Subject count) implements Effect {}

  /// A facet gets a value. On a field: the field that the subject points to.
  record Set(Subject subject, Facet<?> facet, Object value) implements Effect {}

  /// A facet gets a value that names another subject (`Linked(head)`): the function is given the
  /// other's identity and offset.
  record Bind(Subject subject, Facet<?> facet, Subject other, TokenValue value) implements Effect {}

  /// A facet gets a value computed from the one it has, the type that the subject points into and
  /// the subject's offset: one more field constructed. `what` says it in words.
  record Update(Subject subject, Facet<?> facet, String what, Step step) implements Effect {
    /// A pure function of what it is given.
    @FunctionalInterface
    public interface Step {
      Object next(Object value, TypeView type, long offset);
    }
  }

  /// The copies of the pointer get a qualifier.
  record Qualify(Subject subject, Qualifier qualifier) implements Effect {}

  /// No copy of the pointer may be used any more for `capability` (a function name, or `*` for
  /// everything); whoever tries is told `why`, in which `{function}` and `{at}` are this call, and
  /// `{register}` the register that was tried.
  record Poison(Subject subject, String capability, String why) implements Effect {}

  /// From here on the two are known to be different objects.
  record MakeDistinct(Subject left, Subject right) implements Effect {}

  /// Every pointer with the qualifier is transformed.
  record End(Qualifier qualifier, Transform transform) implements Effect {}

  /// Everything known of packet pointers is forgotten, and whatever has a qualifier that says that
  /// it [goes with packets][Qualifier#withPackets].
  ///
  /// @param throughGlobals whether a call of a global subprogram in which it may happen counts as
  ///   one
  record ForgetPackets(boolean throughGlobals) implements Effect {}

  /// The program may end here: nothing may be owed and no section open. In a subprogram, that one
  /// may return here instead, with any number: what is owed is its caller's to settle. `boundary`
  /// is how messages call the place, `tail_call`.
  record MayEnd(String boundary) implements Effect {}

  /// A slot object comes to be (an obligation with it), or goes.
  record CreateSlot(Parameter slot) implements Effect {}

  /// With a handle go the others of the same thing.
  ///
  /// @param everywhere whether also those that lie in other frames than it
  record DestroySlot(Parameter slot, boolean everywhere) implements Effect {}

  /// Another handle of what `original` is one of comes to be.
  record CopySlot(Parameter slot, Parameter original) implements Effect {}

  /// The effects happen only where the condition holds. Where that is not known it does not hold,
  /// so write it such that doing nothing is safe.
  record When(Condition condition, List<Effect> effects) implements Effect {
    public When {
      effects = List.copyOf(effects);
    }
  }

  /// The effects happen to everything tracked that satisfies the condition; both speak of it as
  /// `each` (a [Subject.Tracked]). The condition is asked of the state before the first of them.
  /// Where it is said of what the subject *could* be, it asks with [Condition.Distinct].
  record ForEach(Subject each, Condition condition, List<Effect> effects) implements Effect {
    public ForEach {
      effects = List.copyOf(effects);
    }
  }

  /// The copies of the pointer lose a qualifier.
  record Unqualify(Subject subject, Qualifier qualifier) implements Effect {}

  /// Ends a [Poison] of the same capability.
  record Cure(Subject subject, String capability) implements Effect {}

  /// Tells subscribers of the event: their effects happen here, in the order in which they
  /// subscribed. In an [Outcome]: in that outcome only. Their requirements are checked where the
  /// event is announced; in an outcome, on the path of that outcome.
  record Announce(EventKind event, List<Subject> subjects) implements Effect {
    public Announce {
      subjects = List.copyOf(subjects);
    }
  }

  /// Makes a facet's value out of a subject's identity and offset.
  @FunctionalInterface
  interface TokenValue {
    Object of(long identity, long offset);
  }

  static Effect enter(SectionKind section, Subject... token) {
    return new Enter(section, List.of(token));
  }

  static Effect leave(SectionKind section, Subject... token) {
    return new Leave(section, List.of(token));
  }

  static Effect release(Subject subject) {
    return new Release(subject);
  }

  static Effect giveAway(Subject subject, Qualifier... leaving) {
    return new GiveAway(subject, List.of(leaving));
  }

  static Effect owe(Subject subject, int sign, Subject... count) {
    return new Owe(subject, sign, List.of(count), List.of());
  }

  /// As [#owe], one each; at zero the copies live on with the qualifiers.
  static Effect oweOneLess(Subject subject, Qualifier... atZero) {
    return new Owe(subject, -1, List.of(), List.of(atZero));
  }

  static Effect oweExactly(Subject subject, Subject count) {
    return new OweExactly(subject, count);
  }

  static <T> Effect set(Subject subject, Facet<T> facet, T value) {
    return new Set(subject, facet, value);
  }

  static Effect bind(Subject subject, Facet<?> facet, Subject other, TokenValue value) {
    return new Bind(subject, facet, other, value);
  }

  static Effect qualify(Subject subject, Qualifier qualifier) {
    return new Qualify(subject, qualifier);
  }

  static Effect poison(Subject subject, String capability, String why) {
    return new Poison(subject, capability, why);
  }

  static Effect makeDistinct(Subject left, Subject right) {
    return new MakeDistinct(left, right);
  }

  static Effect end(Qualifier qualifier, Transform transform) {
    return new End(qualifier, transform);
  }

  static Effect forgetPackets() {
    return new ForgetPackets(true);
  }

  static Effect mayEnd(String boundary) {
    return new MayEnd(boundary);
  }

  static Effect createSlot(Parameter slot) {
    return new CreateSlot(slot);
  }

  static Effect copySlot(Parameter slot, Parameter original) {
    return new CopySlot(slot, original);
  }

  static Effect destroySlot(Parameter slot) {
    return new DestroySlot(slot, true);
  }

  /// A step of a facet's value, typed.
  @FunctionalInterface
  interface Next<T> {
    T next(T value, TypeView type, long offset);
  }

  static <T> Effect update(Subject subject, Facet<T> facet, String what, Next<T> step) {
    return new Update(
        subject,
        facet,
        what,
        (value, type, offset) -> step.next(facet.type().cast(value), type, offset));
  }

  static Effect when(Condition condition, Effect... effects) {
    return new When(condition, List.of(effects));
  }

  static Effect forEach(Subject each, Condition condition, Effect... effects) {
    return new ForEach(each, condition, List.of(effects));
  }

  static Effect unqualify(Subject subject, Qualifier qualifier) {
    return new Unqualify(subject, qualifier);
  }

  static Effect cure(Subject subject, String capability) {
    return new Cure(subject, capability);
  }

  static Effect announce(EventKind event, Subject... subjects) {
    return new Announce(event, List.of(subjects));
  }
}
