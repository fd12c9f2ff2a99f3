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
public record Invocation(
    Repetition repetition,
    List<Argument> arguments,
    long lowest,
    long highest,
    Optional<SectionKind> inside,
    Optional<Long> stops) {
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

  /// The object passed for a parameter, its obligation with it.
  public record Handed(Subject object) implements Argument {}

  /// A map, one of its keys (read only), one of its values.
  public record Map(Parameter map) implements Argument {}

  public record Key(Parameter map) implements Argument {}

  public record Value(Parameter map) implements Argument {}

  public Invocation {
    arguments = List.copyOf(arguments);
  }

  public static Invocation of(Repetition repetition, Argument... arguments) {
    return new Invocation(repetition, List.of(arguments), 0, 1, Optional.empty(), Optional.empty());
  }

  public Invocation returning(long from, long to) {
    return new Invocation(repetition, arguments, from, to, inside, stops);
  }

  public Invocation within(SectionKind section) {
    return new Invocation(repetition, arguments, lowest, highest, Optional.of(section), stops);
  }

  public Invocation stoppingOn(long value) {
    return new Invocation(repetition, arguments, lowest, highest, inside, Optional.of(value));
  }
}
