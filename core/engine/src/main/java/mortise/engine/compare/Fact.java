package mortise.engine.compare;

/// One thing that a declaration says.
///
/// @param aspect what it is about: `requires`, `does`, `returns`, `outcome`, `takes`, …
/// @param rule the id of the rule that is broken where it does not hold, or empty
/// @param text what it says: for a requirement the rule's message, for all else the declaration
/// @param condition for a requirement, what must hold; otherwise empty
public record Fact(String aspect, String rule, String text, String condition) {
  static Fact of(String aspect, String text) {
    return new Fact(aspect, "", text, "");
  }
}
