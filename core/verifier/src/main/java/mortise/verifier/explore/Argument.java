package mortise.verifier.explore;

import mortise.spi.Parameter;
import mortise.spi.Rule;
import mortise.spi.StandardRules;
import mortise.verifier.domain.ScalarRange;
import mortise.verifier.domain.Tnum;
import mortise.verifier.rules.CallRules;
import mortise.verifier.rules.PointerRules;
import mortise.verifier.rules.Rejection;
import mortise.verifier.state.Pointer;
import mortise.verifier.state.Region;
import mortise.verifier.state.Scalar;
import mortise.verifier.state.Uninitialised;
import mortise.verifier.state.Value;

/// An argument of a call, the parameter that it is given for, and what parameters of several kinds
/// ask of it.
record Argument(CallSite site, Parameter parameter, Value value) {
  static Argument of(CallSite site, Parameter parameter) {
    return new Argument(site, parameter, site.value(parameter));
  }

  /// The argument for another parameter of the same call.
  Argument other(Parameter another) {
    return of(site, another);
  }

  /// The argument for the parameter before this one.
  Argument before() {
    return other(site.plan().parameters().get(parameter.index() - 1));
  }

  boolean isForHelper() {
    return site.plan().isHelper();
  }

  boolean isNull() {
    return Nullness.isNull(value);
  }

  /// An access to memory through the argument.
  Access access(int size, boolean written) {
    var kind = written ? Access.Kind.WRITE : Access.Kind.READ;
    return new Access(site.at(), parameter.index() + 1, 0, size, kind);
  }

  Rejection broken(Rule rule) {
    return Rejection.of(
        rule,
        "register",
        Names.register(parameter.index() + 1),
        "index",
        parameter.index(),
        "arg",
        site.plan().argumentName(parameter.index()),
        "function",
        site.plan().name(),
        "type",
        Names.type(site.value(parameter)));
  }

  Rejection isNot(String expected) {
    return broken(StandardRules.ARGUMENT_TYPE).with("expected", expected);
  }

  /// Refuses what is no pointer into such a region.
  Pointer in(Class<? extends Region> region, String expected) {
    if (!(value instanceof Pointer pointer)
        || pointer.nullable()
        || !region.isInstance(pointer.region())) {
      throw isNot(expected);
    }
    return pointer;
  }

  void checkNumber() {
    if (!(value instanceof Scalar)) {
      throw broken(CallRules.NOT_SCALAR);
    }
  }

  /// The number, which matters from here on.
  ScalarRange number() {
    checkNumber();
    return ((Scalar) value).mark().range();
  }

  void checkConstant() {
    if (!number().isConstant()) {
      throw broken(CallRules.NOT_CONSTANT);
    }
  }

  void checkNotNull() {
    if (isNull() || (value instanceof Pointer p && p.nullable())) {
      throw broken(CallRules.NULL_ARGUMENT);
    }
  }

  /// What a register holds that was never set lies, as far as the kernel knows, anywhere.
  void checkInitialised() {
    if (value instanceof Uninitialised) {
      throw broken(PointerRules.VARIABLE_OFFSET).with("var_off", Tnum.UNKNOWN);
    }
  }

  /// Refuses pointers that point elsewhere into a thing than such pointers may when they are
  /// passed.
  ///
  /// Source: linux `check_func_arg_reg_off` (6.18).
  void checkOffset() {
    checkInitialised();
    if (!(value instanceof Pointer pointer)) {
      return;
    }
    var poison = pointer.poisonFor(site.plan().name());
    if (poison != null) {
      throw PointerRules.poisoned(Names.register(parameter.index() + 1), poison);
    }
    if (mayHaveAnyOffset(pointer)) {
      return;
    }
    if (pointer.offset() < 0) {
      throw broken(PointerRules.NEGATIVE_OFFSET).with("offset", pointer.offset());
    }
    if (!mayHaveFixedOffset(pointer) && pointer.offset() != 0) {
      throw broken(PointerRules.MODIFIED).with("offset", pointer.offset());
    }
    checkConstantOffset(pointer);
  }

  void checkConstantOffset(Pointer pointer) {
    if (!pointer.variable().isConstant(0)) {
      throw broken(PointerRules.VARIABLE_OFFSET).with("var_off", pointer.variable().tnum());
    }
  }

  private static boolean mayHaveAnyOffset(Pointer pointer) {
    return !pointer.nullable()
        && !(pointer.region() instanceof Region.Local
            || pointer.region() instanceof Region.Host
            || pointer.region() instanceof Region.View
            || pointer.region() instanceof Region.Context
            || pointer.region() instanceof Region.Map
            || pointer.region() instanceof Region.Function
            || pointer.region() instanceof Region.Elsewhere
            || pointer.region() instanceof Region.PacketEnd);
  }

  private static boolean mayHaveFixedOffset(Pointer pointer) {
    return !pointer.nullable()
        && (pointer.region() instanceof Region.Local || pointer.region() instanceof Region.Host)
        && pointer.qualifiers().stream().allMatch(q -> q.elsewhere().isEmpty());
  }
}
