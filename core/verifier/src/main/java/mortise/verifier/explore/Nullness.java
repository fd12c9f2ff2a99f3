package mortise.verifier.explore;

import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.State;
import mortise.verifier.state.Trace;
import mortise.verifier.state.Value;

/// What a comparison with null teaches, about all copies of the pointer at once.
///
/// Source: linux `mark_ptr_or_null_regs` (6.18).
record Nullness(Verification verification) {
  /// Whether the value is a zero that is asked for here.
  static boolean isNull(Value value) {
    return value instanceof Scalar scalar && scalar.mark().range().isConstant(0);
  }

  void learn(State state, int at, Pointer pointer, boolean isNull) {
    int id = pointer.id();
    if (isNull && pointer.obligation() != 0 && pointer.obligation() == id) {
      state.settle(pointer.obligation());
      state.record(new Trace.Settled(at, pointer.obligation(), "it is null here"));
    }
    state.mapPointers(
        other -> {
          if (!other.nullable() || other.id() != id) {
            return other;
          }
          return isNull ? Scalar.constant(0, at) : known(other);
        });
  }

  private Pointer known(Pointer pointer) {
    if (pointer.region() instanceof Region.MapValue value
        && value.map().definition().inner().isPresent()) {
      var inner = value.map().definition().inner().get();
      return pointer.in(new Region.Map(inner)).withNullable(false);
    }
    if (pointer.region() instanceof Region.MapValue value) {
      var held = verification.held(value.map());
      if (held.isPresent()) {
        return pointer.in(Results.view(verification, held.get().view())).withNullable(false);
      }
    }
    return pointer.withNullable(false);
  }

  /// A pointer that equals one which is not null is not null either.
  void learnFromEquality(State state, int at, Pointer left, Pointer right) {
    if (left.nullable() == right.nullable()) {
      return;
    }
    var nullable = left.nullable() ? left : right;
    var certain = left.nullable() ? right : left;
    if (certain.region() instanceof Region.Local || certain.region() instanceof Region.Host) {
      return;
    }
    learn(state, at, nullable, false);
  }
}
