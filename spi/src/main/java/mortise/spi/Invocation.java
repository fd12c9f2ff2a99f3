package mortise.spi;

import java.util.List;
import java.util.Optional;

/// How a function calls back into the program.
///
/// @param repetition how often
/// @param arguments what R1, R2, … hold on entry; the rest may not be read
/// @param lowest the least value the callback may return
/// @param highest the greatest
/// @param inside the section open while the callback runs, beside those open at the call
/// @param stops the return value that ends the repetition, if one does
/// @param token what the section is entered with, if it has a token
/// @param atMost a number that limits how often it runs
/// @param mayCallSleeping whether a callback of its own (`LATER`) may sleep
/// @param entering what happens at the start of each run, once the arguments are there; effects may
///   speak of them ([#argument])
public record Invocation(
    Repetition repetition,
    List<Argument> arguments,
    long lowest,
    long highest,
    Optional<SectionKind> inside,
    Optional<Long> stops,
    Optional<Subject> token,
    Optional<Subject> atMost,
    boolean mayCallSleeping,
    List<Effect> entering) {
  /// How often a callback runs.
  public enum Repetition {
    /// Exactly once, before the call returns.
    ONCE,
    /// Any number of times, none included, before the call returns; verified to a fixpoint.
    ANY,
    /// Some time after the call, on its own: verified as an entry of its own.
    LATER
  }

  /// What the callback gets.
  public sealed interface Argument {}

  /// A number that nobody knows.
  public record Unknown() implements Argument {}

  /// The argument passed for a parameter, as it was.
  public record Passed(Parameter parameter) implements Argument {}

  /// An element of a container, pointing at its node or (`atStart`) its start.
  public record Element(Subject container, boolean atStart, List<Qualifier> qualifiers)
      implements Argument {
    public Element {
      qualifiers = List.copyOf(qualifiers);
    }
  }

  /// As [Element], and the callback owes for it: one, to be settled before it returns.
  public record Removed(Subject container, boolean atStart) implements Argument {}

  /// A pointer to an object of a host type, not null.
  public record Host(String type, List<Qualifier> qualifiers) implements Argument {
    public Host {
      qualifiers = List.copyOf(qualifiers);
    }
  }

  /// What the callback gets as its argument `index` (0 is R1), as a subject of [#entering].
  public record Received(int index) implements Subject {
    @Override
    public String name() {
      return "argument " + index;
    }
  }

  public static Subject argument(int index) {
    return new Received(index);
  }

  /// A typed object that lies elsewhere than on the stack.
  ///
  /// @param ends whether it ends when the callback returns, with all other handles of the same
  ///   thing and what was got through them
  public record Slot(SlotKind kind, boolean ends) implements Argument {}

  /// The object passed for a parameter, its obligation with it.
  public record Handed(Subject object) implements Argument {}

  /// A map, one of its keys (read only), one of its values: of the map passed, or of the one into
  /// whose value the argument points.
  public record Map(Parameter map) implements Argument {}

  public record Key(Parameter map) implements Argument {}

  public record Value(Parameter map) implements Argument {}

  public Invocation {
    arguments = List.copyOf(arguments);
    entering = List.copyOf(entering);
  }

  /// Without token, limit, sleep and entering effects.
  public Invocation(
      Repetition repetition,
      List<Argument> arguments,
      long lowest,
      long highest,
      Optional<SectionKind> inside,
      Optional<Long> stops) {
    this(
        repetition,
        arguments,
        lowest,
        highest,
        inside,
        stops,
        Optional.empty(),
        Optional.empty(),
        false,
        List.of());
  }

  public static Invocation of(Repetition repetition, Argument... arguments) {
    return new Invocation(repetition, List.of(arguments), 0, 1, Optional.empty(), Optional.empty());
  }

  public Invocation returning(long from, long to) {
    return new Invocation(
        repetition, arguments, from, to, inside, stops, token, atMost, mayCallSleeping, entering);
  }

  public Invocation within(SectionKind section) {
    return new Invocation(
        repetition,
        arguments,
        lowest,
        highest,
        Optional.of(section),
        stops,
        token,
        atMost,
        mayCallSleeping,
        entering);
  }

  /// A section entered before each run and left after it.
  public Invocation within(SectionKind section, Subject named) {
    return new Invocation(
        repetition,
        arguments,
        lowest,
        highest,
        Optional.of(section),
        stops,
        Optional.of(named),
        atMost,
        mayCallSleeping,
        entering);
  }

  public Invocation stoppingOn(long value) {
    return new Invocation(
        repetition,
        arguments,
        lowest,
        highest,
        inside,
        Optional.of(value),
        token,
        atMost,
        mayCallSleeping,
        entering);
  }

  /// It runs at most as often as the number says.
  public Invocation atMost(Subject count) {
    return new Invocation(
        repetition,
        arguments,
        lowest,
        highest,
        inside,
        stops,
        token,
        Optional.of(count),
        mayCallSleeping,
        entering);
  }

  public Invocation sleepable() {
    return new Invocation(
        repetition, arguments, lowest, highest, inside, stops, token, atMost, true, entering);
  }

  public Invocation entering(Effect... effects) {
    return new Invocation(
        repetition,
        arguments,
        lowest,
        highest,
        inside,
        stops,
        token,
        atMost,
        mayCallSleeping,
        List.of(effects));
  }
}
