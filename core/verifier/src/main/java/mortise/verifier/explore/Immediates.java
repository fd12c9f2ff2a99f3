package mortise.verifier.explore;

import mortise.object.ImmediateValue;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Value;

/// What the 64-bit immediates of instructions stand for.
///
/// Source: linux `check_ld_imm` (6.18).
final class Immediates {
  private Immediates() {}

  static Value of(ImmediateValue immediate, Verification verification, int at) {
    return switch (immediate) {
      case ImmediateValue.Constant constant -> Scalar.constant(constant.value(), at);
      case ImmediateValue.MapAddress map -> Pointer.to(new Region.Map(map.map()), 0, at);
      case ImmediateValue.MapValueAddress value
          when verification.addressSpace(value.map()).isPresent() ->
          Scalar.unknown(at);
      case ImmediateValue.MapValueAddress value ->
          Pointer.to(
                  new Region.MapValue(value.map(), verification.layouts.value(value.map())), 0, at)
              .at(value.offset());
      case ImmediateValue.FunctionAddress function ->
          Pointer.to(new Region.Function(function.slot()), 0, at);
      case ImmediateValue.KernelSymbol symbol ->
          symbol.weak() ? Scalar.constant(0, at) : Pointer.to(new Region.Memory(0, true), 0, at);
    };
  }
}
