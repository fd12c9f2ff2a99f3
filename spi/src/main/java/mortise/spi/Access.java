package mortise.spi;

import java.util.List;

/// What loads, stores and exchanges of a special field mean, where they mean something.
///
/// @param loads what a load of the whole field gives: the first case whose condition holds
/// @param store the rule that a store breaks
/// @param misuse the rules broken by an access at a variable offset, a misaligned one, one of
///   another size, and one in another mode than a plain load or store, in this order
/// @param stores what must hold of a store that is allowed after all; empty: none is. Conditions
///   speak of [#FIELD] and [#VALUE]
public record Access(List<Case> loads, Rule store, List<Rule> misuse, List<Requirement> stores) {
  /// The field that is loaded or stored, or walked through.
  public static final Subject FIELD = new Part("field");

  /// The value that is stored.
  public static final Subject VALUE = new Part("value");

  /// What takes part in an access.
  public record Part(String name) implements Subject {}

  /// A condition, and the rule that is broken where it does not hold.
  public record Requirement(Rule rule, Condition condition) {}

  /// One way a load may go.
  public record Case(Condition when, Result gives) {}

  public Access {
    loads = List.copyOf(loads);
    misuse = List.copyOf(misuse);
    stores = List.copyOf(stores);
  }

  /// Without any stores.
  public Access(List<Case> loads, Rule store, List<Rule> misuse) {
    this(loads, store, misuse, List.of());
  }
}
