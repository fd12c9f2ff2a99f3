package mortise.verifier.explore;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import mortise.spi.CallView;
import mortise.spi.Facet;
import mortise.spi.Parameter;
import mortise.spi.SectionKind;
import mortise.spi.Subject;
import mortise.spi.TypeView;
import mortise.spi.TypeView.SpecialField;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rulebook.Mentions;
import mortise.verifier.rulebook.Step;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Frame;
import mortise.verifier.state.Obligation;
import mortise.verifier.state.OpenSection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Slot;
import mortise.verifier.state.State;
import mortise.verifier.state.Uninitialised;
import mortise.verifier.state.Value;
import org.jspecify.annotations.Nullable;

/// One call on one path: the function, and its arguments. What effects change of pointers they
/// change of the arguments too; an argument that is no pointer any more stays what it was, so that
/// later effects can still speak of it.
///
/// @param bound what subjects are that are no parameters: the result, a field of several, whatever
///   is being gone through
/// @param roles who plays the parts of an event, where a subscriber asks
record CallSite(
    Verification verification,
    State state,
    int at,
    FunctionPlan plan,
    Value[] arguments,
    Map<Subject, Value> bound,
    Map<Subject, Subject> roles)
    implements CallView {
  CallSite(Verification verification, Path path, FunctionPlan plan) {
    this(
        verification,
        path.state,
        path.at,
        plan,
        new Value[5],
        new HashMap<>(),
        Map.<Subject, Subject>of());
    for (int i = 0; i < 5; i++) {
      arguments[i] = path.state.register(i + 1);
    }
  }

  CallSite with(Map<Subject, Subject> newRoles) {
    return newRoles.equals(roles)
        ? this
        : new CallSite(verification, state, at, plan, arguments, bound, newRoles);
  }

  /// The same call, asked by subscribers of an event whose parts the subjects play.
  CallSite announced(List<? extends Subject> parts, List<Subject> subjects) {
    var newRoles = new LinkedHashMap<Subject, Subject>();
    for (int i = 0; i < parts.size() && i < subjects.size(); i++) {
      newRoles.put(parts.get(i), inRoles(subjects.get(i)));
    }
    return with(newRoles);
  }

  /// Who plays the part, where the subject is one.
  Subject inRoles(Subject subject) {
    if (roles.isEmpty()) {
      return subject;
    }
    return switch (subject) {
      case Subject.Fields s -> new Subject.Fields(inRoles(s.of()), s.kind());
      case Subject.NodeOf s -> new Subject.NodeOf(inRoles(s.object()), inRoles(s.container()));
      case Subject.Companion s -> new Subject.Companion(inRoles(s.field()), s.kind());
      case Subject.Pointee s -> new Subject.Pointee(inRoles(s.field()));
      default -> roles.getOrDefault(subject, subject);
    };
  }

  /// The same call on a copy of the path.
  CallSite on(State other) {
    return new CallSite(
        verification, other, at, plan, arguments.clone(), new HashMap<>(bound), roles);
  }

  /// Lets the subject be the value until [#unbind].
  @Nullable Value bind(Subject subject, Value value) {
    return bound.put(subject, value);
  }

  void unbind(Subject subject, @Nullable Value before) {
    if (before == null) {
      bound.remove(subject);
    } else {
      bound.put(subject, before);
    }
  }

  /// The parameter that the subject is, or is told by.
  Optional<Parameter> parameterOf(Subject subject) {
    return Mentions.chain(inRoles(subject)).stream()
        .filter(Parameter.class::isInstance)
        .map(Parameter.class::cast)
        .findFirst();
  }

  Value value(Subject subject) {
    var who = inRoles(subject);
    var value = bound.get(who);
    if (value != null) {
      return value;
    }
    return switch (who) {
      case Parameter parameter -> arguments[parameter.index()];
      case Subject.NodeOf node -> orNothing(nodeOf(node));
      case Subject.Companion companion -> orNothing(companion(companion));
      case Subject.Pointee pointee -> Uninitialised.VALUE;
      default ->
          throw new IllegalStateException(
              "%s speaks of %s, which is not there".formatted(plan, subject.name()));
    };
  }

  private static Value orNothing(Optional<Pointer> pointer) {
    return pointer.isPresent() ? pointer.get() : Uninitialised.VALUE;
  }

  private Optional<Pointer> nodeOf(Subject.NodeOf node) {
    return field(node.container())
        .flatMap(field -> pointer(node.object()).map(p -> p.pointing(field.elementOffset())));
  }

  private Optional<Pointer> companion(Subject.Companion companion) {
    var offset = offset(companion.field());
    return type(companion.field()).stream()
        .flatMap(type -> type.fields().stream())
        .filter(
            f -> f.kind().is(companion.kind()) && OptionalLong.of(f.elementOffset()).equals(offset))
        .flatMap(f -> pointer(companion.field()).map(p -> p.pointing(f.offset())).stream())
        .findFirst();
  }

  /// The register of the subject, `R1`.
  String register(Subject subject) {
    return parameterOf(subject).map(p -> Names.register(p.index() + 1)).orElse(subject.name());
  }

  Optional<Pointer> pointer(Subject subject) {
    return value(subject) instanceof Pointer pointer ? Optional.of(pointer) : Optional.empty();
  }

  /// What tells a section from others of its kind.
  record Token(int identity, Object holder, long offset) {
    boolean isOf(OpenSection section) {
      return section.isToken(identity, holder) && section.offset() == offset;
    }
  }

  /// The section that the subject names, if it leads to one place.
  Optional<Token> token(Subject subject) {
    var slot = slot(subject);
    return slot.isPresent()
        ? Optional.of(new Token(slot.get().identity(), "slot", 0))
        : pointer(subject)
            .filter(Pointer::isConstantOffset)
            .map(p -> new Token(p.id(), holder(p), p.constantOffset()));
  }

  /// The typed object in stack slots that the subject points to.
  Optional<Slot.Part> slot(Subject subject) {
    return pointer(subject)
        .filter(p -> p.region() instanceof Region.Stack && p.isConstantOffset())
        .flatMap(p -> slot(((Region.Stack) p.region()).frame(), p.constantOffset()));
  }

  private Optional<Slot.Part> slot(int frame, long offset) {
    return offset < 0
            && offset >= -Frame.STACK_BYTES
            && state.frame(frame).slot(StackAccess.slotOf((int) offset)) instanceof Slot.Part part
        ? Optional.of(part)
        : Optional.empty();
  }

  @Override
  public OptionalLong constant(Subject subject) {
    return value(subject) instanceof Scalar scalar && scalar.mark().range().isConstant()
        ? OptionalLong.of(scalar.range().constantValue())
        : OptionalLong.empty();
  }

  @Override
  public Optional<TypeView> type(Subject subject) {
    if (inRoles(subject) instanceof Subject.Pointee pointee) {
      return field(pointee.field()).flatMap(SpecialField::element);
    }
    return switch (value(subject)) {
      case Scalar scalar -> {
        var id = constant(subject);
        yield id.isEmpty() ? Optional.empty() : verification.layouts.local(id.getAsLong());
      }
      case Pointer pointer ->
          pointer.region() instanceof Region.Map map
              ? Optional.of(verification.layouts.value(map.map()))
              : typeOf(pointer);
      case Uninitialised none -> Optional.empty();
    };
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
        : pointer(subject)
            .flatMap(CallSite::typeOf)
            .flatMap(type -> type.fieldAt(offset.getAsLong()));
  }

  @Override
  public OptionalLong offset(Subject subject) {
    return value(subject) instanceof Pointer pointer && pointer.isConstantOffset()
        ? OptionalLong.of(pointer.constantOffset())
        : OptionalLong.empty();
  }

  @Override
  public Optional<String> text(Subject subject) {
    var pointer = pointer(subject);
    if (pointer.isEmpty()
        || !pointer.get().isConstantOffset()
        || !(pointer.get().region() instanceof Region.MapValue value)
        || !value.map().isReadOnly()) {
      return Optional.empty();
    }
    var contents = value.map().contents();
    var text = new StringBuilder();
    long at = pointer.get().constantOffset();
    while (at >= 0 && at < contents.limit() && contents.get((int) at) != 0) {
      text.append((char) (contents.get((int) at++) & 0xff));
    }
    return Optional.of(text.toString());
  }

  @Override
  public <T> T facet(Subject subject, Facet<T> facet) {
    return facet.type().cast(facetValue(subject, facet));
  }

  Object facetValue(Subject subject, Facet<?> facet) {
    int identity = identity(subject, facet);
    return identity == 0
        ? facet.initial()
        : state.facets().get(facet, identity, offset(subject).orElse(-1));
  }

  /// What the facet is kept on: the identity, or what is owed for it; 0 if there is nothing.
  int identity(Subject subject, Facet<?> facet) {
    if (facet.place() != Facet.Place.OBLIGATION) {
      return identity(subject);
    }
    var owed = obligation(subject);
    return owed == null ? 0 : owed.id();
  }

  /// The identity of what the subject points to; 0 if it has none.
  int identity(Subject subject) {
    return slot(subject)
        .map(Slot.Part::identity)
        .orElseGet(() -> pointer(subject).map(verification::identityOf).orElse(0));
  }

  /// What is owed for the subject, by this pointer or another.
  @Nullable Obligation obligation(Subject subject) {
    var slot = slot(subject);
    if (slot.isPresent()) {
      return state.obligation(slot.get().obligation());
    }
    var pointer = pointer(subject);
    if (pointer.isEmpty()) {
      return null;
    }
    var own = state.obligation(pointer.get().obligation());
    return own != null || pointer.get().id() == 0 ? own : state.obligationFor(pointer.get().id());
  }

  @Override
  public boolean referenced(Subject subject) {
    return value(subject) instanceof Pointer pointer
        && state.obligation(pointer.obligation()) != null;
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

  /// Changes all pointers to the thing that the subject points to.
  void copies(Subject subject, UnaryOperator<Pointer> change) {
    var pointer = pointer(subject);
    if (pointer.isEmpty()) {
      return;
    }
    var which = pointer.get();
    pointers(other -> isSameThing(which, other) ? change.apply(other) : other);
  }

  /// Changes pointers everywhere: in the state, and those that the call speaks of.
  void pointers(Function<Pointer, Value> change) {
    state.mapPointers(change);
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = changed(arguments[i], change);
    }
    bound.replaceAll((subject, value) -> changed(value, change));
  }

  private static Value changed(Value value, Function<Pointer, Value> change) {
    return value instanceof Pointer pointer && change.apply(pointer) instanceof Pointer now
        ? now
        : value;
  }

  private static boolean isSameThing(Pointer left, Pointer right) {
    return left.id() == right.id() && (left.id() != 0 || left.region().equals(right.region()));
  }

  /// Rejects the call unless the condition holds, or its rule is switched off.
  void demand(Step.Demand demand) {
    if (verification.rules.isOff(demand.rule())) {
      return;
    }
    var inRoles = demand.roles().isEmpty() ? this : with(demand.roles());
    if (Conditions.holds(demand.condition(), inRoles)) {
      return;
    }
    var words = ConditionWords.of(demand.condition(), inRoles);
    words.putIfAbsent("function", plan.name());
    words.putIfAbsent("instruction", Integer.toString(at));
    throw Rejection.of(demand.rule(), words);
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
