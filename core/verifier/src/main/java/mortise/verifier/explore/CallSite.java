package mortise.verifier.explore;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import mortise.spi.CallView;
import mortise.spi.Facet;
import mortise.spi.Parameter;
import mortise.spi.SectionKind;
import mortise.spi.Subject;
import mortise.spi.TypeView;
import mortise.spi.TypeView.SpecialField;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.State;
import mortise.verifier.state.Uninitialised;
import mortise.verifier.state.Value;

/// One call on one path: the function, and its arguments as they were when it was called.
///
/// @param roles who plays the parts of an event, where a subscriber asks
record CallSite(
    Verification verification,
    State state,
    int at,
    FunctionPlan plan,
    Value[] arguments,
    Map<Subject, Subject> roles)
    implements CallView {
  CallSite(Verification verification, Path path, FunctionPlan plan) {
    this(verification, path.state, path.at, plan, new Value[5], Map.of());
    for (int i = 0; i < 5; i++) {
      arguments[i] = path.state.register(i + 1);
    }
  }

  CallSite with(Map<Subject, Subject> newRoles) {
    return newRoles.equals(roles)
        ? this
        : new CallSite(verification, state, at, plan, arguments, newRoles);
  }

  /// The same call on a copy of the path.
  CallSite on(State other) {
    return new CallSite(verification, other, at, plan, arguments, roles);
  }

  Parameter parameter(Subject subject) {
    if (roles.getOrDefault(subject, subject) instanceof Parameter parameter) {
      return parameter;
    }
    throw new IllegalStateException(
        "%s speaks of %s, which is no parameter of it".formatted(plan, subject.name()));
  }

  Value value(Subject subject) {
    return arguments[parameter(subject).index()];
  }

  /// The register of the subject, `R1`.
  String register(Subject subject) {
    return Names.register(parameter(subject).index() + 1);
  }

  Optional<Pointer> pointer(Subject subject) {
    return value(subject) instanceof Pointer pointer ? Optional.of(pointer) : Optional.empty();
  }

  @Override
  public OptionalLong constant(Subject subject) {
    return value(subject) instanceof Scalar scalar && scalar.range().isConstant()
        ? OptionalLong.of(scalar.mark().range().constantValue())
        : OptionalLong.empty();
  }

  @Override
  public Optional<TypeView> type(Subject subject) {
    if (parameter(subject).kind() instanceof Parameter.LocalType) {
      var id = constant(subject);
      return id.isEmpty() ? Optional.empty() : verification.layouts.local(id.getAsLong());
    }
    return pointer(subject).flatMap(CallSite::typeOf);
  }

  static Optional<TypeView> typeOf(Pointer pointer) {
    return switch (pointer.region()) {
      case Region.Local object -> Optional.of(object.type());
      case Region.MapValue value -> Optional.of(value.type());
      default -> Optional.empty();
    };
  }

  /// The field that the subject points to.
  Optional<SpecialField> field(Subject subject) {
    var offset = offset(subject);
    return offset.isEmpty()
        ? Optional.empty()
        : type(subject).flatMap(type -> type.fieldAt(offset.getAsLong()));
  }

  @Override
  public OptionalLong offset(Subject subject) {
    return value(subject) instanceof Pointer pointer && pointer.isConstantOffset()
        ? OptionalLong.of(pointer.constantOffset())
        : OptionalLong.empty();
  }

  @Override
  public <T> T facet(Subject subject, Facet<T> facet) {
    return facet.type().cast(facetValue(subject, facet));
  }

  Object facetValue(Subject subject, Facet<?> facet) {
    int identity = identity(subject);
    return identity == 0
        ? facet.initial()
        : state.facets().get(facet, identity, offset(subject).orElse(-1));
  }

  /// The identity of what the subject points to: for facets of obligations, the obligation's.
  int identity(Subject subject) {
    return switch (value(subject)) {
      case Pointer pointer ->
          pointer.region() instanceof Region.Stack stack && pointer.isConstantOffset()
              ? slotIdentity(stack, pointer.constantOffset())
              : pointer.id();
      case Scalar scalar -> 0;
      case Uninitialised none -> 0;
    };
  }

  private int slotIdentity(Region.Stack stack, long offset) {
    return offset < 0
            && offset >= -mortise.verifier.state.Frame.STACK_BYTES
            && state.frame(stack.frame()).slot(StackAccess.slotOf((int) offset))
                instanceof mortise.verifier.state.Slot.Part part
        ? part.identity()
        : 0;
  }

  @Override
  public boolean referenced(Subject subject) {
    return value(subject) instanceof Pointer pointer && pointer.obligation() != 0;
  }

  @Override
  public boolean inside(SectionKind section) {
    for (var open : state.sections()) {
      if (verification.rules.counts(open.kind(), section)) {
        return true;
      }
    }
    return false;
  }

  /// What tells the things of one kind apart whose identity is 0.
  static Object holder(Pointer pointer) {
    return switch (pointer.region()) {
      case Region.MapValue value -> value.map();
      case Region.Local object -> "object";
      case Region.Stack stack -> stack;
      default -> pointer.region().getClass();
    };
  }
}
