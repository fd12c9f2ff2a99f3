package mortise.spi;

/// A kind of region that programs enter and leave: a lock held, an RCU read section, an iteration.
///
/// Every section open at a boundary that does not allow it is an error there. Boundaries check
/// sections by ascending `order`; what the program owes is checked at order [#OBLIGATIONS].
///
/// @param name stable and unique in a semantics
/// @param order among the checks at a boundary
/// @param heldAtBoundary broken when a boundary is met inside; `{boundary}` names it
/// @param callInside broken when a function that does not allow itself inside is called inside
/// @param globalCallInside broken by a call of a global subprogram inside
/// @param restrictsCalls whether calls inside are restricted at all
public record SectionKind(
    String name,
    int order,
    Rule heldAtBoundary,
    Rule callInside,
    Rule globalCallInside,
    boolean restrictsCalls) {
  /// Where obligations stand among the sections when a boundary is checked.
  public static final int OBLIGATIONS = 100;

  /// One inside of which calls are not restricted; `heldAtBoundary` is its only rule.
  public static SectionKind permissive(String name, int order, Rule heldAtBoundary) {
    return new SectionKind(name, order, heldAtBoundary, heldAtBoundary, heldAtBoundary, false);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SectionKind kind && kind.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
