package mortise.verifier.explore;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import mortise.object.BpfMap;
import mortise.spi.Access;
import mortise.spi.FieldKind;
import mortise.spi.MapKind;
import mortise.spi.Parameter;
import mortise.spi.Result;
import mortise.spi.TypeView;
import mortise.spi.TypeView.SpecialField;
import mortise.verifier.domain.ScalarRange;
import mortise.verifier.rulebook.FunctionPlan;
import mortise.verifier.rulebook.Step;
import mortise.verifier.rules.Rejection;
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
    if (result.shape() instanceof Result.Nothing || result.shape() instanceof Result.Ends) {
      return Uninitialised.VALUE;
    }
    if (result.shape() instanceof Result.Numeric number) {
      return Scalar.of(ScalarRange.fromSignedRange(number.lowest(), number.highest()), site.at());
    }
    if (result.shape() instanceof Result.AtMost number) {
      return atMost(number, site);
    }
    boolean nullable =
        result.nullable()
            && result.notNullIf().filter(condition -> Conditions.holds(condition, site)).isEmpty();
    int id = nullable ? verification.nextId() : 0;
    var pointer = shape(result.shape(), site);
    if (!(pointer instanceof Pointer made)) {
      return pointer;
    }
    made = verification.qualified(made.withNullable(nullable), result.qualifiers());
    if (keepsIdentity(result.shape())) {
      return result.owned() ? owned(made, site) : made;
    }
    int identity = id;
    if (result.owned() || isOwnedValue(made)) {
      identity = verification.nextId();
      site.state().owe(new Obligation(identity, identity, 1, site.at(), site.plan().name()));
      site.state().record(new Trace.Acquired(site.at(), identity, site.plan().name()));
      made = made.owing(identity);
    } else if (identity == 0) {
      identity = verification.nextId();
    }
    if (result.sharing().isPresent()) {
      var owed = site.pointer(result.sharing().get()).map(Pointer::obligation).orElse(0);
      made = made.owing(site.state().obligation(owed) == null ? 0 : owed);
    }
    if (result.childOf().isPresent()) {
      made = made.childOf(site.identity(result.childOf().get()));
    }
    return withIdentity(made, identity);
  }

  /// Whether it is a value of a map that holds what the program owes for once it is looked up.
  private boolean isOwnedValue(Pointer pointer) {
    return pointer.region() instanceof Region.MapValue value
        && verification.held(value.map()).filter(MapKind.Held::owned).isPresent();
  }

  static Region view(Verification verification, String name) {
    return new Region.View(Objects.requireNonNull(verification.rules.views().get(name), name));
  }

  /// Source: linux `do_refine_retval_range` (6.18).
  private static Value atMost(Result.AtMost number, CallSite site) {
    if (!(site.value(number.highest()) instanceof Scalar limit)) {
      return Scalar.unknown(site.at());
    }
    long highest = limit.mark().range().smax();
    return Scalar.of(ScalarRange.fromSignedRange(number.lowest(), highest), site.at());
  }

  /// The same thing, with one more owed for it.
  private Pointer owned(Pointer again, CallSite site) {
    var state = site.state();
    var owed = state.obligationFor(again.id());
    if (owed != null) {
      state.replaceObligation(owed.owing(owed.count() + 1));
      return again.owing(owed.id());
    }
    int id = verification.nextId();
    state.owe(new Obligation(id, again.id(), 1, site.at(), site.plan().name()));
    state.record(new Trace.Acquired(site.at(), id, site.plan().name()));
    return again.owing(id);
  }

  private static boolean keepsIdentity(Result.Shape shape) {
    return shape instanceof Result.WholeOf
        || (shape instanceof Result.Again again && again.sameIdentity());
  }

  private static Pointer withIdentity(Pointer pointer, int identity) {
    return pointer.moved(
        pointer.offset(), pointer.variable(), identity, pointer.bound(), pointer.origin());
  }

  private Value shape(Result.Shape shape, CallSite site) {
    return switch (shape) {
      case Result.ObjectOf object -> {
        long id = typeId(object.type(), site);
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
              .or(
                  () ->
                      HostObjects.pointee(pointee.field(), site)
                          .map(region -> Pointer.to(region, 0, site.at())))
              .orElseGet(() -> Scalar.unknown(site.at()));
      case Result.Again again ->
          site.pointer(again.subject())
              .filter(p -> p.obligation() == 0 || site.state().obligation(p.obligation()) != null)
              .map(p -> again.sameIdentity() ? (Value) p : fresh(p, site.at()))
              .orElseGet(() -> Scalar.unknown(site.at()));
      case Result.WholeOf whole ->
          site.pointer(whole.subject())
              .filter(p -> p.obligation() == 0 || site.state().obligation(p.obligation()) != null)
              .map(p -> (Value) p.qualified(List.of()).pointing(0))
              .orElseGet(() -> Scalar.unknown(site.at()));
      case Result.ValueOf value -> value(site, value);
      case Result.SomeValueOf value -> {
        long id = typeId(value.type(), site);
        yield verification
            .layouts
            .local(id)
            .map(
                type ->
                    (Value)
                        Pointer.to(
                            new Region.MapValue(verification.someMap((int) id, type), type),
                            0,
                            site.at()))
            .orElseGet(() -> Scalar.unknown(site.at()));
      }
      case Result.Memory memory ->
          Pointer.to(new Region.Memory(memory.size(), memory.readOnly()), 0, site.at());
      case Result.MemoryOf memory ->
          Pointer.to(new Region.Memory(size(memory.size(), site), memory.readOnly()), 0, site.at());
      case Result.InAddressSpace space ->
          verification
              .space()
              .<Value>map(region -> Pointer.to(region, 0, site.at()))
              .orElseGet(() -> Scalar.unknown(site.at()));
      case Result.HostNamed named -> HostObjects.ofNamed(named.type(), site);
      case Result.HostObject host -> Pointer.to(new Region.Host(host.type()), 0, site.at());
      case Result.View shown -> Pointer.to(view(verification, shown.view()), 0, site.at());
      case Result.Nothing nothing -> Uninitialised.VALUE;
      case Result.Ends ends -> Uninitialised.VALUE;
      case Result.Numeric number -> Scalar.unknown(site.at());
      case Result.AtMost number -> Scalar.unknown(site.at());
    };
  }

  /// The struct that the parameter names, or that the values of the map are.
  private long typeId(Parameter type, CallSite site) {
    if (site.value(type) instanceof Pointer pointer && pointer.region() instanceof Region.Map map) {
      return verification.program.btf().resolveId(map.map().valueType());
    }
    return site.constant(type).orElse(0);
  }

  /// The kernel keeps 32 bits of it; nobody gives memory of more.
  private static int size(Parameter parameter, CallSite site) {
    long size = site.constant(parameter).orElse(0) & 0xffff_ffffL;
    return (int) Math.min(size, Integer.MAX_VALUE);
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
                    Pointer.to(region(field, type), 0, at).at(atStart ? 0 : field.elementOffset()))
        .orElseGet(() -> Scalar.unknown(at));
  }

  /// Pointer fields may point to what the host brings.
  private Region region(SpecialField field, TypeView type) {
    return field.kind().form() == FieldKind.Form.TAGGED_POINTER
            && verification.rules.hostTypes().containsKey(type.name())
        ? new Region.Host(type.name())
        : new Region.Local(verification.layouts.idOf(type), type);
  }

  /// A value of a map that was itself looked up remembers which that was.
  private Value value(CallSite site, Result.ValueOf value) {
    return site.pointer(value.map())
        .filter(p -> p.region() instanceof Region.Map)
        .map(
            p ->
                (Value)
                    Pointer.to(value(((Region.Map) p.region()).map()), 0, site.at())
                        .childOf(p.id()))
        .orElseGet(() -> Scalar.unknown(site.at()));
  }

  private Region value(BpfMap map) {
    return new Region.MapValue(map, verification.layouts.value(map));
  }

  /// What a load of a special field gives: the first case that holds.
  Value loaded(Path path, Pointer holder, SpecialField field, Access access) {
    var site = accessed(path, holder.pointing(field.offset()));
    for (var one : access.loads()) {
      if (Conditions.holds(one.when(), site)) {
        return of(one.gives(), site);
      }
    }
    return Scalar.unknown(path.at);
  }

  /// Rejects a store into a special field unless all that is required of it holds.
  ///
  /// @param register which register holds the value, -1 if none
  void checkStore(
      Path path, Pointer holder, SpecialField field, Access access, Value value, int register) {
    var site = accessed(path, holder.pointing(field.offset()));
    site.bind(Access.VALUE, value);
    site.bind(Access.IMMEDIATE, register < 0 ? value : Scalar.constant(0, path.at));
    for (var requirement : access.stores()) {
      try {
        site.demand(new Step.Demand(requirement.rule(), requirement.condition(), Map.of()));
      } catch (Rejection rejection) {
        throw rejection.with("value", Names.register(register)).with("offset", field.offset());
      }
    }
  }

  /// A call that stands for an access, which has no arguments.
  CallSite accessed(Path path, Pointer field) {
    var none = new Value[5];
    Arrays.fill(none, Uninitialised.VALUE);
    var site =
        new CallSite(verification, path.state, path.at, ACCESS, none, new HashMap<>(), Map.of());
    site.bind(Access.FIELD, field);
    return site;
  }

  private static final FunctionPlan ACCESS = FunctionPlan.named("access");
}
