package mortise.spi;

import java.util.List;

/// How deep types of the program's own may own each other; in a circle they never may. A type owns
/// what its containers hold.
///
/// @param levels the most types that may lie below one
/// @param rule broken by a longer chain
/// @param pointers kinds of fields whose types own what such a field points to, as well
/// @param everyStruct whether every struct is held to it; if not, those that can be contained, and
///   with `pointers` those that are no value of a map
/// @param leaves whether a type without special fields is a level at the end of a chain
public record OwnershipLimit(
    int levels, Rule rule, List<FieldKind> pointers, boolean everyStruct, boolean leaves) {
  public OwnershipLimit {
    pointers = List.copyOf(pointers);
  }

  /// Of containers only.
  public static OwnershipLimit of(int levels, Rule rule) {
    return new OwnershipLimit(levels, rule, List.of(), false, true);
  }

  public OwnershipLimit byPointers(FieldKind... kinds) {
    return new OwnershipLimit(levels, rule, List.of(kinds), everyStruct, leaves);
  }

  public OwnershipLimit ofEveryStruct() {
    return new OwnershipLimit(levels, rule, pointers, true, leaves);
  }

  public OwnershipLimit withoutLeaves() {
    return new OwnershipLimit(levels, rule, pointers, everyStruct, false);
  }

  /// Whether a type owns what fields of that kind point to.
  public boolean isOwning(FieldKind kind) {
    return pointers.stream().anyMatch(kind::is);
  }
}
