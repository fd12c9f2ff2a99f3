package mortise.spi;

import java.util.List;

/// What loads, stores and exchanges of a special field mean, where they mean something.
///
/// @param loads what a load of the whole field gives: the first case whose condition holds
/// @param store the rule that a store breaks
/// @param misuse the rules broken by an access at a variable offset, a misaligned one, one of
///   another size, and one in another mode than a plain load or store, in this order
public record Access(List<Case> loads, Rule store, List<Rule> misuse) {
  /// One way a load may go.
  public record Case(Condition when, Result gives) {}

  public Access {
    loads = List.copyOf(loads);
    misuse = List.copyOf(misuse);
  }
}
