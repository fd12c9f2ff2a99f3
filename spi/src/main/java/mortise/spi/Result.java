package mortise.spi;

import java.util.List;
import java.util.Optional;

/// What R0 holds after a call, or what a load of a special field gives.
///
/// @param shape what it is
/// @param owned whether the program owes for it (a new obligation)
/// @param nullable whether it may be null; then it must be checked before use
/// @param notNullIf a condition under which it is not null after all
/// @param qualifiers what the pointer is qualified with
/// @param childOf whose end ends it too
/// @param sharing for whom something is owed that this pointer owes from then on as well: to
///   release either is to release both
public record Result(
    Shape shape,
    boolean owned,
    boolean nullable,
    Optional<Condition> notNullIf,
    List<Qualifier> qualifiers,
    Optional<Subject> childOf,
    Optional<Subject> sharing) {
  /// What a result is. Not exhaustive for ever.
  public sealed interface Shape {}

  public record Nothing() implements Shape {}

  /// None: the function does not return, and the program ends. Nothing may be owed and no section
  /// open, in whichever frame.
  ///
  /// @param boundary how messages call the place, `bpf_throw`
  /// @param notCalledBack broken by a call in a subprogram that is called back, or called from one;
  ///   `{at}` is the call, `{subprogram}` the subprogram's number
  /// @param throughGlobals whether a call of a global subprogram that may end so is such a place
  ///   too
  public record Ends(String boundary, Rule notCalledBack, boolean throughGlobals)
      implements Shape {}

  /// A number of `bits` bits from `lowest` to `highest`.
  public record Numeric(long lowest, long highest) implements Shape {}

  /// A number from `lowest` to the greatest that may have been passed for `highest`.
  public record AtMost(long lowest, Parameter highest) implements Shape {}

  /// A new object of the struct that a [Parameter.LocalType], or a constant with
  /// [Condition.NamesStruct], names; for a [Parameter.Map], of the type of its values.
  public record ObjectOf(Parameter type) implements Shape {}

  /// An element of the container that `container` points to, the pointer at its node or (`atStart`)
  /// its start.
  public record ElementOf(Subject container, boolean atStart) implements Shape {}

  /// What the pointer field that `field` points to is declared to point to.
  public record PointeeOf(Subject field) implements Shape {}

  /// Another pointer to what `subject` points to: same type, `sameIdentity` or one of its own.
  public record Again(Subject subject, boolean sameIdentity) implements Shape {}

  /// A pointer to the start of the object that `subject` points into, the same identity, qualified
  /// only as the result says.
  public record WholeOf(Subject subject) implements Shape {}

  /// The value of `map` (for a map of maps: an inner map).
  public record ValueOf(Parameter map) implements Shape {}

  /// A value of some map whose values are of the struct that `type` names; which map is not known.
  public record SomeValueOf(Parameter type) implements Shape {}

  /// Plain memory of `size` bytes.
  public record Memory(int size, boolean readOnly) implements Shape {}

  /// Plain memory of as many bytes as was passed for `size`, a [Parameter.ConstantSize].
  public record MemoryOf(Parameter size, boolean readOnly) implements Shape {}

  /// An address in the map whose memory is [an address space of its own][MapKind#addressSpace].
  public record InAddressSpace() implements Shape {}

  /// An object of a host type, by name.
  public record HostObject(String type) implements Shape {}

  /// An object of the host's struct that a constant with [Condition.NamesHostStruct] names; memory
  /// of which nothing is known where it names none.
  public record HostNamed(Parameter type) implements Shape {}

  /// An object of the host's as a [HostView] shows it, by name.
  public record View(String view) implements Shape {}

  public Result {
    qualifiers = List.copyOf(qualifiers);
  }

  private static Result of(Shape shape) {
    return new Result(
        shape, false, false, Optional.empty(), List.of(), Optional.empty(), Optional.empty());
  }

  public static Result nothing() {
    return of(new Nothing());
  }

  /// There is no result, because the program ends: see [Ends].
  public static Result ends(String boundary, Rule notCalledBack, boolean throughGlobals) {
    return of(new Ends(boundary, notCalledBack, throughGlobals));
  }

  /// A number that nobody knows.
  public static Result scalar() {
    return of(new Numeric(Long.MIN_VALUE, Long.MAX_VALUE));
  }

  /// A number from `lowest` to `highest`, as signed 64-bit values.
  public static Result scalar(long lowest, long highest) {
    return of(new Numeric(lowest, highest));
  }

  /// A number from `lowest` to what was passed for `highest`, a size.
  public static Result atMost(long lowest, Parameter highest) {
    return of(new AtMost(lowest, highest));
  }

  public static Result objectOf(Parameter type) {
    return of(new ObjectOf(type));
  }

  /// An element of a container, pointing at its node.
  public static Result elementOf(Subject container) {
    return of(new ElementOf(container, false));
  }

  /// An element of a container, pointing at its start.
  public static Result objectIn(Subject container) {
    return of(new ElementOf(container, true));
  }

  public static Result pointeeOf(Subject field) {
    return of(new PointeeOf(field));
  }

  /// Another pointer to the same object, with an identity of its own.
  public static Result copyOf(Subject subject) {
    return of(new Again(subject, false));
  }

  /// The same pointer again, identity and all.
  public static Result same(Subject subject) {
    return of(new Again(subject, true));
  }

  /// The object that `subject` points into, from its start: the same identity and obligation, but
  /// not its qualifiers. If it is [acquired][#acquired], one more is owed, by this pointer.
  public static Result wholeOf(Subject subject) {
    return of(new WholeOf(subject));
  }

  public static Result valueOf(Parameter map) {
    return of(new ValueOf(map));
  }

  public static Result memory(int size, boolean readOnly) {
    return of(new Memory(size, readOnly));
  }

  /// Plain memory whose size is an argument.
  public static Result memoryOf(Parameter size, boolean readOnly) {
    return of(new MemoryOf(size, readOnly));
  }

  public static Result hostObject(String type) {
    return of(new HostObject(type));
  }

  public static Result inAddressSpace() {
    return of(new InAddressSpace());
  }

  public static Result hostNamed(Parameter type) {
    return of(new HostNamed(type));
  }

  public Result acquired() {
    return new Result(shape, true, nullable, notNullIf, qualifiers, childOf, sharing);
  }

  public Result orNull() {
    return new Result(shape, owned, true, notNullIf, qualifiers, childOf, sharing);
  }

  public Result orNullUnless(Condition condition) {
    return new Result(shape, owned, true, Optional.of(condition), qualifiers, childOf, sharing);
  }

  public Result qualified(Qualifier... values) {
    return new Result(shape, owned, nullable, notNullIf, List.of(values), childOf, sharing);
  }

  public Result childOf(Subject parent) {
    return new Result(shape, owned, nullable, notNullIf, qualifiers, Optional.of(parent), sharing);
  }

  /// The same, which owes what is owed for `subject`: what a cast gives.
  public Result sharing(Subject subject) {
    return new Result(shape, owned, nullable, notNullIf, qualifiers, childOf, Optional.of(subject));
  }

  public static Result view(String name) {
    return of(new View(name));
  }

  public static Result someValueOf(Parameter type) {
    return of(new SomeValueOf(type));
  }
}
