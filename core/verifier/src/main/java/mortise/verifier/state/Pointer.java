package mortise.verifier.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mortise.spi.Qualifier;
import mortise.verifier.domain.ScalarRange;
import org.jspecify.annotations.Nullable;

/// A pointer.
///
/// @param region what it points into
/// @param offset the constant part of its offset, in bytes
/// @param variable the variable part; the constant 0 where there is none
/// @param nullable whether it may be null
/// @param id which thing it points to: pointers with equal ids point to the same thing (0 where
///   that is clear from the region, as for globals)
/// @param obligation the id of what the program owes for it, 0 if this pointer owes nothing
/// @param parent the id of what must live for it to live, 0 if nothing
/// @param bound for packets, how many bytes from the start of the thing are known to be there
/// @param qualifiers what plugins say of it, in order of their prefixes
/// @param poison why it may not be used, empty if it may
/// @param origin the instruction that made it
public record Pointer(
    Region region,
    int offset,
    ScalarRange variable,
    boolean nullable,
    int id,
    int obligation,
    int parent,
    int bound,
    List<Qualifier> qualifiers,
    Poison poison,
    int origin)
    implements Value {
  /// What a pointer may not be used for, and why: capabilities, or `*` for everything.
  public record Poison(Map<String, String> reasons) {
    public static final Poison NONE = new Poison(Map.of());

    public Poison {
      reasons = Map.copyOf(reasons);
    }

    public boolean isNone() {
      return reasons.isEmpty();
    }

    public Poison with(String capability, String why) {
      var more = new HashMap<>(reasons);
      more.put(capability, why);
      return new Poison(more);
    }

    public Poison without(String capability) {
      if (!reasons.containsKey(capability)) {
        return this;
      }
      var fewer = new HashMap<>(reasons);
      fewer.remove(capability);
      return new Poison(fewer);
    }

    /// Whether the same is poisoned, for whatever reasons.
    public boolean isLike(Poison other) {
      return reasons.keySet().equals(other.reasons.keySet());
    }
  }

  private static final Comparator<Qualifier> BY_PREFIX =
      Comparator.comparing(Qualifier::prefix).thenComparing(Qualifier::name);

  /// A pointer to the start of something, usable at once.
  public static Pointer to(Region region, int id, int origin) {
    return new Pointer(
        region, 0, ScalarRange.ZERO, false, id, 0, 0, 0, List.of(), Poison.NONE, origin);
  }

  public boolean isIn(Class<? extends Region> kind) {
    return kind.isInstance(region);
  }

  public boolean has(Qualifier qualifier) {
    return qualifiers.contains(qualifier);
  }

  public boolean isConstantOffset() {
    return variable.isConstant();
  }

  /// The whole offset where it is constant.
  public long constantOffset() {
    return offset + variable.constantValue();
  }

  public Pointer at(int newOffset) {
    return newOffset == offset
        ? this
        : new Pointer(
            region,
            newOffset,
            variable,
            nullable,
            id,
            obligation,
            parent,
            bound,
            qualifiers,
            poison,
            origin);
  }

  public Pointer moved(int newOffset, ScalarRange newVariable, int newId, int newBound, int where) {
    return new Pointer(
        region,
        newOffset,
        newVariable,
        nullable,
        newId,
        obligation,
        parent,
        newBound,
        qualifiers,
        poison,
        where);
  }

  /// The same thing, at a constant offset.
  public Pointer pointing(int newOffset) {
    return new Pointer(
        region,
        newOffset,
        ScalarRange.ZERO,
        nullable,
        id,
        obligation,
        parent,
        bound,
        qualifiers,
        poison,
        origin);
  }

  public Pointer orNull() {
    return withNullable(true);
  }

  public Pointer withNullable(boolean value) {
    return new Pointer(
        region, offset, variable, value, id, obligation, parent, bound, qualifiers, poison, origin);
  }

  public Pointer owing(int value) {
    return new Pointer(
        region, offset, variable, nullable, id, value, parent, bound, qualifiers, poison, origin);
  }

  public Pointer childOf(int value) {
    return new Pointer(
        region,
        offset,
        variable,
        nullable,
        id,
        obligation,
        value,
        bound,
        qualifiers,
        poison,
        origin);
  }

  public Pointer bounded(int value) {
    return new Pointer(
        region,
        offset,
        variable,
        nullable,
        id,
        obligation,
        parent,
        value,
        qualifiers,
        poison,
        origin);
  }

  public Pointer in(Region value) {
    return new Pointer(
        value,
        offset,
        variable,
        nullable,
        id,
        obligation,
        parent,
        bound,
        qualifiers,
        poison,
        origin);
  }

  public Pointer qualified(List<Qualifier> values) {
    return new Pointer(
        region,
        offset,
        variable,
        nullable,
        id,
        obligation,
        parent,
        bound,
        values.size() < 2
            ? List.copyOf(values)
            : values.stream().distinct().sorted(BY_PREFIX).toList(),
        poison,
        origin);
  }

  public Pointer alsoQualified(List<Qualifier> more) {
    var all = new ArrayList<>(qualifiers);
    for (var one : more) {
      if (!all.contains(one)) {
        all.add(one);
      }
    }
    return all.size() == qualifiers.size() ? this : qualified(all);
  }

  public Pointer poisoned(Poison value) {
    return new Pointer(
        region,
        offset,
        variable,
        nullable,
        id,
        obligation,
        parent,
        bound,
        qualifiers,
        value,
        origin);
  }

  /// Why `capability` may not be used on it, or null if it may.
  public @Nullable String poisonFor(String capability) {
    var whole = poison.reasons().get("*");
    return whole != null ? whole : poison.reasons().get(capability);
  }
}
