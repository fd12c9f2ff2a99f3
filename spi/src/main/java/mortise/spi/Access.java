package mortise.spi;

import java.util.List;
import java.util.Optional;

/// What loads, stores and exchanges of a special field mean, where they mean something.
///
/// @param loads what a load of the whole field gives: the first case whose condition holds
/// @param store the rule that a store breaks
/// @param misuse the rules broken by an access at a variable offset, a misaligned one, one of
///   another size, and one in another mode than a plain load or store, in this order
/// @param stores what must hold of a store that is allowed after all; empty: none is. Conditions
///   speak of [#FIELD], [#VALUE] and [#IMMEDIATE]
/// @param indirect the rule that a function breaks that is to read or write the field as memory;
///   empty: its access is as the program's own
public record Access(
    List<Case> loads,
    Rule store,
    List<Rule> misuse,
    List<Requirement> stores,
    Optional<Rule> indirect) {
  /// The field that is loaded or stored, or walked through.
  public static final Subject FIELD = new Part("field");

  /// The value that is stored.
  public static final Subject VALUE = new Part("value");

  /// The value that is stored, where the instruction itself contains it; 0 where it does not.
  public static final Subject IMMEDIATE = new Part("immediate");

  /// What takes part in an access.
  public record Part(String name) implements Subject {}

  /// A condition, and the rule that is broken where it does not hold. Its message knows `{value}`,
  /// the register whose value is stored.
  public record Requirement(Rule rule, Condition condition) {}

  /// One way a load may go.
  public record Case(Condition when, Result gives) {}

  public Access {
    loads = List.copyOf(loads);
    misuse = List.copyOf(misuse);
    stores = List.copyOf(stores);
  }

  /// Of what is loaded, and never stored.
  public static Access loads(Case... cases) {
    return new Access(List.of(cases), StandardRules.ARGUMENT_TYPE, List.of());
  }

  /// Without any stores.
  public Access(List<Case> loads, Rule store, List<Rule> misuse) {
    this(loads, store, misuse, List.of(), Optional.empty());
  }

  /// The same, which functions must not access for `rule`.
  public Access directly(Rule rule) {
    return new Access(loads, store, misuse, stores, Optional.of(rule));
  }

  /// The same, with stores that are let through where all that is required holds.
  public Access storing(Requirement... requirements) {
    return new Access(loads, store, misuse, List.of(requirements), indirect);
  }
}
