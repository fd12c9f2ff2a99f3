package mortise.spi;

import java.util.List;
import java.util.function.Predicate;

/// Something that may hold of a call, as data. Made by the methods of [Subject] and the ones here.
///
/// When a condition fails, it says of itself what a rule's message may use in braces. Each kind
/// lists its words below; all of a pointer's conditions know `{type}` (`ptr_`,
/// `map_value_or_null`), `{offset}` and `{var_off}`.
public sealed interface Condition {
  /// See [Subject#pointsTo].
  record PointsTo(Subject subject, List<Target> targets) implements Condition {}

  record Referenced(Subject subject) implements Condition {}

  /// `{owed}`, `{count}`.
  record OwesAtLeast(Subject subject, Subject count) implements Condition {}

  record NamesStruct(Subject subject) implements Condition {}

  record IsNull(Subject subject) implements Condition {}

  record IsNotNull(Subject subject) implements Condition {}

  record ConstantOffset(Subject subject) implements Condition {}

  record AtStart(Subject subject) implements Condition {}

  /// `{field}` (its name), `{there}` (offset of the only field of that kind, or -1), `{holder}`
  /// (`map 'm'` or `local 'kptr'`).
  record IsField(Subject subject, FieldKind kind) implements Condition {}

  /// `{field}`, `{holder}`.
  record HasField(Subject subject, FieldKind kind) implements Condition {}

  /// `{field}` (the container), `{guard}` (the kind of lock), `{guard.offset}`, `{elsewhere}` (a
  /// line of its own, empty unless a lock of another object is held).
  record Guarded(Subject subject) implements Condition {}

  /// `{container}`, `{node}` (kinds), `{expected.offset}`, `{expected.struct}`, `{actual.offset}`,
  /// `{actual.struct}`.
  record HoldsTypeOf(Subject container, Subject node) implements Condition {}

  /// The words of [HoldsTypeOf].
  record HoldsMemberOf(Subject container, Subject node) implements Condition {}

  record HasQualifier(Subject subject, Qualifier qualifier) implements Condition {}

  record TokenOf(Subject subject, SectionKind section) implements Condition {}

  record Innermost(Subject subject, List<SectionKind> sections) implements Condition {
    public Innermost {
      sections = List.copyOf(sections);
    }
  }

  /// `{facet}`, `{value}`.
  record FacetIs(Subject subject, Facet<?> facet, List<Object> values) implements Condition {
    public FacetIs {
      values = List.copyOf(values);
    }
  }

  record Distinct(Subject left, Subject right) implements Condition {}

  record Same(Subject left, Subject right) implements Condition {}

  /// `{map.type}` (its number), `{id}` (the helper's).
  record MapOfType(Subject subject, List<Integer> numbers) implements Condition {
    public MapOfType {
      numbers = List.copyOf(numbers);
    }
  }

  record WritableMap(Subject subject) implements Condition {}

  record PresentKey(Subject key, Subject map) implements Condition {}

  /// Some section of the kind is open, whatever its token.
  record Inside(SectionKind section) implements Condition {}

  /// The call is made (at any depth) by a callback of the function named.
  record InCallbackOf(List<String> functions) implements Condition {
    public InCallbackOf {
      functions = List.copyOf(functions);
    }
  }

  /// The program may sleep.
  record Sleepable() implements Condition {}

  record Not(Condition condition) implements Condition {}

  record All(List<Condition> conditions) implements Condition {
    public All {
      conditions = List.copyOf(conditions);
    }
  }

  record Any(List<Condition> conditions) implements Condition {
    public Any {
      conditions = List.copyOf(conditions);
    }
  }

  /// The escape hatch: whatever the data cannot say. `why` is printed beside the share of hatches
  /// that a family uses.
  record Check(String why, Predicate<CallView> test) implements Condition {}

  static Condition inside(SectionKind section) {
    return new Inside(section);
  }

  static Condition inCallbackOf(String... functions) {
    return new InCallbackOf(List.of(functions));
  }

  static Condition sleepable() {
    return new Sleepable();
  }

  static Condition not(Condition condition) {
    return new Not(condition);
  }

  static Condition all(Condition... conditions) {
    return new All(List.of(conditions));
  }

  static Condition any(Condition... conditions) {
    return new Any(List.of(conditions));
  }

  static Condition always() {
    return new All(List.of());
  }

  /// `then` must hold where `when` does.
  static Condition implies(Condition when, Condition then) {
    return new Any(List.of(new Not(when), then));
  }

  static Condition check(String why, Predicate<CallView> test) {
    return new Check(why, test);
  }
}
