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

  /// `{owed}`.
  record Referenced(Subject subject) implements Condition {}

  /// `{owed}`, `{count}`.
  record OwesAtLeast(Subject subject, Subject count) implements Condition {}

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

  /// `{expected.id}` and `{expected.instruction}`: the section entered last, and where.
  record Innermost(Subject subject, List<SectionKind> sections) implements Condition {
    public Innermost {
      sections = List.copyOf(sections);
    }
  }

  /// The number is between the two, as a signed 64-bit value, whatever value it has. `{lowest}`,
  /// `{highest}`.
  record InRange(Subject subject, long lowest, long highest) implements Condition {}

  /// What is owed is between the two, inclusive; a subject for which nothing is owed owes 0.
  /// `{owed}`.
  record Owes(Subject subject, long lowest, long highest) implements Condition {}

  /// Exactly `count` are owed for it. `{owed}`, `{count}`.
  record OwesExactly(Subject subject, Subject count) implements Condition {}

  /// What the type has of special fields is of these kinds.
  record HasOnlyFields(Subject subject, List<FieldKind> kinds) implements Condition {
    public HasOnlyFields {
      kinds = List.copyOf(kinds);
    }
  }

  /// The program comes with types of its own (BTF).
  record HasTypes() implements Condition {}

  /// It is a constant, and the id of a struct among the program's own types. Once this was
  /// required, the parameter serves as a type: in [Result.ObjectOf], [HasField], [SizeAtMost].
  record NamesStruct(Subject subject) implements Condition {}

  /// It is a constant, and the number of one of the host's structs among the host's types, or 0 for
  /// none at all. `{why}`.
  record NamesHostStruct(Subject subject) implements Condition {}

  /// What it points to has a type; a map that was declared without types has none. `{holder}`.
  record IsTyped(Subject subject) implements Condition {}

  /// The type it names or points into has at most so many bytes. `{size}`, `{limit}`.
  record SizeAtMost(Subject subject, long limit) implements Condition {}

  /// The type it names consists of numbers, structs of numbers, at most `levels` deep, and
  /// non-empty arrays of numbers.
  record OnlyNumbers(Subject subject, int levels) implements Condition {}

  /// The type it names or points into is one of the program's own, or one of the host's with such a
  /// name.
  record IsLocalOr(Subject subject, List<String> hostTypes) implements Condition {
    public IsLocalOr {
      hostTypes = List.copyOf(hostTypes);
    }
  }

  /// The program is of one of the kinds, by [name][ProgramKind#name], as in
  /// [FunctionBuilder#callableFrom].
  record InProgram(List<String> kinds) implements Condition {
    public InProgram {
      kinds = List.copyOf(kinds);
    }
  }

  /// It points into a value of that very map. `{map}` is the map's name, `{uid}` and
  /// `{expected.uid}` tell inner maps apart.
  record InValueOf(Subject subject, Subject map) implements Condition {}

  /// A pointer that may be stored in the pointer field that `field` points to: of the type that the
  /// field is declared with, at its start. `{expected}` and `{actual}` are types with prefix.
  record FitsField(Subject subject, Subject field) implements Condition {}

  /// `{facet}`, `{value}`.
  record FacetIs(Subject subject, Facet<?> facet, List<Object> values) implements Condition {
    public FacetIs {
      values = List.copyOf(values);
    }
  }

  /// The facet's value is the one that `value` makes of the identity and offset of `other`: a node
  /// is linked into this very head. The counterpart of [Effect.Bind].
  record FacetBound(Subject subject, Facet<?> facet, Subject other, Effect.TokenValue value)
      implements Condition {}

  /// The facet's value passes a test of the family's own, which may look at the type that the
  /// subject points into and at the subject's offset. `what` says it in words. `{facet}`,
  /// `{value}`, `{what}`.
  record FacetPasses(Subject subject, Facet<?> facet, String what, FacetTest test)
      implements Condition {
    /// A pure function of what it is given.
    @FunctionalInterface
    public interface FacetTest {
      boolean test(Object value, TypeView type, long offset);
    }
  }

  /// The facet's value [names][Facet.NamesIdentities] the identity that `other` points to: a node
  /// is linked into some head beside this lock.
  record FacetNames(Subject subject, Facet<?> facet, Subject other) implements Condition {}

  /// The two point to the same member of one type, of whichever objects.
  record SameMember(Subject left, Subject right) implements Condition {}

  /// Nothing that the verifier tracks satisfies the condition, which speaks of it as `each` (a
  /// [Subject.Tracked]), or no field does (a [Subject.Fields]). What nothing leads to any more is
  /// not tracked.
  record None(Subject each, Condition condition) implements Condition {}

  /// What is loaded is a pointer member of a host type that is declared with the type tag (`rcu`,
  /// `user`).
  record MemberTagged(Subject subject, String tag) implements Condition {}

  /// What is loaded is a pointer member of a host type that leads to a struct.
  record MemberLeadsToStruct(Subject subject) implements Condition {}

  /// It is a member of a union that has others: what it is nobody knows.
  record MemberOfUnion(Subject subject) implements Condition {}

  record Distinct(Subject left, Subject right) implements Condition {}

  record Same(Subject left, Subject right) implements Condition {}

  /// It leads to a typed object, on the stack or elsewhere, of one of the kinds or a sort of one.
  record OfKind(Subject subject, List<SlotKind> kinds) implements Condition {
    public OfKind {
      kinds = List.copyOf(kinds);
    }
  }

  /// `{map}`, `{map.type}` (its number), `{id}` (the helper's).
  record MapOfType(Subject subject, List<Integer> numbers) implements Condition {
    public MapOfType {
      numbers = List.copyOf(numbers);
    }
  }

  record WritableMap(Subject subject) implements Condition {}

  record PresentKey(Subject key, Subject map) implements Condition {}

  /// Some section of the kind is open, whatever its token.
  record Inside(SectionKind section) implements Condition {}

  /// The call is made by a callback of one of the functions named: by the callback itself, or
  /// (unless `directly`) by what it calls, at any depth.
  record InCallbackOf(List<String> functions, boolean directly) implements Condition {
    public InCallbackOf {
      functions = List.copyOf(functions);
    }
  }

  /// The program may sleep.
  record Sleepable() implements Condition {}

  /// The number may be what the program answers, by its kind; where the program names a
  /// [handler][Declarations#handler], any number may be passed to that instead. `inGlobals` says
  /// whether it is asked in global subprograms too, which are verified without their callers.
  record MayBeAnswer(Subject subject, boolean inGlobals) implements Condition {}

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
    return new InCallbackOf(List.of(functions), false);
  }

  /// As [#inCallbackOf], but not in functions that the callback calls.
  static Condition directlyInCallbackOf(String... functions) {
    return new InCallbackOf(List.of(functions), true);
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

  static Condition hasTypes() {
    return new HasTypes();
  }

  static Condition inProgram(String... kinds) {
    return new InProgram(List.of(kinds));
  }

  static Condition none(Subject each, Condition condition) {
    return new None(each, condition);
  }
}
