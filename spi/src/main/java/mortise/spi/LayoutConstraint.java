package mortise.spi;

import java.util.List;

/// Which special fields a type may have together.
///
/// @param present the constraint applies to a type that has a field of each of these kinds
/// @param needsOneOf such a type must have a field of one of these too; empty: there must be no
///   such type
public record LayoutConstraint(Rule rule, List<FieldKind> present, List<FieldKind> needsOneOf) {
  public LayoutConstraint {
    present = List.copyOf(present);
    needsOneOf = List.copyOf(needsOneOf);
  }
}
