package mortise.spi;

import java.util.List;
import java.util.Optional;

/// Something that conditions and effects speak of: a parameter, a role in an event, the result.
///
/// The methods make [conditions][Condition]; none of them looks at anything yet.
public interface Subject {
  String name();

  /// It is a pointer to one of `targets`.
  default Condition pointsTo(Target... targets) {
    return new Condition.PointsTo(this, List.of(targets));
  }

  /// The program owes something for it, and the pointer itself is the one that owes.
  default Condition isReferenced() {
    return new Condition.Referenced(this);
  }

  /// At least `count` are owed for it.
  default Condition owesAtLeast(Subject count) {
    return new Condition.OwesAtLeast(this, count);
  }

  /// It may be what the program answers: see [Condition.MayBeAnswer].
  default Condition mayBeAnswer(boolean inGlobals) {
    return new Condition.MayBeAnswer(this, inGlobals);
  }

  /// It is zero, known to be.
  default Condition isNull() {
    return new Condition.IsNull(this);
  }

  /// It is not zero, known to be.
  default Condition isNotNull() {
    return new Condition.IsNotNull(this);
  }

  /// Its offset into what it points to is one number.
  default Condition hasConstantOffset() {
    return new Condition.ConstantOffset(this);
  }

  /// It points to the start.
  default Condition isAtStart() {
    return new Condition.AtStart(this);
  }

  /// A field of `kind` is exactly where it points.
  default Condition isField(FieldKind kind) {
    return new Condition.IsField(this, kind);
  }

  /// What it points to has a field of `kind` somewhere.
  default Condition hasField(FieldKind kind) {
    return new Condition.HasField(this, kind);
  }

  /// The lock in the same object that guards the field it points to is held.
  default Condition isGuarded() {
    return new Condition.Guarded(this);
  }

  /// It is a container whose elements are of the type that `node` points into.
  default Condition holdsTypeOf(Subject node) {
    return new Condition.HoldsTypeOf(this, node);
  }

  /// It is a container whose elements are linked by the very member that `node` points to.
  default Condition holdsMemberOf(Subject node) {
    return new Condition.HoldsMemberOf(this, node);
  }

  /// The pointer has the qualifier.
  default Condition has(Qualifier qualifier) {
    return new Condition.HasQualifier(this, qualifier);
  }

  /// The section that it names (by identity and offset) is open.
  default Condition isToken(SectionKind section) {
    return new Condition.TokenOf(this, section);
  }

  /// The section that it names is the one entered last, among the kinds given.
  default Condition isInnermost(SectionKind... sections) {
    return new Condition.Innermost(this, List.of(sections));
  }

  /// The facet's value for it is one of `values`.
  @SafeVarargs
  @SuppressWarnings("varargs")
  private static <T> List<Object> objects(T... values) {
    return List.of((Object[]) values);
  }

  @SuppressWarnings("unchecked")
  default <T> Condition is(Facet<T> facet, T... values) {
    return new Condition.FacetIs(this, facet, objects(values));
  }

  /// It is a typed object of one of these kinds.
  default Condition isOfKind(SlotKind... kinds) {
    return new Condition.OfKind(this, List.of(kinds));
  }

  /// It is a map of one of the types with these numbers.
  default Condition isMapOfType(Integer... numbers) {
    return new Condition.MapOfType(this, List.of(numbers));
  }

  /// It is a map that programs may write to.
  default Condition isWritableMap() {
    return new Condition.WritableMap(this);
  }

  /// It points to a key that is known, and that `map` is known to have: an index of an array.
  default Condition isPresentIn(Subject map) {
    return new Condition.PresentKey(this, map);
  }

  /// The two can not be the same object.
  default Condition isDistinctFrom(Subject other) {
    return new Condition.Distinct(this, other);
  }

  /// The two are the same object.
  default Condition isSameAs(Subject other) {
    return new Condition.Same(this, other);
  }

  /// What the call (or, in an [Outcome], that answer) puts into R0. It may stand in effects and
  /// announcements, not in requirements: such effects happen once R0 has its value, and where R0
  /// may be null they hold of it once it is known not to be.
  record Returned() implements Subject {
    @Override
    public String name() {
      return "result";
    }
  }

  /// Every field of `kind` in what `of` points to (whatever the offset of `of`). A condition must
  /// hold for each of them (for none: it holds), an effect happens to each.
  record Fields(Subject of, FieldKind kind) implements Subject {
    @Override
    public String name() {
      return of.name() + "." + kind;
    }
  }

  /// The field of the object that `object` points into by which `container` links its elements.
  record NodeOf(Subject object, Subject container) implements Subject {
    @Override
    public String name() {
      return object.name() + ".node";
    }
  }

  /// The field of `kind` whose [tag][Tag] names the very field that `field` points to: the owner
  /// field of a node. A condition on a companion that is not there does not hold; effects do
  /// nothing.
  record Companion(Subject field, FieldKind kind) implements Subject {
    @Override
    public String name() {
      return field.name() + "." + kind;
    }
  }

  /// The type that the pointer field `field` is declared to point to, or the type of the elements
  /// of the container `field`; conditions on types only.
  record Pointee(Subject field) implements Subject {
    @Override
    public String name() {
      return "*" + field.name();
    }
  }

  static Subject result() {
    return new Returned();
  }

  default Subject fields(FieldKind kind) {
    return new Fields(this, kind);
  }

  default Subject nodeOf(Subject container) {
    return new NodeOf(this, container);
  }

  default Subject companion(FieldKind kind) {
    return new Companion(this, kind);
  }

  default Subject pointee() {
    return new Pointee(this);
  }

  /// It is a number from `lowest` to `highest`.
  default Condition isBetween(long lowest, long highest) {
    return new Condition.InRange(this, lowest, highest);
  }

  /// From `lowest` to `highest` are owed for it.
  default Condition owes(long lowest, long highest) {
    return new Condition.Owes(this, lowest, highest);
  }

  /// It is the id of one of the program's own structs.
  default Condition namesStruct() {
    return new Condition.NamesStruct(this);
  }

  /// It is the number of one of the host's structs, or 0.
  default Condition namesHostStruct() {
    return new Condition.NamesHostStruct(this);
  }

  /// What it points to has a type.
  default Condition isTyped() {
    return new Condition.IsTyped(this);
  }

  /// The type has at most `limit` bytes.
  default Condition hasSizeAtMost(long limit) {
    return new Condition.SizeAtMost(this, limit);
  }

  /// The type consists of numbers, at most `levels` of structs deep.
  default Condition hasOnlyNumbers(int levels) {
    return new Condition.OnlyNumbers(this, levels);
  }

  /// It points into a value of that very map.
  default Condition isInValueOf(Subject map) {
    return new Condition.InValueOf(this, map);
  }

  /// It may be stored in the pointer field that `field` points to.
  default Condition fits(Subject field) {
    return new Condition.FitsField(this, field);
  }

  /// A test of a facet's value, typed.
  @FunctionalInterface
  interface Test<T> {
    boolean test(T value, TypeView type, long offset);
  }

  /// The facet's value is the one that `value` makes of the identity and offset of `other`.
  default Condition is(Facet<?> facet, Subject other, Effect.TokenValue value) {
    return new Condition.FacetBound(this, facet, other, value);
  }

  /// The facet's value passes the test; `what` says in words which.
  default <T> Condition passes(Facet<T> facet, String what, Test<T> test) {
    return new Condition.FacetPasses(
        this,
        facet,
        what,
        (value, type, offset) -> test.test(facet.type().cast(value), type, offset));
  }

  /// Whatever the verifier tracks, one after the other, in [Effect.ForEach], [Condition.None] and
  /// [Declarations#globalArgument]: every identity that some pointer leads to, or, with a field
  /// kind, every field of that kind of every identity.
  record Tracked(String name, Optional<FieldKind> kind) implements Subject {}

  static Subject tracked(String name) {
    return new Tracked(name, Optional.empty());
  }

  static Subject trackedField(String name, FieldKind kind) {
    return new Tracked(name, Optional.of(kind));
  }

  /// The type is one of the program's own, or one of these of the host's.
  default Condition isLocalOr(String... hostTypes) {
    return new Condition.IsLocalOr(this, List.of(hostTypes));
  }

  /// The facet's value names the identity that `other` points to.
  default Condition isNaming(Facet<?> facet, Subject other) {
    return new Condition.FacetNames(this, facet, other);
  }

  /// It points to the same member of the same type as `other` does.
  default Condition isSameMemberAs(Subject other) {
    return new Condition.SameMember(this, other);
  }

  /// The pointer member that is loaded is declared with the type tag.
  default Condition isTagged(String tag) {
    return new Condition.MemberTagged(this, tag);
  }

  /// The pointer member that is loaded leads to a struct, and not to a number or nobody knows what.
  default Condition leadsToStruct() {
    return new Condition.MemberLeadsToStruct(this);
  }

  /// The member that is loaded is one of several of a union.
  default Condition isInUnion() {
    return new Condition.MemberOfUnion(this);
  }

  /// Exactly `count` are owed for it.
  default Condition owesExactly(Subject count) {
    return new Condition.OwesExactly(this, count);
  }

  /// The type has no special fields but of these kinds; without kinds: none at all.
  default Condition hasOnlyFields(FieldKind... kinds) {
    return new Condition.HasOnlyFields(this, List.of(kinds));
  }
}
