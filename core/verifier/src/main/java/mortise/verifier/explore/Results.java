package mortise.verifier.explore;

import mortise.object.BpfMap;
import mortise.spi.Access;
import mortise.spi.Result;
import mortise.spi.TypeView.SpecialField;
import mortise.verifier.domain.ScalarRange;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.state.Obligation;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Trace;
import mortise.verifier.state.Uninitialised;
import mortise.verifier.state.Value;

/// Makes the values that calls and loads of special fields give.
record Results(Verification verification) {
  /// The value of R0, with a new obligation where it is owned.
  Value of(Result result, CallSite site) {
    if (result.shape() instanceof Result.Nothing) {
      return Uninitialised.VALUE;
    }
    if (result.shape() instanceof Result.Numeric number) {
      return Scalar.of(ScalarRange.fromSignedRange(number.lowest(), number.highest()), site.at());
    }
    boolean nullable =
        result.nullable()
            && result.notNullIf().filter(condition -> Conditions.holds(condition, site)).isEmpty();
    int id = nullable ? verification.nextId() : 0;
    var pointer = shape(result.shape(), site);
    if (!(pointer instanceof Pointer made)) {
      return pointer;
    }
    made = made.withNullable(nullable).alsoQualified(result.qualifiers());
    if (result.shape() instanceof Result.Again again && again.sameIdentity()) {
      return made;
    }
    int identity = id;
    if (result.owned()) {
      identity = verification.nextId();
      site.state().owe(new Obligation(identity, identity, 1, site.at(), site.plan().name()));
      site.state().record(new Trace.Acquired(site.at(), identity, site.plan().name()));
      made = made.owing(identity);
    } else if (identity == 0) {
      identity = verification.nextId();
    }
    if (result.childOf().isPresent()) {
      made = made.childOf(site.identity(result.childOf().get()));
    }
    return withIdentity(made, identity);
  }

  private static Pointer withIdentity(Pointer pointer, int identity) {
    return pointer.moved(
        pointer.offset(), pointer.variable(), identity, pointer.bound(), pointer.origin());
  }

  private Value shape(Result.Shape shape, CallSite site) {
    return switch (shape) {
      case Result.ObjectOf object -> {
        long id = site.constant(object.type()).orElse(0);
        yield verification
            .layouts
            .local(id)
            .map(type -> (Value) Pointer.to(new Region.Local((int) id, type), 0, site.at()))
            .orElseGet(() -> Scalar.unknown(site.at()));
      }
      case Result.ElementOf element ->
          site.field(element.container())
              .map(field -> element(field, element.atStart(), site.at()))
              .orElseGet(() -> Scalar.unknown(site.at()));
      case Result.PointeeOf pointee ->
          site.field(pointee.field())
              .map(field -> element(field, true, site.at()))
              .orElseGet(() -> Scalar.unknown(site.at()));
      case Result.Again again ->
          site.pointer(again.subject())
              .map(p -> again.sameIdentity() ? (Value) p : fresh(p, site.at()))
              .orElseGet(() -> Scalar.unknown(site.at()));
      case Result.ValueOf value -> value(site, value);
      case Result.Memory memory ->
          Pointer.to(new Region.Memory(memory.size(), memory.readOnly()), 0, site.at());
      case Result.HostObject host -> Pointer.to(new Region.Host(host.type()), 0, site.at());
      case Result.Nothing nothing -> Uninitialised.VALUE;
      case Result.Numeric number -> Scalar.unknown(site.at());
    };
  }

  private static Value fresh(Pointer pointer, int at) {
    return Pointer.to(pointer.region(), 0, at);
  }

  private Value element(SpecialField field, boolean atStart, int at) {
    return field
        .element()
        .map(
            type ->
                (Value)
                    Pointer.to(new Region.Local(verification.layouts.idOf(type), type), 0, at)
                        .at(atStart ? 0 : field.elementOffset()))
        .orElseGet(() -> Scalar.unknown(at));
  }

  private Value value(CallSite site, Result.ValueOf value) {
    return site.pointer(value.map())
        .filter(p -> p.region() instanceof Region.Map)
        .map(p -> (Value) Pointer.to(value(((Region.Map) p.region()).map()), 0, site.at()))
        .orElseGet(() -> Scalar.unknown(site.at()));
  }

  private Region value(BpfMap map) {
    return new Region.MapValue(map, verification.layouts.value(map));
  }

  /// What a load of a special field of a map value gives.
  Value loaded(Path path, Pointer holder, SpecialField field, Access access) {
    var site =
        new CallSite(verification, path.state, path.at, LOAD, new Value[5], java.util.Map.of());
    for (var one : access.loads()) {
      if (Conditions.holds(one.when(), site)) {
        return loaded(path, field, one.gives());
      }
    }
    return Scalar.unknown(path.at);
  }

  private Value loaded(Path path, SpecialField field, Result gives) {
    if (gives.shape() instanceof Result.Numeric number) {
      return Scalar.of(ScalarRange.fromSignedRange(number.lowest(), number.highest()), path.at);
    }
    if (!(element(field, true, path.at) instanceof Pointer pointer)) {
      return Scalar.unknown(path.at);
    }
    return withIdentity(pointer, verification.nextId())
        .withNullable(gives.nullable())
        .alsoQualified(gives.qualifiers());
  }

  /// Stands for the function in conditions on loads, which have no arguments.
  private static final FunctionPlan LOAD =
      new FunctionPlan(
          "load",
          -1,
          mortise.spi.FamilyInfo.of("core", "core", "0", "[0,1)"),
          java.util.List.of(),
          java.util.List.of(),
          java.util.List.of(),
          java.util.List.of(),
          Result.nothing(),
          java.util.List.of(),
          java.util.List.of(),
          java.util.Set.of(),
          java.util.Set.of(),
          false,
          false,
          false,
          "",
          "",
          java.util.Optional.empty());
}
